namespace FinFlow.Compliance;

/// <summary>A name has 1 to 200 characters, a letter among them.</summary>
public sealed record NameInvalid(int LengthMax) : Refusal($"The name must have 1 to {LengthMax} characters, at least one of them a letter.");

/// <summary>So many identifiers are not screened at once.</summary>
public sealed record TooManyIdentifiers(int Max) : Refusal($"At most {Max} identifiers can be screened at once.");

/// <summary>There is no such screening.</summary>
public sealed record ScreeningNotFound(string Id) : Refusal($"There is no screening {Id}.");

/// <summary>Nothing was found that could be reviewed.</summary>
public sealed record NothingToReview() : Refusal("The screening found nothing.");

/// <summary>A review needs a reason.</summary>
public sealed record ReasonRequired() : Refusal($"A reason of 1 to {LengthMax} characters is required.")
{
    internal const int LengthMax = 500;

    internal static bool IsReason(string text) => !string.IsNullOrWhiteSpace(text) && text.Length <= LengthMax;
}

/// <summary>Somebody else changed it at the same time.</summary>
public sealed record ScreeningBusy() : Refusal("The screening was changed meanwhile; read it again.");
