namespace FinFlow.Accounting;

/// <summary>The arithmetic of revaluation: what each monetary account holds in another currency, at the day's rate and as it was posted.</summary>
internal static class Revaluing
{
    /// <param name="totals">The book's, foreign currencies day by day.</param>
    /// <param name="revalued">What was posted for the same day before, by account and currency.</param>
    /// <returns>A line for each balance, also for those that did not change; or the first rate that is missing.</returns>
    internal static Result<IReadOnlyList<RevaluationLine>> LinesOf(
        string revaluationId,
        Chart chart,
        IReadOnlyList<AccountTotal> totals,
        RateTable rates,
        DateOnly asOf,
        ILookup<(string AccountId, Currency Currency), Money> revalued)
    {
        var foreign = (
            from account in chart.Accounts
            where account.IsMonetary
            join total in totals on account.Id equals total.AccountId
            where total.NetDebit.Currency != chart.Currency
            group total by (Account: account, total.NetDebit.Currency) into balance
            orderby balance.Key.Account.Code, balance.Key.Currency
            select balance).ToList();
        if (foreign.Select(balance => balance.Key.Currency).FirstOrDefault(currency => !rates.Knows(currency)) is { IsNone: false } missing)
        {
            return new ExchangeRateMissing(missing, chart.Currency, asOf);
        }

        return foreign.Select((balance, index) =>
        {
            var (account, currency) = balance.Key;
            var translation = new Translation(rates);
            var netDebit = Money.Sum(balance.Select(total => total.NetDebit), currency);
            var posted = Money.Sum(balance.Select(total => translation.Translate(total.NetDebit, total.Day)), chart.Currency);
            var carrying = Money.Sum([posted, .. revalued[(account.Id, currency)]], chart.Currency);
            var rate = rates.On(currency, asOf);
            var value = netDebit.ConvertTo(chart.Currency, rate);
            return new RevaluationLine
            {
                RevaluationId = revaluationId,
                Number = index + 1,
                OrganizationId = account.OrganizationId,
                AsOf = asOf,
                AccountId = account.Id,
                Balance = account.ToBalance(netDebit),
                Rate = rate,
                CarryingAmount = account.ToBalance(carrying),
                Value = account.ToBalance(value),
                Difference = value - carrying,
            };
        }).ToList();
    }

    /// <summary>Gains and losses face the currency revaluation account, so that no account seems to hold money that it does not have.</summary>
    internal static JournalDraft DraftOf(
        string revaluationId, Caller caller, DateOnly asOf, Money gain, Money loss, IReadOnlyDictionary<string, Account> accounts)
    {
        var revalued = accounts[ChartOfAccounts.CurrencyRevaluation];
        LineDraft[] lines =
        [
            LineDraft.Debit(revalued, gain),
            LineDraft.Credit(accounts[ChartOfAccounts.CurrencyGains], gain),
            LineDraft.Debit(accounts[ChartOfAccounts.CurrencyLosses], loss),
            LineDraft.Credit(revalued, loss),
        ];
        return new JournalDraft(
            caller.OrganizationId,
            caller.UserId,
            JournalSource.Revaluation,
            revaluationId,
            asOf,
            $"Currencies revalued at the rates of {asOf:yyyy-MM-dd}",
            [.. lines.Where(line => !line.Amount.IsZero)]);
    }
}
