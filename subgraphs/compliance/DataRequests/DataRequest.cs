namespace FinFlow.Compliance;

/// <summary>What a person asks for about their own data (GDPR, articles 15 to 18 and 20).</summary>
public enum DataRequestType
{
    /// <summary>Everything that is held, with purposes and retention.</summary>
    Access,

    /// <summary>To be forgotten, as far as no law keeps the records.</summary>
    Erasure,

    /// <summary>To have wrong data put right.</summary>
    Rectification,

    /// <summary>Everything that is held, for another system to read.</summary>
    Portability,

    /// <summary>That the data be stored and nothing else.</summary>
    Restriction,
}

public enum DataRequestStatus
{
    /// <summary>It waits for an officer.</summary>
    Received,

    /// <summary>The subgraphs are at work.</summary>
    InProgress,
    Completed,
    Refused,
}

/// <summary>A person's request about their own data, to be answered within a month.</summary>
/// <remarks>Regulation (EU) 2016/679, article 12(3).</remarks>
public sealed record DataRequest
{
    internal const int DetailsLengthMax = 2_000;
    internal const int NameLengthMax = 200;

    // RFC 5321 §4.5.3.1; what an address may look like beyond this, auth says, who owns it.
    private const int EmailLengthMax = 254;
    private const int MonthsToAnswer = 1;
    private const int MonthsToAnswerExtended = 3;

    /// <summary>A copy of everything about somebody is not left lying about.</summary>
    internal static readonly TimeSpan ExportLifetime = TimeSpan.FromDays(30);

    [ID]
    public required string Id { get; init; }

    [GraphQLIgnore]
    public required string OrganizationId { get; init; }

    [GraphQLIgnore]
    public required string UserId { get; init; }

    public required DataRequestType Type { get; init; }

    public string? Details { get; init; }

    /// <summary>Of a rectification: the right name.</summary>
    public string? CorrectName { get; init; }

    /// <summary>Of a rectification: the right e-mail address.</summary>
    public string? CorrectEmail { get; init; }

    public required DataRequestStatus Status { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>One month after it came; three when it was extended.</summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>Why it takes longer, as the person was told.</summary>
    public string? ExtensionReason { get; init; }

    /// <summary>When it was completed or refused.</summary>
    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>What an officer answered, or why a correction could not be made.</summary>
    public string? Answer { get; init; }

    /// <summary>Of a restriction: from then on the data is processed again.</summary>
    public DateTimeOffset? RestrictionLiftedAt { get; init; }

    /// <summary>Whether the trail knows that it is overdue.</summary>
    [GraphQLIgnore]
    public bool OverdueTold { get; init; }

    [GraphQLIgnore]
    public long Version { get; private init; }

    internal bool IsOpen => Status is DataRequestStatus.Received or DataRequestStatus.InProgress;

    internal bool HasExport => Type is DataRequestType.Access or DataRequestType.Portability;

    internal bool IsOverdueAt(DateTimeOffset now) => IsOpen && now > DueAt;

    /// <summary>Whether the right values are given, so that nobody has to read and understand the request first.</summary>
    internal bool IsExact => CorrectName is not null || CorrectEmail is not null;

    internal static Result<DataRequest> Receive(string id, Wish wish, Caller caller, DateTimeOffset now) => wish switch
    {
        _ when wish.Details?.Length > DetailsLengthMax => new DetailsTooLong(DetailsLengthMax),
        { Details: { } details } when !ReasonRequired.IsPlain(details) => new DetailsInvalid(),
        { CorrectName: { } name } when wish.Type is not DataRequestType.Rectification || name.Length > NameLengthMax || !name.Any(char.IsLetter) || name.Any(char.IsControl)
            => new CorrectionInvalid(NameLengthMax),
        { CorrectEmail: { } email } when wish.Type is not DataRequestType.Rectification || !IsAddress(email) => new CorrectEmailInvalid(),
        { Type: DataRequestType.Rectification, CorrectName: null, CorrectEmail: null } when string.IsNullOrWhiteSpace(wish.Details) => new CorrectionRequired(),
        // Whoever gives roles cannot vanish while having them.
        { Type: DataRequestType.Erasure } when caller.Roles.Contains(Roles.Admin) => new AdministratorNotErasable(),
        _ => new DataRequest
        {
            Id = id, OrganizationId = caller.OrganizationId, UserId = caller.UserId, Type = wish.Type, Details = wish.Details, CorrectName = wish.CorrectName,
            CorrectEmail = wish.CorrectEmail, CreatedAt = now,
            // Only what is described in words needs a person to read it.
            Status = wish is { Type: DataRequestType.Rectification, CorrectName: null, CorrectEmail: null } ? DataRequestStatus.Received : DataRequestStatus.InProgress,
            DueAt = now.AddMonths(MonthsToAnswer),
        },
    };

    /// <param name="refusal">Why what was asked for could not be done; null when it was.</param>
    internal DataRequest Complete(string? refusal, DateTimeOffset now)
        => this with { Status = refusal is null ? DataRequestStatus.Completed : DataRequestStatus.Refused, AnsweredAt = now, Answer = refusal };

    internal Result<DataRequest> Extend(string reason, DateTimeOffset now) => this switch
    {
        _ when !ReasonRequired.IsReason(reason) => new ReasonRequired(),
        { IsOpen: false } => new DataRequestNotOpen(Status),
        { ExtensionReason: not null } => new DataRequestExtendedAlready(),
        // The person must be told within the first month.
        _ when now > DueAt => new DataRequestOverdue(DueAt),
        _ => this with { DueAt = CreatedAt.AddMonths(MonthsToAnswerExtended), ExtensionReason = reason },
    };

    /// <summary>An officer's word. What the subgraphs answer by themselves is not decided by hand.</summary>
    internal Result<DataRequest> AnswerWith(DataRequestDecision decision, string answer, DateTimeOffset now) => this switch
    {
        _ when !ReasonRequired.IsReason(answer) => new ReasonRequired(),
        { Status: not DataRequestStatus.Received } => new DataRequestNotOpen(Status),
        _ => this with
        {
            Status = decision is DataRequestDecision.Complete ? DataRequestStatus.Completed : DataRequestStatus.Refused, AnsweredAt = now, Answer = answer,
        },
    };

    internal Result<DataRequest> Lift(DateTimeOffset now) => this switch
    {
        { Type: DataRequestType.Restriction, Status: DataRequestStatus.Completed, RestrictionLiftedAt: null } => this with { RestrictionLiftedAt = now },
        _ => new RestrictionNotInForce(),
    };

    private static bool IsAddress(string text)
        => text.Trim().Length is > 0 and <= EmailLengthMax && text.Count(character => character == '@') == 1 && !text.Trim().Any(char.IsWhiteSpace) && !text.Any(char.IsControl);
}

/// <summary>What a person asks for.</summary>
internal sealed record Wish(DataRequestType Type, string? Details = null, string? CorrectName = null, string? CorrectEmail = null);

public enum DataRequestDecision { Complete, Refuse }
