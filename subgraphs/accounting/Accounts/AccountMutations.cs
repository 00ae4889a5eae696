namespace FinFlow.Accounting;

[MutationType]
public static class AccountMutations
{
    /// <summary>Adds an account to the book.</summary>
    /// <param name="code">3 to 10 digits, unique in the book.</param>
    /// <param name="name">1 to 100 characters.</param>
    /// <param name="cashFlowActivity">Where its changes stand in the cash flow statement; follows from the type when absent.</param>
    [Authorize(Permissions.LedgerAccounts)]
    [Error<AccountCodeInvalid>, Error<AccountNameInvalid>, Error<CashAccountNotAsset>, Error<AccountCodeTaken>, Error<BookBusy>]
    public static Task<Result<Account>> OpenAccountAsync(
        string code, string name, AccountType type, CashFlowActivity? cashFlowActivity, Caller caller, AccountStore accounts, CancellationToken cancellationToken)
        => accounts.OpenAsync(caller.OrganizationId, code, name, type, cashFlowActivity, cancellationToken);

    /// <summary>Closes an account without a balance. Its history stays; it takes no more lines.</summary>
    [Authorize(Permissions.LedgerAccounts)]
    [Error<AccountNotFound>, Error<AccountAlreadyClosed>, Error<AccountIsStandard>, Error<AccountNotEmpty>, Error<BookBusy>]
    public static Task<Result<Account>> CloseAccountAsync(
        [ID<Account>] string id, Caller caller, AccountStore accounts, CancellationToken cancellationToken)
        => accounts.CloseAsync(caller.OrganizationId, id, cancellationToken);
}
