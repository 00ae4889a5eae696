using System.Collections.Frozen;
using System.Text;

namespace FinFlow.Auth;

/// <summary>
/// What a password must be: 8 to 128 characters, and not one of those that are tried first. No rules about which characters, since
/// they make passwords worse (NIST SP 800-63B-4 §3.1.1.2, OWASP ASVS 5.0 §6.2).
/// </summary>
internal static class PasswordPolicy
{
    internal const int LengthMin = 8;
    internal const int LengthMax = 128;

    /// <summary>Whatever is longer in UTF-16 cannot be 128 characters, and is not worth hashing.</summary>
    internal const int CharactersMax = LengthMax * 2;

    private static readonly FrozenSet<string> Common = ReadCommon();

    internal static int CommonCount => Common.Count;

    /// <summary>The password, or why it cannot be one. Nothing is trimmed or cut: what is typed is what counts.</summary>
    internal static Result<string> Check(string password)
    {
        // Characters as people count them, not as UTF-16 does.
        var length = password.EnumerateRunes().Count();
        return length < LengthMin ? new PasswordTooShort(LengthMin)
            : length > LengthMax ? new PasswordTooLong(LengthMax)
            : Common.Contains(password.ToLowerInvariant()) ? new PasswordTooCommon()
            : password;
    }

    private static FrozenSet<string> ReadCommon()
    {
        using var stream = typeof(PasswordPolicy).Assembly.GetManifestResourceStream("common-passwords.txt")
            ?? throw new InvalidOperationException("common-passwords.txt is not embedded.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var passwords = new List<string>();
        while (reader.ReadLine() is { } line)
        {
            passwords.Add(line);
        }

        return passwords.ToFrozenSet(StringComparer.Ordinal);
    }
}
