using System.Text.RegularExpressions;

namespace FinFlow.Auth;

/// <summary>A phone number as ITU-T E.164 writes it: <c>+</c>, country code and number, 8 to 15 digits.</summary>
internal static partial class PhoneNumber
{
    private const int CharactersMax = 32;

    /// <summary>Without the spaces, dots, dashes and brackets that people put between the digits.</summary>
    internal static Result<string> Normalize(string? text)
    {
        if (text is null || text.Length > CharactersMax)
        {
            return new PhoneNumberInvalid();
        }

        var number = string.Concat(text.Where(character => !" .-()".Contains(character, StringComparison.Ordinal)));
        return E164().IsMatch(number) ? number : new PhoneNumberInvalid();
    }

    [GeneratedRegex(@"\A\+[1-9][0-9]{7,14}\z", RegexOptions.CultureInvariant)]
    private static partial Regex E164();
}
