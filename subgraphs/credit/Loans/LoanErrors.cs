namespace FinFlow.Credit;

/// <summary>There is no such loan in the caller's organisation.</summary>
public sealed record LoanNotFound(string Id) : Refusal("There is no loan with this id.");

/// <summary>Nothing is owed any more.</summary>
public sealed record LoanAlreadyRepaid(string Id) : Refusal("The loan is repaid.");

/// <summary>More than what is still owed, interest included, cannot be paid.</summary>
public sealed record RepaymentExceedsOutstanding(Money Outstanding, Money Amount)
    : Refusal($"{Amount} is more than the {Outstanding} that are still to be paid.");

/// <summary>Others change the loan at the same time; try again.</summary>
public sealed record LoanBusy() : Refusal("The loan is being changed by others; try again.");
