namespace FinFlow.Compliance;

/// <summary>What is known of a user that bears on risk. It counts what events tell.</summary>
public sealed class RiskProfile
{
    public required string UserId { get; init; }

    public required string OrganizationId { get; init; }

    public required DateTimeOffset RegisteredAt { get; init; }

    /// <summary>As it was screened last.</summary>
    public string Name { get; set; } = "";

    /// <summary>Where the user says to be, or a reviewer knows.</summary>
    public CountryCode? Country { get; set; }

    public int Captures { get; set; }

    /// <summary>By what they were worth in the base currency on their day.</summary>
    public int LargeCaptures { get; set; }

    /// <summary>In a currency that had no rate on their day.</summary>
    public int UnpricedCaptures { get; set; }

    public int Failures { get; set; }

    public int Disputes { get; set; }

    public int Held { get; set; }

    public int Rejected { get; set; }

    public int FromSanctionedCountries { get; set; }

    public int FromHighRiskCountries { get; set; }

    /// <summary>Of the user's own name against the lists.</summary>
    public ScreeningStatus NameScreening { get; set; }

    /// <summary>How many assessments there are: the latest bears this number.</summary>
    public int Assessments { get; private set; }

    public long Version { get; private set; }

    /// <summary>The next assessment, by what is known now.</summary>
    internal RiskAssessment Assess(TimeProvider clock) => RiskAssessment.Of(this, Id.New("rsk", clock), ++Assessments, clock.GetUtcNow());
}
