namespace FinFlow.Accounting;

/// <summary>A statement has at most a million characters.</summary>
public sealed record StatementTooLarge(int CharactersMax) : Refusal($"A statement has at most {CharactersMax} characters.");

/// <summary>A statement has at most 5,000 movements.</summary>
public sealed record StatementTooLong(int LinesMax) : Refusal($"A statement has at most {LinesMax} lines; import it in parts.");

/// <summary>There is nothing in the statement to reconcile.</summary>
public sealed record StatementEmpty() : Refusal("The statement has no booked movements.");

/// <summary>The CSV's first line must name its columns.</summary>
public sealed record StatementHeaderInvalid(string Column)
    : Refusal($"The first line must name the columns date, amount and currency once each, and may name reference and description; look at \"{Column}\".");

/// <summary>The text is not what the format promises.</summary>
/// <param name="Line">The line of the text, from 1.</param>
public sealed record StatementMalformed(int Line, string Problem) : Refusal($"Line {Line}: {Problem}");

/// <summary>The movements do not lead from the opening to the closing balance.</summary>
public sealed record StatementOutOfBalance(Money Expected, Money Actual)
    : Refusal($"Opening balance and movements make {Expected}, but the closing balance is {Actual}.");

/// <summary>Only assets and liabilities have statements.</summary>
public sealed record AccountNotReconcilable(string AccountCode) : Refusal($"Account {AccountCode} is neither an asset nor a liability: nobody sends statements about it.");

/// <summary>The book has no such statement.</summary>
public sealed record StatementNotFound(string Id) : Refusal("There is no such statement in your book.");

/// <summary>A tolerance is zero or more, and not so wide that everything matches.</summary>
public sealed record ToleranceInvalid(int DaysMax) : Refusal($"The tolerance is 0 to {DaysMax} days, and an amount from 0 to a million.");
