namespace FinFlow.Transactions;

/// <summary>There is no such transaction in the caller's organisation.</summary>
public sealed record TransactionNotFound(string Id) : Refusal("There is no transaction with this id.");

/// <summary>Only a held transaction can be approved or rejected.</summary>
public sealed record TransactionNotHeld(TransactionStatus Status) : Refusal($"The transaction is not held, but {Status}.");

/// <summary>A review needs a reason of 1 to 500 characters, none of which is a control character other than a line end.</summary>
public sealed record ReasonRequired() : Refusal($"A reason of 1 to {LengthMax} characters is required, without control characters other than line ends.")
{
    private const int LengthMax = 500;

    internal static bool IsDue(string reason)
        => string.IsNullOrWhiteSpace(reason) || reason.Length > LengthMax || reason.Any(character => char.IsControl(character) && character is not ('\r' or '\n' or '\t'));
}

/// <summary>Somebody else changed the transaction at the same time.</summary>
public sealed record TransactionChanged(string Id) : Refusal($"The transaction {Id} was changed meanwhile; read it again.");
