namespace FinFlow.Compliance;

/// <summary>A name has 1 to 200 characters, a letter among them and no control characters.</summary>
public sealed record NameInvalid(int LengthMax) : Refusal($"The name must have 1 to {LengthMax} characters, at least one of them a letter, and no control characters.");

/// <summary>So many identifiers are not screened at once.</summary>
public sealed record TooManyIdentifiers(int Max) : Refusal($"At most {Max} identifiers can be screened at once.");

/// <summary>An identifier is a number or code as a document bears it.</summary>
public sealed record IdentifierInvalid(int LengthMax) : Refusal($"An identifier must have 1 to {LengthMax} characters and no control characters.");

/// <summary>There is no such screening.</summary>
public sealed record ScreeningNotFound(string Id) : Refusal("There is no screening with this id.");

/// <summary>Nothing was found that could be reviewed.</summary>
public sealed record NothingToReview() : Refusal("The screening found nothing.");

/// <summary>A review needs a reason.</summary>
public sealed record ReasonRequired() : Refusal($"A reason of 1 to {LengthMax} characters is required, without control characters other than line ends.")
{
    internal const int LengthMax = 500;

    internal static bool IsReason(string text) => !string.IsNullOrWhiteSpace(text) && text.Length <= LengthMax && IsPlain(text);

    /// <summary>Words of a person may have several lines, and nothing else that a screen would not show.</summary>
    internal static bool IsPlain(string text) => !text.Any(character => char.IsControl(character) && character is not ('\n' or '\r' or '\t'));
}

/// <summary>Somebody else changed it at the same time.</summary>
public sealed record ScreeningBusy() : Refusal("The screening was changed meanwhile; read it again.");
