namespace FinFlow.Accounting;

/// <summary>Accounts as rows.</summary>
public sealed class AccountStore(AccountingDbContext db, BookStore books, Ledger ledger, TimeProvider clock)
{
    public Task<Result<Account>> OpenAsync(
        string organizationId, string code, string name, AccountType type, CashFlowActivity? activity, CancellationToken cancellationToken)
        => db.DecideAsync(
            async () =>
            {
                await books.OpenAsync(organizationId, cancellationToken);
                if (await db.Accounts.AnyAsync(account => account.OrganizationId == organizationId && account.Code == code, cancellationToken))
                {
                    return new AccountCodeTaken(code);
                }

                return Account.Open(Id.New("acc", clock), organizationId, code, name, type, activity, clock.GetUtcNow()).Then<Account>(account =>
                {
                    db.Add(account);
                    return account;
                });
            },
            cancellationToken);

    public Task<Result<Account>> CloseAsync(string organizationId, string id, CancellationToken cancellationToken)
        => db.DecideAsync(
            async () =>
            {
                var account = await db.Accounts.AsNoTracking().SingleOrDefaultAsync(
                    account => account.Id == id && account.OrganizationId == organizationId, cancellationToken);
                if (account is null)
                {
                    return new AccountNotFound(id);
                }

                await db.HoldJournalAsync(cancellationToken);
                var balances = await ledger.BalancesOfAsync([account], DateOnly.MaxValue, cancellationToken);
                return account.Close([.. balances[account.Id]], clock.GetUtcNow()).Then<Account>(closed =>
                {
                    db.Update(closed);
                    return closed;
                });
            },
            cancellationToken);
}
