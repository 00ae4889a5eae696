namespace FinFlow.Accounting;

/// <param name="NetDebit">Debits less credits.</param>
/// <param name="Earlier">Of that, what counts on days up to the cut: for a balance sheet the end of the last closed fiscal year.</param>
public readonly record struct LedgerLine(Account Account, Money NetDebit, Money Earlier);

/// <summary>A book's accounts with what they hold in one currency: what statements are made of.</summary>
/// <param name="Lines">By code; each account once.</param>
public sealed record TranslatedLedger(Currency Currency, IReadOnlyList<LedgerLine> Lines)
{
    /// <summary>
    /// The ledger of everything that can be translated, followed by one for each currency that cannot. Entries balance in each
    /// currency, so each of these is a whole ledger.
    /// </summary>
    /// <param name="cut">What counts up to this day is told apart.</param>
    public static IReadOnlyList<TranslatedLedger> Of(IReadOnlyList<Account> accounts, IReadOnlyList<AccountTotal> totals, RateTable rates, DateOnly? cut = null)
        =>
        [
            Of(accounts, totals.Where(total => rates.Knows(total.NetDebit.Currency)), rates, cut),
            .. from total in totals
               where !rates.Knows(total.NetDebit.Currency)
               group total by total.NetDebit.Currency into unknown
               orderby unknown.Key
               select Of(accounts, unknown, RateTable.Of(unknown.Key, []), cut),
        ];

    public StatementSection SectionOf(AccountType type)
        => StatementSection.Of(
            Lines.Where(line => line.Account.Type == type).Select(line => new StatementLine(line.Account, line.Account.ToBalance(line.NetDebit))), Currency);

    /// <summary>What revenues exceed expenses by.</summary>
    /// <param name="part">Which part of each line counts.</param>
    public Money ProfitOf(Func<LedgerLine, Money> part)
        => -Money.Sum(Lines.Where(line => line.Account.Type is AccountType.Revenue or AccountType.Expense).Select(part), Currency);

    private static TranslatedLedger Of(IReadOnlyList<Account> accounts, IEnumerable<AccountTotal> totals, RateTable rates, DateOnly? cut)
    {
        var translation = new Translation(rates);
        var byAccount = totals.ToLookup(total => total.AccountId);
        return new TranslatedLedger(rates.Target, [.. accounts.OrderBy(account => account.Code, StringComparer.Ordinal).Select(LineOf)]);

        LedgerLine LineOf(Account account)
        {
            var (sum, earlier) = (Money.Zero(rates.Target), Money.Zero(rates.Target));
            foreach (var total in byAccount[account.Id])
            {
                var amount = translation.Translate(total.NetDebit, total.Day);
                sum += amount;
                earlier += total.Day <= cut ? amount : Money.Zero(rates.Target);
            }

            return new LedgerLine(account, sum, earlier);
        }
    }
}
