using System.Globalization;

namespace FinFlow.Finance;

/// <summary>The text is no international bank account number: wrong letters, wrong length or wrong check digits.</summary>
public sealed record IbanInvalid(string Text) : Refusal($"\"{Text.Shown}\" is not a valid IBAN.");

/// <summary>An international bank account number (ISO 13616) with right check digits; kept without spaces.</summary>
/// <remarks>The length is checked within the standard's 15 to 34 characters; each country's own layout is its banks' business.</remarks>
public readonly record struct Iban
{
    private const int LengthMin = 15;
    private const int LengthMax = 34;

    private readonly string? number;

    private Iban(string number) => this.number = number;

    /// <summary>Upper-case, without spaces.</summary>
    public string Number => number ?? throw new InvalidOperationException("An uninitialised Iban has no number.");

    public CountryCode Country => CountryCode.Of(Number[..2]);

    /// <summary>Reads an IBAN with or without the printed form's spaces, in any case of letters.</summary>
    public static Result<Iban> Parse(string text)
    {
        var number = text.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();
        return IsWellFormed(number) && Remainder(number) == 1 ? new Iban(number) : new IbanInvalid(text);
    }

    public override string ToString() => number ?? "(no IBAN)";

    private static bool IsWellFormed(string number)
        => number.Length is >= LengthMin and <= LengthMax
            && number.All(char.IsAsciiLetterOrDigit)
            && CountryCode.TryOf(number[..2], out _)
            && char.IsAsciiDigit(number[2])
            && char.IsAsciiDigit(number[3]);

    // ISO 7064 mod 97-10: the first four characters go to the end, letters count from A = 10, and 1 must remain.
    private static int Remainder(string number)
        => string.Concat(number.AsSpan(4), number.AsSpan(0, 4)).Aggregate(0, (remainder, character) => char.IsAsciiDigit(character)
            ? ((remainder * 10) + CharUnicodeInfo.GetDecimalDigitValue(character)) % 97
            : ((remainder * 100) + character - 'A' + 10) % 97);
}
