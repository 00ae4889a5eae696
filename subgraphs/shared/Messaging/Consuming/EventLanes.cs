using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace FinFlow.Messaging;

/// <summary>
/// A group's lanes: what concerns one organisation stays in one of them and so in its order, while those of others are handled beside it. Most of
/// the time a transaction waits for its database.
/// </summary>
internal sealed class EventLanes<TContext>
    where TContext : DbContext
{
    // Of these a key belongs to one organisation for good.
    private static readonly HashSet<string> OfOrganizations = [Topics.Payments, Topics.Transactions, Topics.Accounting, Topics.Credit];

    // Where events tell whose they are: by themselves, or by what they are about.
    private static readonly string[] Subjects = ["payment", "transaction", "loan", "invoice"];

    private readonly EventTransactions<TContext>[] lanes;

    internal EventLanes(string group, MessagingBuilder messaging, IServiceScopeFactory scopes, TimeProvider clock)
    {
        // SQLite has one writer at a time.
        using var scope = scopes.CreateScope();
        var count = scope.ServiceProvider.GetRequiredService<TContext>().Database.IsPostgres() ? messaging.Options.LanesMax : 1;
        lanes = [.. Enumerable.Range(0, count).Select(_ => new EventTransactions<TContext>(group, messaging, scopes, clock))];
    }

    /// <summary>Handles these events, each lane's all or nothing, together with whatever else waits there.</summary>
    /// <returns>Null when it is done; otherwise why something was not done.</returns>
    internal async Task<GroupFailure?> TryTogetherAsync(string topic, EventEnvelope[] envelopes, CancellationToken cancellationToken)
    {
        var parts = envelopes.GroupBy(envelope => LaneOf(topic, envelope)).ToList();
        var failures = await Task.WhenAll(parts.Select(part => part.Key.TryTogetherAsync([.. part], cancellationToken)));

        // Only an event that was alone knows that the failure is its own.
        return failures.FirstOrDefault(failure => failure is not null) is { } failure ? failure with { EventCount = Math.Max(failure.EventCount, envelopes.Length) } : null;
    }

    /// <summary>One transaction holds the effects of this event and its inbox row.</summary>
    internal Task HandleAsync(string topic, EventEnvelope envelope, int attempt, CancellationToken cancellationToken)
        => LaneOf(topic, envelope).HandleAsync([envelope], attempt, cancellationToken);

    private EventTransactions<TContext> LaneOf(string topic, EventEnvelope envelope)
        => lanes.Length == 1 ? lanes[0] : lanes[(uint)WhoseIs(topic, envelope).GetHashCode(StringComparison.Ordinal) % lanes.Length];

    private static string WhoseIs(string topic, EventEnvelope envelope)
        => OfOrganizations.Contains(topic) && envelope.Data.ValueKind is JsonValueKind.Object
            ? OrganizationOf(envelope.Data) ?? Subjects.Select(name => envelope.Data.TryGetProperty(name, out var subject) ? OrganizationOf(subject) : null).FirstOrDefault(id => id is not null)
                ?? envelope.Subject
            : envelope.Subject;

    private static string? OrganizationOf(JsonElement data)
        => data.ValueKind is JsonValueKind.Object && data.TryGetProperty("organizationId", out var id) && id.ValueKind is JsonValueKind.String ? id.GetString() : null;
}
