namespace FinFlow.Auth;

/// <summary>The code is wrong, was used before, or there were too many attempts: the message does not tell which.</summary>
public sealed record MfaCodeInvalid() : Refusal("The code is wrong, was used before, or there were too many attempts.");

/// <summary>The challenge is unknown, expired or answered, or had too many wrong answers.</summary>
public sealed record MfaChallengeInvalid() : Refusal("This challenge can no longer be answered; log in again.");

/// <summary>The caller has no such enrolment; or it expired, was confirmed, or had too many wrong codes.</summary>
public sealed record MfaEnrollmentInvalid() : Refusal("This enrollment can no longer be confirmed; enable the second factor again.");

/// <summary>The user has a second factor of this method; disabling comes first, so that a stolen session cannot replace it.</summary>
public sealed record MfaAlreadyEnabled(MfaMethod Method) : Refusal("A second factor of this method is enabled already; disable it first.");

/// <summary>The user has no second factor.</summary>
public sealed record MfaNotEnabled() : Refusal("You have no second factor.");

/// <summary>Too many enrolments were begun in a short time.</summary>
public sealed record MfaEnrollmentsTooMany(int CountMax, int Minutes)
    : Refusal($"At most {CountMax} enrollments can be begun within {Minutes} minutes; wait a while.");

/// <summary>A text message needs a number by E.164; an authenticator app takes none.</summary>
public sealed record PhoneNumberInvalid()
    : Refusal("SMS needs a phone number with its country code, such as +14155550100; TOTP takes none.");

/// <summary>The text message could not be handed over.</summary>
public sealed record TextMessageNotSent() : Refusal("The text message could not be sent; try again later.");
