using System.Text.Json;
using FinFlow.Hosting;
using FinFlow.Messaging;

namespace FinFlow.Subgraph;

/// <summary>Tells everything that the subgraph holds of a person, in parts of bounded size.</summary>
internal sealed class CollectPersonalData<TContext, TPersonalData>(TContext db, TPersonalData data, TimeProvider clock) : IEventHandler<AccessRequested>
    where TContext : FinFlowDbContext
    where TPersonalData : IPersonalData
{
    // A broker takes about a megabyte, and no record of ours comes near 4 KB.
    private const int RecordsPerPart = 200;

    public async Task HandleAsync(EventContext<AccessRequested> received, CancellationToken cancellationToken)
    {
        var request = received.Payload;
        var collected = await data.CollectAsync(new DataSubject(request.UserId, request.OrganizationId), cancellationToken);
        var parts = DataRegister.Of(TPersonalData.Subgraph)
            .SelectMany(category => Chunks(category.Name, collected.GetValueOrDefault(category.Name, [])))
            .ToList();
        for (var number = 1; number <= parts.Count; number++)
        {
            db.Publish(
                new AccessCollected(
                    request.DataRequestId, request.OrganizationId, request.UserId, TPersonalData.Subgraph, number, number == parts.Count, [parts[number - 1]],
                    clock.GetUtcNow()),
                clock);
        }
    }

    // A category without records is told too: that nothing is held is an answer.
    private static IEnumerable<CollectedCategory> Chunks(string category, IReadOnlyList<object> records)
        => records.Count == 0
            ? [new CollectedCategory(category, [])]
            : records.Chunk(RecordsPerPart).Select(chunk => new CollectedCategory(
                category, [.. chunk.Select(record => JsonSerializer.SerializeToElement(record, record.GetType(), PersonalJson.Options))]));
}

/// <summary>Forgets a person as far as the law lets the subgraph.</summary>
internal sealed class ErasePersonalData<TContext, TPersonalData>(TContext db, TPersonalData data, ErasureTraces traces, TimeProvider clock) : IEventHandler<ErasureRequested>
    where TContext : FinFlowDbContext
    where TPersonalData : IPersonalData
{
    public async Task HandleAsync(EventContext<ErasureRequested> received, CancellationToken cancellationToken)
    {
        var request = received.Payload;
        traces.Remain = true;
        var counts = await data.EraseAsync(new DataSubject(request.UserId, request.OrganizationId), cancellationToken);
        var categories = DataRegister.Of(TPersonalData.Subgraph)
            .Select(category => new ErasedCategory(
                category.Name, JsonNamingPolicy.SnakeCaseUpper.ConvertName(category.OnErasure.ToString()), counts.GetValueOrDefault(category.Name), category.Reason))
            .ToList();
        db.Publish(
            new ErasureCompleted(
                request.DataRequestId, request.OrganizationId, request.UserId, TPersonalData.Subgraph,
                categories.Where(category => category.Action != "KEPT").Sum(category => category.Records), categories, clock.GetUtcNow()),
            clock);
    }
}

/// <summary>Remembers whose data may only be stored.</summary>
internal sealed class ObserveRestriction<TContext, TPersonalData>(TContext db, TimeProvider clock) : IEventHandler<RestrictionChanged>
    where TContext : FinFlowDbContext
    where TPersonalData : IPersonalData
{
    public async Task HandleAsync(EventContext<RestrictionChanged> received, CancellationToken cancellationToken)
    {
        var change = received.Payload;
        var known = await db.RestrictedUsers.FindAsync([change.UserId], cancellationToken);
        if (change.IsRestricted && known is null)
        {
            db.Add(new RestrictedUser { UserId = change.UserId, RestrictedAt = change.OccurredAt });
        }
        else if (!change.IsRestricted && known is not null)
        {
            db.Remove(known);
        }

        db.Publish(
            new RestrictionApplied(change.DataRequestId, change.OrganizationId, change.UserId, TPersonalData.Subgraph, change.IsRestricted, clock.GetUtcNow()), clock);
    }
}
