namespace FinFlow.Compliance;

/// <summary>What a person asks for about their own data (GDPR, articles 15 to 18 and 20).</summary>
public enum DataRequestType { Access, Erasure, Rectification, Portability, Restriction }

public enum DataRequestStatus { Received, Completed, Refused }

/// <summary>A person's request about their own data, to be answered within a month.</summary>
/// <remarks>Regulation (EU) 2016/679, article 12(3).</remarks>
public sealed record DataRequest
{
    internal const int DetailsLengthMax = 2_000;
    private const int MonthsToAnswer = 1;

    [ID]
    public required string Id { get; init; }

    [GraphQLIgnore]
    public required string OrganizationId { get; init; }

    [GraphQLIgnore]
    public required string UserId { get; init; }

    public required DataRequestType Type { get; init; }

    public string? Details { get; init; }

    public DataRequestStatus Status { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>One month after it came.</summary>
    public required DateTimeOffset DueAt { get; init; }

    [GraphQLIgnore]
    public long Version { get; private init; }

    internal static Result<DataRequest> Receive(string id, DataRequestType type, string? details, Caller caller, DateTimeOffset now)
        => details?.Length > DetailsLengthMax
            ? new DetailsTooLong(DetailsLengthMax)
            : new DataRequest
            {
                Id = id, OrganizationId = caller.OrganizationId, UserId = caller.UserId, Type = type, Details = details, CreatedAt = now,
                DueAt = now.AddMonths(MonthsToAnswer),
            };
}

/// <summary>The details are longer than what is kept.</summary>
public sealed record DetailsTooLong(int LengthMax) : Refusal($"The details must have at most {LengthMax} characters.");

/// <summary>Others write at the same time; try again.</summary>
public sealed record DataRequestBusy() : Refusal("The request could not be recorded; try again.");
