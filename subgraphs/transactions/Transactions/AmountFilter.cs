namespace FinFlow.Transactions;

/// <summary>Amounts compare within one currency only, so a bound brings its currency along.</summary>
internal static class AmountFilter
{
    extension(IQueryable<Transaction> transactions)
    {
        /// <exception cref="GraphQLException">A bound has more digits than its currency.</exception>
        public IQueryable<Transaction> WithAmounts(Currency? currency, MoneyInput? from, MoneyInput? to)
        {
            if (currency is { } only)
            {
                transactions = transactions.Where(transaction => transaction.Amount.Currency == only);
            }

            if (from is not null && MoneyOf(from) is var min)
            {
                transactions = transactions.Where(transaction => transaction.Amount.Currency == min.Currency && transaction.Amount.Minor >= min.Minor);
            }

            if (to is not null && MoneyOf(to) is var max)
            {
                transactions = transactions.Where(transaction => transaction.Amount.Currency == max.Currency && transaction.Amount.Minor <= max.Minor);
            }

            return transactions;
        }
    }

    /// <exception cref="GraphQLException">It is no amount of its currency.</exception>
    public static Money MoneyOf(MoneyInput input)
        => input.ToMoney().Match(money => money, refusal => throw new GraphQLException(refusal.Message, refusal.Code));
}
