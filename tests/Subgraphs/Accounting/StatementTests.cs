using FinFlow.Accounting;
using FinFlow.Finance;

namespace FinFlow.Subgraphs.Tests;

/// <summary>Statements of books that were made up at random, always with the same seed, and of one that is easy to follow.</summary>
public sealed class StatementTests
{
    private static readonly Currency Usd = Currency.Of("USD");
    private static readonly Currency[] Currencies = [Usd, Currency.Of("EUR"), Currency.Of("JPY"), Currency.Of("KWD")];
    private static readonly RateTable Rates = RateTable.Of(
        Usd,
        [
            Rate("EUR", "USD", "2026-01-01", 1.08765m), Rate("EUR", "USD", "2026-02-01", 1.1m), Rate("JPY", "USD", "2026-01-01", 0.006543m),
            Rate("USD", "KWD", "2026-01-15", 0.30751m), Rate("USD", "KWD", "2026-02-10", 0.3m),
        ]);

    private static readonly Account[] Accounts =
    [
        JournalDraftTests.AccountOf("1000", AccountType.Asset, CashFlowActivity.Cash),
        JournalDraftTests.AccountOf("1100", AccountType.Asset),
        JournalDraftTests.AccountOf("1500", AccountType.Asset, CashFlowActivity.Investing),
        JournalDraftTests.AccountOf("2100", AccountType.Liability, CashFlowActivity.Financing),
        JournalDraftTests.AccountOf("3000", AccountType.Equity, CashFlowActivity.Financing),
        JournalDraftTests.AccountOf("3100", AccountType.Equity, CashFlowActivity.Financing),
        JournalDraftTests.AccountOf("4000", AccountType.Revenue),
        JournalDraftTests.AccountOf("6000", AccountType.Expense),
    ];

    [Fact]
    public void BalanceSheet_Should_Balance_WhateverWasPostedInWhateverCurrency()
    {
        var random = new Random(20260301);
        for (var book = 0; book < 300; book++)
        {
            var totals = RandomTotals(random);

            var sheet = BalanceSheet.Of(new DateOnly(2026, 3, 1), Translate(totals));

            Assert.True(sheet.Balanced);
            Assert.True(TrialBalance.Of(sheet.AsOf, Accounts, totals).Balanced);
        }
    }

    [Fact]
    public void Translation_Should_BeOffByNoMoreThanAMinorUnit()
    {
        var random = new Random(7);
        var translation = new Translation(Rates);
        for (var i = 0; i < 1_000; i++)
        {
            var amount = new Money(random.NextInt64(-1_000_000, 1_000_000), Currencies[random.Next(1, 4)]);
            var day = new DateOnly(2026, 1, 1).AddDays(random.Next(60));
            var exact = amount.ConvertTo(Usd, Rates.On(amount.Currency, day));

            Assert.InRange((translation.Translate(amount, day) - exact).Minor, -1, 1);
        }
    }

    [Fact]
    public void Profit_Should_BeRolledUpIntoRetainedEarnings()
    {
        var sheet = BalanceSheet.Of(new DateOnly(2026, 3, 1), Translate(Totals(("1000", 900), ("1100", 300), ("3000", -500), ("4000", -800), ("6000", 100))));

        Assert.Equal([("3000", 500L), ("3100", 700L)], sheet.Equity.Lines.Select(line => (line.Account.Code, line.Balance.Minor)));
        Assert.Equal((1200L, 0L, 1200L), (sheet.Assets.Total.Minor, sheet.Liabilities.Total.Minor, sheet.Equity.Total.Minor));
    }

    [Fact]
    public void DamagedLedger_Should_NotBeShownAsABalanceSheet()
        => Assert.Throws<InvalidOperationException>(() => BalanceSheet.Of(new DateOnly(2026, 3, 1), Translate(Totals(("1000", 900)))));

    [Fact]
    public void Profit_Should_BeRetained_WithTheClosedYearsOnly()
    {
        AccountTotal[] totals = [.. Totals(("1000", 500), ("4000", -500)).Select(total => total with { Day = new DateOnly(2025, 12, 31) }), .. Totals(("1000", 30), ("4000", -30))];

        var sheet = BalanceSheet.Of(new DateOnly(2026, 3, 1), TranslatedLedger.Of(Accounts, totals, Rates, new DateOnly(2025, 12, 31)));

        Assert.Equal((500L, 30L, 530L), (sheet.RetainedEarnings.Minor, sheet.CurrentEarnings.Minor, sheet.Equity.Total.Minor));
    }

    [Fact]
    public void CurrencyWithoutARate_Should_StandBesideTheSheet()
    {
        var gbp = Currency.Of("GBP");
        AccountTotal[] totals = [.. Totals(("1000", 900), ("3000", -900)), new("acc_1000", new Money(70, gbp), Today), new("acc_4000", new Money(-70, gbp), Today)];

        var sheet = BalanceSheet.Of(Today, Translate(totals));

        Assert.Equal(new Money(900, Usd), sheet.Assets.Total);
        var beside = Assert.Single(sheet.Untranslated);
        Assert.Equal((new Money(70, gbp), new Money(70, gbp), true), (beside.Assets.Total, beside.CurrentEarnings, beside.Balanced));
    }

    [Fact]
    public void Rate_Should_HoldUntilTheNext_AndTheFirstForWhatCameBefore()
    {
        var eur = Currency.Of("EUR");
        Assert.Equal(1.08765m, Rates.On(eur, new DateOnly(2025, 6, 1)));
        Assert.Equal(1.08765m, Rates.On(eur, new DateOnly(2026, 1, 31)));
        Assert.Equal(1.1m, Rates.On(eur, new DateOnly(2026, 2, 1)));
        Assert.Equal(1 / 0.3m, Rates.On(Currency.Of("KWD"), new DateOnly(2030, 1, 1)));
        Assert.False(Rates.Knows(Currency.Of("GBP")));
        var corrected = RateTable.Of(Usd, [Rate("EUR", "USD", "2026-01-01", 2m), Rate("USD", "EUR", "2026-01-01", 0.8m) with { SetAt = DateTimeOffset.MaxValue }]);
        Assert.Equal(1.25m, corrected.On(eur, new DateOnly(2026, 1, 1)));
    }

    [Fact]
    public void CashFlow_Should_SayByWhichActivityCashCame()
    {
        var statement = CashFlowStatement.Of(
            Year,
            Accounts,
            [new("acc_1000", new Money(50, Usd), new DateOnly(2025, 12, 31)), new("acc_1000", new Money(700, Usd), Year.To)],
            Totals(("1000", 700), ("1500", 200), ("2100", -400), ("4000", -600), ("6000", 100)),
            Rates);

        Assert.Equal(
            (500L, -200L, 400L, 50L, 750L),
            (statement.Operating.Total.Minor, statement.Investing.Total.Minor, statement.Financing.Total.Minor,
                statement.OpeningCash.Minor, statement.ClosingCash.Minor));
        Assert.Equal(700, statement.NetChange.Minor);
    }

    [Fact]
    public void CashFlow_Should_ShowACurrencyWithoutARate_ThatDidNotMove()
    {
        var gbp = Currency.Of("GBP");
        var statement = CashFlowStatement.Of(Year, Accounts, [new("acc_1000", new Money(50, gbp), new DateOnly(2025, 12, 31))], [], Rates);

        Assert.Equal((Usd, 0L), (statement.Currency, statement.ClosingCash.Minor));
        Assert.Equal((new Money(50, gbp), new Money(50, gbp)), (statement.Untranslated.Single().OpeningCash, statement.Untranslated.Single().ClosingCash));
    }

    [Fact]
    public void CashFlow_Should_NotBeShown_WhenTheCashAccountsMovedOtherwise()
    {
        var damage = Assert.Throws<InvalidOperationException>(() => CashFlowStatement.Of(
            Year, Accounts, Totals(("1000", 701)), Totals(("1000", 700), ("4000", -700)), Rates));

        Assert.Equal("The cash accounts moved by 7.01 USD, but their entries by 7.00 USD.", damage.Message);
    }

    [Fact]
    public void Period_Should_DefaultToTheFiscalYear()
    {
        var today = new DateOnly(2026, 3, 1);

        Assert.Equal(new Period(new DateOnly(2026, 1, 1), new DateOnly(2026, 12, 31)), Period.Of(null, null, today).Value);
        Assert.Equal(new Period(new DateOnly(2025, 1, 1), new DateOnly(2025, 6, 30)), Period.Of(null, new DateOnly(2025, 6, 30), today).Value);
        Assert.IsType<PeriodInvalid>(Period.Of(new DateOnly(2026, 2, 1), new DateOnly(2026, 1, 1), today).Refusal);
    }

    private static DateOnly Today => new(2026, 3, 1);

    private static Period Year => new(new DateOnly(2026, 1, 1), new DateOnly(2026, 12, 31));

    private static IReadOnlyList<TranslatedLedger> Translate(IReadOnlyList<AccountTotal> totals) => TranslatedLedger.Of(Accounts, totals, Rates);

    private static ExchangeRate Rate(string from, string to, string date, decimal rate) => new()
    {
        Id = $"{from} {date}", From = Currency.Of(from), To = Currency.Of(to), Date = DateOnly.Parse(date), Rate = rate, SetAt = DateTimeOffset.UnixEpoch,
    };

    private static AccountTotal[] Totals(params (string Code, long Minor)[] totals)
        => [.. totals.Select(total => new AccountTotal($"acc_{total.Code}", new Money(total.Minor, Usd), Today))];

    private static List<AccountTotal> RandomTotals(Random random)
    {
        var totals = new Dictionary<(string, Currency, DateOnly), long>();
        for (var entry = 0; entry < 40; entry++)
        {
            var currency = Currencies[random.Next(Currencies.Length)];
            var minor = random.NextInt64(1, 1_000_000);
            var day = Today.AddDays(-random.Next(70));
            var (debit, credit) = ((Accounts[random.Next(Accounts.Length)].Id, currency, day), (Accounts[random.Next(Accounts.Length)].Id, currency, day));
            totals[debit] = totals.GetValueOrDefault(debit) + minor;
            totals[credit] = totals.GetValueOrDefault(credit) - minor;
        }

        return [.. totals.Select(total => new AccountTotal(total.Key.Item1, new Money(total.Value, total.Key.Item2), total.Key.Item3))];
    }
}
