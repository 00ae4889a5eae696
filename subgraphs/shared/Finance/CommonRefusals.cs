namespace FinFlow.Finance;

/// <summary>The text is no code of ISO 4217, or of one that has no minor units (gold, test codes).</summary>
public sealed record UnknownCurrency(string Text)
    : Refusal($"\"{Text.Shown}\" is not the code of a currency with minor units (ISO 4217).");

/// <summary>The text is no two-letter code of ISO 3166-1.</summary>
public sealed record UnknownCountry(string Text) : Refusal($"\"{Text.Shown}\" is not a two-letter country code (ISO 3166-1).");

/// <summary>The amount is not a plain decimal number.</summary>
public sealed record AmountMalformed(string Text) : Refusal($"\"{Text.Shown}\" is not a decimal amount such as \"12.50\".");

/// <summary>The amount has more decimal digits than its currency.</summary>
public sealed record AmountTooPrecise(string Text, Currency Currency)
    : Refusal($"\"{Text.Shown}\" has too many digits after the point: {Currency.Code} has {Currency.MinorDigits}.");

/// <summary>The amount does not fit into 64 bits of minor units.</summary>
public sealed record AmountOutOfRange(string Text, Currency Currency)
    : Refusal($"\"{Text.Shown}\" is beyond the largest amount that can be kept in {Currency.Code}.");

/// <summary>The operation needs an amount above zero.</summary>
public sealed record AmountNotPositive(Money Amount) : Refusal($"The amount must be above zero, but is {Amount}.");

/// <summary>An amount came in another currency than the thing it is for.</summary>
public sealed record CurrencyMismatch(Currency Expected, Currency Actual)
    : Refusal($"The amount must be in {Expected.Code}, but is in {Actual.Code}.");

/// <summary>The key was used before with another input; the first result stands.</summary>
public sealed record IdempotencyKeyReused(string Key)
    : Refusal($"The idempotency key \"{Key.Shown}\" was used before with another input.");

/// <summary>An idempotency key is empty, too long, or has control characters.</summary>
public sealed record IdempotencyKeyInvalid(int LengthMax) : Refusal($"The idempotency key must have 1 to {LengthMax} characters and no control characters.")
{
    /// <summary>The most characters that a key may have.</summary>
    public const int CharactersMax = 255;

    public IdempotencyKeyInvalid() : this(CharactersMax)
    {
    }

    /// <summary>Whether this refusal is due.</summary>
    public static bool IsDue(string? key) => string.IsNullOrWhiteSpace(key) || key.Length > CharactersMax || key.Any(char.IsControl);
}

/// <summary>A reference is what statements show: 1 to 255 characters, no line breaks.</summary>
public sealed record ReferenceInvalid(int LengthMax) : Refusal($"The reference must have 1 to {LengthMax} characters and no control characters.");

internal static class ClientText
{
    private const int ShownCharactersMax = 40;

    extension(string text)
    {
        // A message quotes what the client sent, but never at the client's length.
        public string Shown => text.Length <= ShownCharactersMax ? text : $"{text[..ShownCharactersMax]}…";
    }
}
