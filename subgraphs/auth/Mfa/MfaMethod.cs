namespace FinFlow.Auth;

/// <summary>How a second factor reaches its user.</summary>
public enum MfaMethod
{
    /// <summary>An authenticator app (RFC 6238).</summary>
    Totp,

    /// <summary>A text message.</summary>
    Sms,
}

internal static class MfaMethods
{
    internal static string Join(IEnumerable<MfaMethod> methods) => string.Join(',', methods);

    internal static IReadOnlyList<MfaMethod> Split(string names)
        => [.. names.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Enum.Parse<MfaMethod>)];
}
