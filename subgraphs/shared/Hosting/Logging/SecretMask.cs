using System.Text.RegularExpressions;

namespace FinFlow.Hosting;

/// <summary>The last look at a line before it is written: what has the shape of a secret or of a card number is masked.</summary>
/// <remarks>Nobody should log such things in the first place; this holds when an exception's message does.</remarks>
internal static partial class SecretMask
{
    internal const string Mask = "***";

    private static readonly string[] SecretNames = ["password", "secret", "token", "authorization", "apikey", "api_key", "cookie", "recoverycode"];

    internal static bool IsSecretName(string name) => SecretNames.Any(secret => name.Contains(secret, StringComparison.OrdinalIgnoreCase));

    internal static string Apply(string text) => CardNumber().Replace(Assignment().Replace(Token().Replace(text, Mask), "$1" + Mask), Mask);

    // A JWT, a bearer token, or a key of the processors' live or test form.
    [GeneratedRegex(@"eyJ[\w-]{5,}\.[\w-]+\.[\w-]*|(?<=[Bb]earer )[\w\-.~+/]{8,}=*|\b(?:sk|rk|whsec)_[\w]{8,}")]
    private static partial Regex Token();

    [GeneratedRegex(@"((?:password|pwd|secret|token|api_?key)\s*[=:]\s*)[^\s;,""&]+", RegexOptions.IgnoreCase)]
    private static partial Regex Assignment();

    [GeneratedRegex(@"(?<![\w.])\d(?:[ -]?\d){12,18}(?![\w.])")]
    private static partial Regex CardNumber();
}
