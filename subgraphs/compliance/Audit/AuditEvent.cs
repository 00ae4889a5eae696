using System.Collections.Frozen;
using System.Text.Json;

namespace FinFlow.Compliance;

/// <summary>What the trail is told, before it is chained.</summary>
internal sealed record AuditEvent(
    string Action, string SubjectId, string? OrganizationId, string? ActorId, string? EventId, params IReadOnlyList<(string Name, object? Value)> Details)
{
    // The facts of events that name nobody. What is not listed stays out: a new field of an event may be personal.
    private static readonly FrozenSet<string> Impersonal = new[]
    {
        "amountMinor", "capturedMinor", "feeMinor", "refundedMinor", "refundedTotalMinor", "disputedMinor", "principalMinor", "outstandingMinor",
        "principalPaidMinor", "interestPaidMinor", "dueMinor", "debitMinor", "creditMinor", "currency", "country", "processor", "captureMethod",
        "paymentId", "refundId", "disputeId", "transactionId", "journalEntryId", "reversedEntryId", "invoiceId", "loanId", "repaymentId",
        "sessionId", "fiscalPeriodId", "sourceType", "sourceId", "effectiveDate", "dueDate", "from", "to", "daysOverdue", "score", "band",
        "probabilityOfDefault", "modelName", "modelVersion", "riskScore", "riskLevel", "type", "errors", "roles",
        "proof", "method", "provider", "lockedUntil", "subgraph", "fields",
    }.ToFrozenSet();

    public DateTimeOffset? OccurredAt { get; init; }

    /// <summary>What a caller did here.</summary>
    public static AuditEvent By(Caller caller, string action, string subjectId, params (string, object?)[] details)
        => new(action, subjectId, caller.OrganizationId, caller.UserId, null, details);

    /// <summary>What another subgraph told.</summary>
    public static AuditEvent Of<TEvent>(EventContext<TEvent> received) where TEvent : IEvent
    {
        var facts = new List<(string Name, object? Value)>();
        var people = new Dictionary<string, string?>();
        // An event that has a place for who acted says by null that nobody did; one without it was done by its user or a reviewer.
        Collect(JsonSerializer.SerializeToElement(received.Payload, JsonSerializerOptions.Web), facts, people);
        return new AuditEvent(
            Topics.ContractOf(typeof(TEvent)).Type, received.Payload.AggregateId, received.Payload.OrganizationId,
            people.TryGetValue("actorId", out var actor) ? actor : people.GetValueOrDefault("reviewerId") ?? people.GetValueOrDefault("userId"), received.EventId, facts)
        {
            OccurredAt = received.Time,
        };
    }

    private static void Collect(JsonElement element, List<(string Name, object? Value)> facts, Dictionary<string, string?> people)
    {
        foreach (var property in element.EnumerateObject())
        {
            if (Impersonal.Contains(property.Name))
            {
                facts.Add((property.Name, property.Value.Clone()));
            }
            else if (property.Name is "userId" or "reviewerId" or "actorId")
            {
                people.TryAdd(property.Name, property.Value.GetString());
            }
            else if (property.Value.ValueKind == JsonValueKind.Object)
            {
                Collect(property.Value, facts, people);
            }
        }
    }
}
