namespace FinFlow.Compliance;

/// <summary>There is no such consent of the caller.</summary>
public sealed record ConsentNotFound(string Id) : Refusal("There is no consent with this id.");

/// <summary>The consent has ended already.</summary>
public sealed record ConsentNotValid(ConsentStatus Status) : Refusal($"The consent is not valid, but {Status}.");

/// <summary>A consent is given to somebody.</summary>
public sealed record ThirdPartyInvalid(int LengthMax) : Refusal($"The third party must have 1 to {LengthMax} characters and no control characters.");

/// <summary>A consent names its accounts.</summary>
public sealed record ConsentAccountsInvalid(int Max) : Refusal($"A consent names 1 to {Max} accounts.");

/// <summary>A consent to nothing is none.</summary>
public sealed record ConsentScopesRequired() : Refusal("A consent names at least one scope.");

/// <summary>A consent ends.</summary>
public sealed record ConsentValidityOutOfRange(int DaysMin, int DaysMax) : Refusal($"A consent is valid for {DaysMin} to {DaysMax} days.");

/// <summary>How often a third party may come by itself.</summary>
public sealed record ConsentFrequencyOutOfRange(int Min, int Max) : Refusal($"A third party may come {Min} to {Max} times a day without the user.");

/// <summary>The consent does not cover it.</summary>
public sealed record ConsentDenied(ConsentDenial Denial) : Refusal($"The consent does not allow this: {Denial}.");

/// <summary>The third party has come often enough today.</summary>
public sealed record ConsentFrequencyExceeded(int PerDay) : Refusal($"The consent allows {PerDay} uses a day without the user.");

/// <summary>The user has to prove again who they are: by a new consent.</summary>
public sealed record StrongAuthenticationRequired(DateTimeOffset Until) : Refusal($"Without a new consent, this one can be prolonged until {Until:yyyy-MM-dd} at most.");

/// <summary>The consent changes at the same time; try again.</summary>
public sealed record ConsentBusy() : Refusal("The consent was changed meanwhile; read it again.");
