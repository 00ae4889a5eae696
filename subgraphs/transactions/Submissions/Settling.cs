namespace FinFlow.Transactions;

/// <summary>Decides on requests one after another, each with what the earlier ones made; it reads and writes nothing.</summary>
/// <param name="earlier">What the requests' keys made before, by organisation and key.</param>
/// <param name="restricted">Users whose data may only be stored.</param>
/// <param name="sittings">By organisation.</param>
internal sealed class Settling(
    IReadOnlyDictionary<OwnKey, EarlierSubmission> earlier, IReadOnlySet<string> restricted, IReadOnlyDictionary<string, Sitting> sittings, TimeProvider clock)
{
    private readonly Dictionary<OwnKey, SubmittedItem> made = [];
    private readonly Dictionary<OwnKey, SubmittedTransaction> submitted = [];

    public IEnumerable<Sitting> Sittings => sittings.Values;

    /// <summary>The items whose transactions are new.</summary>
    public IReadOnlyCollection<SubmittedItem> Made => made.Values;

    /// <summary>The keys that are new, with those of batches.</summary>
    public IReadOnlyCollection<SubmittedTransaction> Submitted => submitted.Values;

    public Result<List<SubmittedItem>> Settle(SubmissionRequest request)
    {
        var organization = request.Caller.OrganizationId;
        if (request.Batch is { } batch && Known(new OwnKey(organization, batch.IdempotencyKey)) is { } known && known.InputHash != batch.InputHash)
        {
            return new IdempotencyKeyReused(batch.IdempotencyKey);
        }

        if (restricted.Contains(request.Caller.UserId) && request.Items.Any(item => item.Refusal is null && Known(new OwnKey(organization, item.Key)) is null))
        {
            return new ProcessingRestricted();
        }

        var ours = new Dictionary<OwnKey, SubmittedItem>();
        if (sittings.GetValueOrDefault(organization) is not { } sitting)
        {
            // Not one of the organisation's items is sound, so there is nothing to judge.
            return request.Atomic && ObstacleIn([.. request.Items]) is { } first ? new BatchNotAccepted(first.Index, first.Obstacle!) : request.Items.ToList();
        }

        var settled = sitting.Try(() => request.Items.Select(item => Settle(item, request.Caller, ours, sitting)).ToList(), items => !request.Atomic || ObstacleIn(items) is null);
        if (request.Atomic && ObstacleIn(settled) is { } obstacle)
        {
            return new BatchNotAccepted(obstacle.Index, obstacle.Obstacle!);
        }

        Keep(ours, request.Batch, organization);
        return settled;
    }

    private static SubmittedItem? ObstacleIn(List<SubmittedItem> items) => items.Find(item => item.Obstacle is not null);

    private SubmittedTransaction? Known(OwnKey key) => earlier.TryGetValue(key, out var found) ? found.Submitted : submitted.GetValueOrDefault(key);

    private SubmittedItem Settle(SubmittedItem item, Caller caller, Dictionary<OwnKey, SubmittedItem> ours, Sitting sitting)
    {
        if (item.Refusal is not null)
        {
            return item;
        }

        var key = new OwnKey(caller.OrganizationId, item.Key);
        if (earlier.TryGetValue(key, out var known))
        {
            return known.Submitted.InputHash == item.Hash && known.Transaction is { } transaction ? item.Replaying(transaction) : item.Refused(new IdempotencyKeyReused(item.Key));
        }

        if ((made.GetValueOrDefault(key) ?? ours.GetValueOrDefault(key)) is { } sibling)
        {
            return sibling.Hash == item.Hash ? item.Replaying(sibling.Transaction!) : item.Refused(new IdempotencyKeyReused(item.Key));
        }

        return submitted.ContainsKey(key)
            ? item.Refused(new IdempotencyKeyReused(item.Key))
            : ours[key] = item with { Transaction = sitting.Judge(new Matter(item.ToTransaction(caller, clock), item.Circumstances)) };
    }

    private void Keep(Dictionary<OwnKey, SubmittedItem> ours, SubmittedTransaction? batch, string organization)
    {
        foreach (var (key, item) in ours)
        {
            made[key] = item;
            submitted[key] = item.ToSubmitted(organization);
        }

        if (batch is not null && ours.Count > 0 && !earlier.ContainsKey(new OwnKey(organization, batch.IdempotencyKey)))
        {
            submitted[new OwnKey(organization, batch.IdempotencyKey)] = batch;
        }
    }
}
