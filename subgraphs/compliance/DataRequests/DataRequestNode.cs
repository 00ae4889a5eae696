namespace FinFlow.Compliance;

[ObjectType<DataRequest>]
public static class DataRequestNode
{
    /// <summary>Whose data it is about.</summary>
    public static User GetUser([Parent] DataRequest request) => new(request.UserId);

    /// <summary>Whether it should have been answered by now.</summary>
    public static bool GetIsOverdue([Parent] DataRequest request, TimeProvider clock) => request.IsOverdueAt(clock.GetUtcNow());

    /// <summary>The subgraphs that have done their part.</summary>
    public static async Task<IReadOnlyList<DataRequestAnswer>> GetAnswersAsync([Parent] DataRequest request, IDataRequestPartsByIdDataLoader parts, CancellationToken cancellationToken)
        => [.. (await parts.LoadRequiredAsync(request.Id, cancellationToken)).Where(part => part.IsLast).Select(part => new DataRequestAnswer(part.Subgraph, part.AnsweredAt))];

    /// <summary>Of an erasure: what became of each category, and which law keeps what stayed.</summary>
    public static async Task<IReadOnlyList<DataRequestOutcome>> GetOutcomesAsync([Parent] DataRequest request, IDataRequestPartsByIdDataLoader parts, CancellationToken cancellationToken)
        =>
        [
            .. (await parts.LoadRequiredAsync(request.Id, cancellationToken)).SelectMany(part => part.Erased.Select(erased => new DataRequestOutcome(
                part.Subgraph, erased.Category, Enum.Parse<ErasureAction>(erased.Action, ignoreCase: true), erased.Records, erased.Reason))),
        ];

    /// <summary>
    /// Of a completed access or portability: everything, as a JSON document, for 30 days. An access also says why and how long. Only the
    /// person and a compliance officer can read it.
    /// </summary>
    public static async Task<string?> GetExportAsync(
        [Parent] DataRequest request, Caller caller, IDataRequestPartsByIdDataLoader parts, TimeProvider clock, CancellationToken cancellationToken)
        => request is { HasExport: true, Status: DataRequestStatus.Completed, AnsweredAt: { } answeredAt }
            && caller.MaySee(request)
            && clock.GetUtcNow() < answeredAt + DataRequest.ExportLifetime
            && await parts.LoadRequiredAsync(request.Id, cancellationToken) is { Length: > 0 } told
                ? DataExport.Of(request, told)
                : null;
}

internal static class DataRequestLoaders
{
    [DataLoader]
    public static async Task<IReadOnlyDictionary<string, DataRequest>> GetDataRequestByIdAsync(
        IReadOnlyList<string> ids, ComplianceDbContext db, CancellationToken cancellationToken)
        => await db.DataRequests.AsNoTracking().Where(request => ids.Contains(request.Id)).ToDictionaryAsync(request => request.Id, cancellationToken);

    [DataLoader]
    public static async Task<ILookup<string, DataRequestPart>> GetDataRequestPartsByIdAsync(
        IReadOnlyList<string> ids, ComplianceDbContext db, CancellationToken cancellationToken)
        => (await db.DataRequestParts.AsNoTracking()
            .Where(part => ids.Contains(part.DataRequestId))
            .OrderBy(part => part.Subgraph).ThenBy(part => part.Number)
            .ToListAsync(cancellationToken)).ToLookup(part => part.DataRequestId);
}
