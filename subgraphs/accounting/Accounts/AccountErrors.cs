namespace FinFlow.Accounting;

/// <summary>The book has no such account.</summary>
public sealed record AccountNotFound(string Account) : Refusal("There is no such account in your book.");

/// <summary>An account's code is made of digits.</summary>
public sealed record AccountCodeInvalid(int DigitsMin, int DigitsMax) : Refusal($"An account's code has {DigitsMin} to {DigitsMax} digits.");

/// <summary>An account's name has 1 to 100 characters.</summary>
public sealed record AccountNameInvalid(int CharactersMax) : Refusal($"An account's name has 1 to {CharactersMax} characters and no control characters.");

/// <summary>The book has an account of this code, perhaps a closed one.</summary>
public sealed record AccountCodeTaken(string AccountCode) : Refusal($"The book has an account {AccountCode} already.");

/// <summary>Only assets can be cash.</summary>
public sealed record CashAccountNotAsset(AccountType Type) : Refusal($"Only an asset can be cash; this account is of type {Type}.");

/// <summary>The account is closed and takes no more lines.</summary>
public sealed record AccountInactive(string AccountCode) : Refusal($"Account {AccountCode} is closed.");

/// <summary>The account was closed before.</summary>
public sealed record AccountAlreadyClosed(string AccountCode) : Refusal($"Account {AccountCode} is closed already.");

/// <summary>Payments, loans and invoices post to the accounts of the standard chart, so these stay open.</summary>
public sealed record AccountIsStandard(string AccountCode) : Refusal($"Account {AccountCode} belongs to the standard chart and stays open.");

/// <summary>Only an account without a balance can be closed.</summary>
public sealed record AccountNotEmpty(string AccountCode, Money Balance) : Refusal($"Account {AccountCode} still has a balance of {Balance}.");

/// <summary>Others wrote to the book at the same moment, again and again; nothing was done.</summary>
public sealed record BookBusy() : Refusal("The book is being written to by others at this moment; try again.");
