namespace FinFlow.Compliance;

/// <summary>A line of the list cannot be read; nothing was imported.</summary>
/// <param name="Line">From 1.</param>
public sealed record WatchlistMalformed(int Line, string Reason) : Refusal($"Line {Line}: {Reason}");

/// <summary>The list has no entry.</summary>
public sealed record WatchlistEmpty() : Refusal("The list has no entry.");

/// <summary>The list is larger than what is imported at once.</summary>
public sealed record WatchlistTooLarge(int CharactersMax, int EntriesMax)
    : Refusal($"A list has at most {CharactersMax} characters and {EntriesMax} entries.");

/// <summary>A list has a name of 1 to 100 characters, none of them a control character.</summary>
public sealed record WatchlistNameInvalid(int LengthMax) : Refusal($"The name must have 1 to {LengthMax} characters and no control characters.");

/// <summary>Somebody else imports the same list; try again.</summary>
public sealed record WatchlistBusy() : Refusal("The list is being imported by somebody else; try again.");
