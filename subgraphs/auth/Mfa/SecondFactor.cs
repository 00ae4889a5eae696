namespace FinFlow.Auth;

/// <summary>An authenticator app or a phone of a user; an enrolment until its first code came back.</summary>
public sealed record SecondFactor
{
    internal const int SeedBytes = 20;

    /// <summary>So many wrong codes end an enrolment.</summary>
    internal const int AttemptsMax = 5;

    internal static readonly TimeSpan EnrollmentLifetime = TimeSpan.FromMinutes(10);

    /// <summary>With the prefix <c>mfa_</c>.</summary>
    public required string Id { get; init; }

    public required string UserId { get; init; }

    public required MfaMethod Method { get; init; }

    /// <summary>Of an authenticator app: the seed, sealed for this factor.</summary>
    public string? SealedSeed { get; init; }

    /// <summary>Of a phone: its number in E.164.</summary>
    public string? PhoneNumber { get; init; }

    /// <summary>Of a phone that is being enrolled: the code that was sent, hashed for this factor.</summary>
    public string? CodeHash { get; init; }

    public required DateTimeOffset EnrolledAt { get; init; }

    public DateTimeOffset? ConfirmedAt { get; init; }

    public int Attempts { get; init; }

    /// <summary>Of an authenticator app: the step whose code was used last.</summary>
    public long LastStep { get; init; }

    public long Version { get; init; } = 1;

    internal DateTimeOffset ExpiresAt => EnrolledAt + EnrollmentLifetime;

    internal bool CanBeConfirmed(DateTimeOffset now) => ConfirmedAt is null && Attempts < AttemptsMax && now < ExpiresAt;

    /// <summary>The factor with the code used; null when it is not this app's code of now.</summary>
    internal SecondFactor? UseAppCode(string code, Secrets secrets, DateTimeOffset now)
        => SealedSeed is { } seed && Totp.Match(secrets.Open(seed, Id), code, now, LastStep) is { } step ? this with { LastStep = step } : null;

    /// <summary>The factor in force; null when it is not the code that proves the app or the phone.</summary>
    internal SecondFactor? Confirm(string code, Secrets secrets, DateTimeOffset now) => Method switch
    {
        MfaMethod.Totp => UseAppCode(code, secrets, now) is { } used ? used with { ConfirmedAt = now } : null,
        _ when CodeHash is { } hash && secrets.IsHashOf(hash, code, Id) => this with { ConfirmedAt = now, CodeHash = null },
        _ => null,
    };
}
