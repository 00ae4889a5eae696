namespace FinFlow.Compliance;

/// <summary>There is no such request that the caller may see.</summary>
public sealed record DataRequestNotFound(string Id) : Refusal("There is no request with this id.");

/// <summary>The details are longer than what is kept.</summary>
public sealed record DetailsTooLong(int LengthMax) : Refusal($"The details must have at most {LengthMax} characters.");

/// <summary>The details hold what no screen shows.</summary>
public sealed record DetailsInvalid() : Refusal("The details must have no control characters other than line ends.");

/// <summary>A right name belongs to a rectification, and is a name.</summary>
public sealed record CorrectionInvalid(int LengthMax) : Refusal($"Only a rectification takes a right name, of 1 to {LengthMax} characters, at least one of them a letter.");

/// <summary>A right e-mail address belongs to a rectification, and is one.</summary>
public sealed record CorrectEmailInvalid() : Refusal("Only a rectification takes a right e-mail address, and this must be one.");

/// <summary>A rectification says what is wrong.</summary>
public sealed record CorrectionRequired() : Refusal("Say what is wrong: in the details, or by the right name or e-mail address.");

/// <summary>An administrator's role must be given back before the administrator can be forgotten.</summary>
public sealed record AdministratorNotErasable() : Refusal("Administrators must give their role back first.");

/// <summary>The same is being answered already.</summary>
public sealed record DataRequestOpenAlready(string Id) : Refusal($"The request {Id} asks for the same.");

/// <summary>The request takes no more decisions of this kind.</summary>
public sealed record DataRequestNotOpen(DataRequestStatus Status) : Refusal($"The request cannot be decided any more: it is {Status}.");

/// <summary>A request is extended at most once.</summary>
public sealed record DataRequestExtendedAlready() : Refusal("The request was extended already.");

/// <summary>The time is over within which an extension can be told.</summary>
public sealed record DataRequestOverdue(DateTimeOffset DueAt) : Refusal($"The request was due at {DueAt:yyyy-MM-dd HH:mm} UTC, before it was extended.");

/// <summary>The request is no restriction that holds.</summary>
public sealed record RestrictionNotInForce() : Refusal("The request is no restriction that is in force.");

/// <summary>Others write at the same time; try again.</summary>
public sealed record DataRequestBusy() : Refusal("The request could not be recorded; try again.");
