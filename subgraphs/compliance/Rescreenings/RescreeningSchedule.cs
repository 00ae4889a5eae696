namespace FinFlow.Compliance;

/// <summary>How often everybody who is known is held against the lists again. A changed list is looked at by itself and needs no schedule.</summary>
public sealed record RescreeningSchedule
{
    internal const int DaysMax = 365;

    /// <summary>The scope of those who work for the operator: every organisation's people.</summary>
    internal const string Everybody = "*";

    [ID]
    public required string Id { get; init; }

    /// <summary>An organisation's id, or <see cref="Everybody"/>.</summary>
    [GraphQLIgnore]
    public required string Scope { get; init; }

    public required int EveryDays { get; init; }

    public required DateTimeOffset NextRunAt { get; init; }

    /// <summary>Null when it has not run yet.</summary>
    public DateTimeOffset? LastRunAt { get; init; }

    [GraphQLIgnore]
    public required string CreatedById { get; init; }

    [GraphQLIgnore]
    public long Version { get; private init; }

    internal static Result<RescreeningSchedule> Plan(
        RescreeningSchedule? before, string id, int everyDays, DateTimeOffset? firstRunAt, Caller caller, DateTimeOffset now) => everyDays switch
    {
        < 1 or > DaysMax => new RescreeningIntervalOutOfRange(1, DaysMax),
        _ when firstRunAt < now || firstRunAt > now.AddDays(DaysMax) => new RescreeningStartInvalid(DaysMax),
        _ => (before ?? new RescreeningSchedule { Id = id, Scope = ScopeOf(caller), EveryDays = everyDays, NextRunAt = now, CreatedById = caller.UserId })
            with { EveryDays = everyDays, NextRunAt = firstRunAt ?? now.AddDays(everyDays) },
    };

    internal static string ScopeOf(Caller caller) => caller.Has(Permissions.ComplianceReview) ? Everybody : caller.OrganizationId;

    /// <summary>After a run: the next date of the rhythm that is still to come. Dates that went by while nothing ran are made up by this one run.</summary>
    internal RescreeningSchedule RunAt(DateTimeOffset now)
    {
        var missed = Math.Max(0, (int)((now - NextRunAt) / TimeSpan.FromDays(EveryDays)));
        return this with { LastRunAt = now, NextRunAt = NextRunAt.AddDays((missed + 1d) * EveryDays) };
    }
}

public enum RescreeningCause { Schedule, ListChanged }

/// <summary>One time that everybody known was held against the lists again.</summary>
public sealed record RescreeningRun
{
    [ID]
    public required string Id { get; init; }

    public required RescreeningCause Cause { get; init; }

    /// <summary>The schedule, or the list that changed.</summary>
    [ID]
    public required string CauseId { get; init; }

    /// <summary>Of a list that changed: the revision; 0 for a schedule.</summary>
    [GraphQLIgnore]
    public required int ListRevision { get; init; }

    /// <summary>When it should have run; of a list, when its revision was imported.</summary>
    public required DateTimeOffset DueAt { get; init; }

    public required DateTimeOffset RanAt { get; init; }

    /// <summary>How many people and names were looked at.</summary>
    public required int SubjectCount { get; init; }

    /// <summary>How many of them match otherwise than before: each has a new screening.</summary>
    public required int ChangedCount { get; init; }
}

/// <summary>A schedule has a rhythm of whole days.</summary>
public sealed record RescreeningIntervalOutOfRange(int DaysMin, int DaysMax) : Refusal($"Rescreening runs every {DaysMin} to {DaysMax} days.");

/// <summary>A first run lies ahead, and not too far.</summary>
public sealed record RescreeningStartInvalid(int DaysMax) : Refusal($"The first run must lie in the future, at most {DaysMax} days ahead.");

/// <summary>The schedule changes at the same time; try again.</summary>
public sealed record RescreeningBusy() : Refusal("The schedule was changed meanwhile; read it again.");

/// <summary>There is nothing to cancel.</summary>
public sealed record RescreeningNotScheduled() : Refusal("No rescreening is scheduled.");
