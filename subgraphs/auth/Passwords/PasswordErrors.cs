namespace FinFlow.Auth;

public sealed record PasswordTooShort(int LengthMin) : Refusal($"The password must have at least {LengthMin} characters.");

public sealed record PasswordTooLong(int LengthMax) : Refusal($"The password must have at most {LengthMax} characters.");

/// <summary>The password is among those that are tried first.</summary>
public sealed record PasswordTooCommon() : Refusal("This password is among those that are tried first; choose another.");

/// <summary>E-mail address and password do not belong together, or there were too many failed attempts: the message does not tell which.</summary>
public sealed record InvalidCredentials() : Refusal("E-mail address or password is wrong, or there were too many attempts; wait a moment and try again.");
