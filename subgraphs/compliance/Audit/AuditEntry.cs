using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace FinFlow.Compliance;

/// <summary>
/// One thing that happened, chained to the one before by SHA-256, so that nothing can be changed, removed or put in between unseen. It names
/// ids and amounts, never people: an erasure must be able to leave the trail as it is.
/// </summary>
public sealed record AuditEntry
{
    /// <summary>The hash before the first entry.</summary>
    internal const string Beginning = "0000000000000000000000000000000000000000000000000000000000000000";

    /// <summary>From 1, without gaps.</summary>
    public required long Sequence { get; init; }

    [ID]
    public required string Id { get; init; }

    /// <summary>What happened: `payment.captured`, `consent.changed` …</summary>
    public required string Action { get; init; }

    /// <summary>To what.</summary>
    [ID]
    public required string SubjectId { get; init; }

    /// <summary>Whose business it concerns.</summary>
    [ID]
    public required string? OrganizationId { get; init; }

    /// <summary>The user who did it; null when the system did.</summary>
    [ID]
    public required string? ActorId { get; init; }

    /// <summary>The event that told it; null for what compliance did itself.</summary>
    [ID]
    public required string? EventId { get; init; }

    /// <summary>Amounts, states and ids, as a JSON object.</summary>
    public required string Details { get; init; }

    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>The hash of the entry before.</summary>
    public required string PreviousHash { get; init; }

    /// <summary>Of everything above, in hexadecimal digits.</summary>
    public string Hash { get; init; } = "";

    internal AuditEntry Sealed() => this with { Hash = ComputeHash() };

    // Each value stands with its length, so that no two entries have the same text; times are whole microseconds, as they are stored.
    internal string ComputeHash()
    {
        var text = new StringBuilder();
        foreach (var value in (ReadOnlySpan<string?>)
        [
            PreviousHash, Sequence.ToString(CultureInfo.InvariantCulture), Id, Action, SubjectId, OrganizationId, ActorId, EventId, Details,
            (OccurredAt.UtcTicks / TimeSpan.TicksPerMicrosecond).ToString(CultureInfo.InvariantCulture),
        ])
        {
            text.Append(CultureInfo.InvariantCulture, $"{value?.Length ?? -1}:{value};");
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}

/// <summary>Whether the trail is what was written.</summary>
/// <param name="Intact">Every entry follows the one before.</param>
/// <param name="EntryCount">How many entries were looked at.</param>
/// <param name="HeadHash">The last entry's hash: whoever notes it today can tell tomorrow whether the past was rewritten.</param>
/// <param name="BrokenAt">The first entry that does not fit; null when all do.</param>
public sealed record AuditVerification(bool Intact, long EntryCount, string HeadHash, long? BrokenAt);
