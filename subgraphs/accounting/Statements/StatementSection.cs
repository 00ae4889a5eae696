namespace FinFlow.Accounting;

/// <summary>Accounts of one kind with their amounts, and what these add up to.</summary>
public sealed record StatementSection(IReadOnlyList<StatementLine> Lines, Money Total)
{
    internal static StatementSection Of(IEnumerable<StatementLine> lines, Currency currency)
    {
        StatementLine[] shown = [.. lines.Where(line => !line.Balance.IsZero)];
        return new StatementSection(shown, Money.Sum(shown.Select(line => line.Balance), currency));
    }
}

/// <summary>An account's amount in the statement's currency, positive on the account's normal side.</summary>
public sealed record StatementLine(Account Account, Money Balance);

/// <summary>A book's accounts with what they hold, translated to one currency: what statements are made of.</summary>
/// <param name="Lines">By code; each account once. The amounts are debits less credits.</param>
public sealed record TranslatedLedger(Currency Currency, IReadOnlyList<(Account Account, Money NetDebit)> Lines)
{
    public static TranslatedLedger Of(Currency currency, IEnumerable<Account> accounts, IEnumerable<AccountTotal> totals, Translation translation)
    {
        var byAccount = totals.ToLookup(total => total.AccountId, total => total.NetDebit);
        return new TranslatedLedger(
            currency,
            [
                .. accounts.OrderBy(account => account.Code, StringComparer.Ordinal).Select(account => (
                    account, Money.Sum(byAccount[account.Id].Select(translation.Translate), currency))),
            ]);
    }

    public StatementSection SectionOf(AccountType type)
        => StatementSection.Of(
            Lines.Where(line => line.Account.Type == type).Select(line => new StatementLine(line.Account, line.Account.ToBalance(line.NetDebit))), Currency);
}
