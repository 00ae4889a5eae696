namespace FinFlow.Auth;

/// <summary>The text cannot be an e-mail address.</summary>
public sealed record EmailInvalid() : Refusal("This is not an e-mail address.");

/// <summary>Somebody has registered with this address.</summary>
public sealed record EmailAlreadyRegistered() : Refusal("Somebody has registered with this e-mail address already.");

/// <summary>A name has 1 to 200 characters.</summary>
public sealed record NameInvalid(int LengthMax) : Refusal($"The name must have 1 to {LengthMax} characters and no control characters.");

/// <summary>No user has this id.</summary>
public sealed record UserNotFound(string Id) : Refusal("There is no user with this id.");

/// <summary>The last administrator keeps the role, because nobody else could give it back.</summary>
public sealed record LastAdministrator() : Refusal("The last administrator cannot give up the role: nobody could give it back.");

/// <summary>Others changed the user at the same moment, again and again; nothing was done.</summary>
public sealed record UserBusy() : Refusal("The user is being changed by others at this moment; try again.");
