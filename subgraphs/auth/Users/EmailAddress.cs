namespace FinFlow.Auth;

/// <summary>An e-mail address as we keep it: without surrounding space and in lower case, so that one mailbox is one user.</summary>
internal static class EmailAddress
{
    /// <summary>RFC 5321 §4.5.3.1.</summary>
    private const int LengthMax = 254;

    private const int LocalPartLengthMax = 64;

    /// <summary>
    /// The normal form, or <see cref="EmailInvalid"/>. Whether the mailbox exists only a mail can tell, so the check is about what can
    /// never be one: no single <c>@</c>, white space, a domain without a dot.
    /// </summary>
    internal static Result<string> Normalize(string text)
    {
        var email = text.Trim().ToLowerInvariant();
        var at = email.IndexOf('@', StringComparison.Ordinal);
        var domain = email[(at + 1)..];
        var valid = email.Length <= LengthMax
            && at is > 0 and <= LocalPartLengthMax
            && !domain.Contains('@', StringComparison.Ordinal)
            && domain.Split('.') is { Length: > 1 } labels && labels.All(IsLabel)
            && !email.Any(character => char.IsWhiteSpace(character) || char.IsControl(character));
        return valid ? email : new EmailInvalid();
    }

    private static bool IsLabel(string label)
        => label.Length is > 0 and <= 63 && !label.StartsWith('-') && !label.EndsWith('-') && label.All(c => char.IsLetterOrDigit(c) || c == '-');
}
