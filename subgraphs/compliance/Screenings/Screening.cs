namespace FinFlow.Compliance;

/// <summary>CLEAR: nothing alike. REVIEW: a person should look. BLOCKED: as good as certain, until a person says otherwise.</summary>
public enum ScreeningStatus { Clear, Review, Blocked }

public enum RiskLevel { Low, Medium, High, Critical }

/// <summary>What a reviewer found out.</summary>
public enum ReviewDecision
{
    /// <summary>It is somebody else; these matches stay dismissed until the subject or the entry changes.</summary>
    Clear,

    /// <summary>It is the one who is listed.</summary>
    Block,
}

/// <summary>A name held against the lists, and what was found.</summary>
public sealed record Screening
{
    /// <summary>Names which rules decided, so that an old screening can be told from a new one.</summary>
    internal const string CurrentAlgorithm = "token-alignment-1";

    private const decimal BlockAt = 0.95m;
    private const decimal HighAt = 0.85m;
    private const decimal ReviewAt = 0.70m;

    [ID]
    public required string Id { get; init; }

    [GraphQLIgnore]
    public required string OrganizationId { get; init; }

    [GraphQLIgnore]
    public required string? RequestedById { get; init; }

    /// <summary>The user of ours that was screened; null for a name alone.</summary>
    [ID]
    public string? SubjectId { get; init; }

    /// <summary>The screening of the same name that this one replaces, because a list changed or its time had come.</summary>
    [ID<Screening>]
    public string? PreviousScreeningId { get; init; }

    /// <summary>Of everything that is known of whom was screened: equal subjects have the same.</summary>
    [GraphQLIgnore]
    public required string SubjectHash { get; init; }

    public required string Name { get; init; }

    public EntityType? Type { get; init; }

    public DateOnly? BirthDate { get; init; }

    public CountryCode? Country { get; init; }

    [GraphQLIgnore]
    public required IReadOnlyList<string> Identifiers { get; init; }

    public ScreeningStatus Status { get; init; }

    public RiskLevel RiskLevel { get; init; }

    /// <summary>The most alike first, at most 50.</summary>
    public required IReadOnlyList<ScreeningMatch> Matches { get; init; }

    /// <summary>Which lists were searched, in which revision.</summary>
    public required IReadOnlyList<ScreenedList> Lists { get; init; }

    /// <summary>Which rules compared the names.</summary>
    public required string Algorithm { get; init; }

    public required DateTimeOffset ScreenedAt { get; init; }

    public DateTimeOffset? ReviewedAt { get; init; }

    public string? ReviewReason { get; init; }

    [GraphQLIgnore]
    public string? ReviewerId { get; init; }

    [GraphQLIgnore]
    public long Version { get; private init; }

    internal decimal TopScore => Matches.Where(match => !match.Dismissed).Select(match => match.Score).DefaultIfEmpty(0m).Max();

    internal ScreeningSubject Subject => new(Name, Type, BirthDate, Country, Identifiers);

    /// <summary>Whether a later look found something else: other entries, other scores, or an entry that was dismissed in the meantime.</summary>
    internal bool FoundOtherThan(Screening? before)
        => before is null
            ? Status is not ScreeningStatus.Clear
            : !Matches.Select(match => (match.ListId, match.EntryId, match.EntryHash, match.Score)).ToHashSet()
                .SetEquals(before.Matches.Select(match => (match.ListId, match.EntryId, match.EntryHash, match.Score)));

    /// <summary>From .95 BLOCKED and CRITICAL; from .85 REVIEW and HIGH; from .70 REVIEW and MEDIUM; else CLEAR and LOW.</summary>
    internal Screening Judged()
    {
        var (status, level) = TopScore switch
        {
            >= BlockAt => (ScreeningStatus.Blocked, RiskLevel.Critical),
            >= HighAt => (ScreeningStatus.Review, RiskLevel.High),
            >= ReviewAt => (ScreeningStatus.Review, RiskLevel.Medium),
            _ => (ScreeningStatus.Clear, RiskLevel.Low),
        };
        return this with { Status = status, RiskLevel = level };
    }

    /// <summary>A person decides about what was found.</summary>
    internal Result<Screening> Review(ReviewDecision decision, string reason, string reviewerId, DateTimeOffset now) => this switch
    {
        _ when !ReasonRequired.IsReason(reason) => new ReasonRequired(),
        { Matches.Count: 0 } => new NothingToReview(),
        _ when decision is ReviewDecision.Clear => (this with
        {
            Matches = [.. Matches.Select(match => match with { Dismissed = true })], ReviewedAt = now, ReviewReason = reason, ReviewerId = reviewerId,
        }).Judged(),
        _ => this with { Status = ScreeningStatus.Blocked, RiskLevel = RiskLevel.Critical, ReviewedAt = now, ReviewReason = reason, ReviewerId = reviewerId },
    };
}

/// <summary>An entry of a list that the subject may be.</summary>
/// <param name="Name">The entry's main name.</param>
/// <param name="MatchedName">The name of the entry that is alike, which may be an alias.</param>
/// <param name="List">The list's name.</param>
/// <param name="ListRevision">Which import of the list.</param>
/// <param name="EntryId">The list's own id of the entry.</param>
/// <param name="Score">From .70 to 1.</param>
/// <param name="Explanation">Which words were taken for the same, and what else was weighed.</param>
/// <param name="Dismissed">A reviewer found before that it is somebody else.</param>
public sealed record ScreeningMatch(
    string Name, string MatchedName, string List, int ListRevision, string EntryId, EntityType Type, decimal Score, string Explanation,
    [property: GraphQLIgnore] string ListId, [property: GraphQLIgnore] string EntryHash, bool Dismissed = false);

/// <summary>A list as it was when it was searched.</summary>
public sealed record ScreenedList(string Name, int Revision);

/// <summary>A reviewer's word that a subject is not the one in an entry. It holds as long as both stay what they were.</summary>
internal sealed class Dismissal
{
    public required string OrganizationId { get; init; }

    public required string SubjectHash { get; init; }

    public required string EntryHash { get; init; }

    public required string ScreeningId { get; init; }
}
