using FinFlow.Accounting;
using FinFlow.Finance;

namespace FinFlow.Subgraphs.Tests;

/// <summary>Statements of books that were made up at random, always with the same seed, and of one that is easy to follow.</summary>
public sealed class StatementTests
{
    private static readonly Currency Usd = Currency.Of("USD");
    private static readonly Currency[] Currencies = [Usd, Currency.Of("EUR"), Currency.Of("JPY"), Currency.Of("KWD")];
    private static readonly Dictionary<Currency, decimal> Rates = new()
    {
        [Currency.Of("EUR")] = 1.08765m, [Currency.Of("JPY")] = 0.006543m, [Currency.Of("KWD")] = 3.2519m,
    };

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
        var translation = new Translation(Usd, Rates);
        for (var i = 0; i < 1_000; i++)
        {
            var amount = new Money(random.NextInt64(-1_000_000, 1_000_000), Currencies[random.Next(1, 4)]);
            var exact = amount.ConvertTo(Usd, Rates[amount.Currency]);

            Assert.InRange((translation.Translate(amount) - exact).Minor, -1, 1);
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
    public void CashFlow_Should_SayByWhichActivityCashCame()
    {
        var statement = CashFlowStatement.Of(
            new Period(new DateOnly(2026, 1, 1), new DateOnly(2026, 12, 31)),
            Usd,
            new Money(50, Usd),
            Translate(Totals(("1000", 700), ("1500", 200), ("2100", -400), ("4000", -600), ("6000", 100))));

        Assert.Equal(
            (500L, -200L, 400L, 50L, 750L),
            (statement.Operating.Total.Minor, statement.Investing.Total.Minor, statement.Financing.Total.Minor,
                statement.OpeningCash.Minor, statement.ClosingCash.Minor));
        Assert.Equal(700, statement.NetChange.Minor);
    }

    [Fact]
    public void Period_Should_DefaultToTheFiscalYear()
    {
        var today = new DateOnly(2026, 3, 1);

        Assert.Equal(new Period(new DateOnly(2026, 1, 1), new DateOnly(2026, 12, 31)), Period.Of(null, null, today).Value);
        Assert.Equal(new Period(new DateOnly(2025, 1, 1), new DateOnly(2025, 6, 30)), Period.Of(null, new DateOnly(2025, 6, 30), today).Value);
        Assert.IsType<PeriodInvalid>(Period.Of(new DateOnly(2026, 2, 1), new DateOnly(2026, 1, 1), today).Refusal);
    }

    private static TranslatedLedger Translate(IReadOnlyList<AccountTotal> totals)
        => TranslatedLedger.Of(Usd, Accounts, totals, new Translation(Usd, Rates));

    private static AccountTotal[] Totals(params (string Code, long Minor)[] totals)
        => [.. totals.Select(total => new AccountTotal($"acc_{total.Code}", new Money(total.Minor, Usd)))];

    private static List<AccountTotal> RandomTotals(Random random)
    {
        var totals = new Dictionary<(string, Currency), long>();
        for (var entry = 0; entry < 40; entry++)
        {
            var currency = Currencies[random.Next(Currencies.Length)];
            var minor = random.NextInt64(1, 1_000_000);
            var (debit, credit) = (Accounts[random.Next(Accounts.Length)].Id, Accounts[random.Next(Accounts.Length)].Id);
            totals[(debit, currency)] = totals.GetValueOrDefault((debit, currency)) + minor;
            totals[(credit, currency)] = totals.GetValueOrDefault((credit, currency)) - minor;
        }

        return [.. totals.Select(total => new AccountTotal(total.Key.Item1, new Money(total.Value, total.Key.Item2)))];
    }
}
