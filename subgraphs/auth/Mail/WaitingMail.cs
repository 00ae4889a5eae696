using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace FinFlow.Auth;

/// <summary>
/// A mail that waits to be handed over. It is written in the transaction of what it tells about, so that neither is without the other,
/// and sealed, because a mail may hold a secret and a database is read by more people than a mailbox.
/// </summary>
public sealed record WaitingMail
{
    /// <summary>A mail that nobody took for so long tells nothing new.</summary>
    internal static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan WaitMax = TimeSpan.FromHours(1);

    /// <summary>The letter's, with the prefix <c>mail_</c>.</summary>
    public required string Id { get; init; }

    public required string Sealed { get; init; }

    public required DateTimeOffset WrittenAt { get; init; }

    public required DateTimeOffset NextAttemptAt { get; init; }

    public int Attempts { get; init; }

    public long Version { get; init; } = 1;

    internal static WaitingMail Of(Letter letter, Secrets secrets, DateTimeOffset now)
        => new() { Id = letter.Id, Sealed = secrets.Seal(JsonSerializer.SerializeToUtf8Bytes(letter), letter.Id), WrittenAt = now, NextAttemptAt = now };

    /// <summary>The letter; null when it was sealed by another key than today's, and so can be read by nobody.</summary>
    internal Letter? Open(Secrets secrets)
    {
        try
        {
            return JsonSerializer.Deserialize<Letter>(Encoding.UTF8.GetString(secrets.Open(Sealed, Id)));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Put off before it is tried, so that of several processes one tries, and so that a crash repeats a mail rather than loses it.</summary>
    internal WaitingMail Tried(DateTimeOffset now)
    {
        var wait = FirstWait * Math.Pow(2, Math.Min(Attempts, 10));
        return this with { Attempts = Attempts + 1, NextAttemptAt = now + (wait < WaitMax ? wait : WaitMax) };
    }
}
