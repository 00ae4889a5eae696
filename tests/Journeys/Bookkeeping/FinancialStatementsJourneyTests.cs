namespace FinFlow.Journeys.Tests;

/// <summary>Trial balance, balance sheet, income statement and cash flow statement of one small year, which agree with one another to the cent.</summary>
[Collection(BookkeepingCollection.Name)]
public sealed class FinancialStatementsJourneyTests(SharedDeployment shared)
{
    [Fact]
    public async Task TrialBalance_BalanceSheet_IncomeStatement_AndCashFlow_Should_AgreeToTheCent()
    {
        using var business = await Business.RegisterAsync(shared.Deployment);
        var year = Bookkeeping.Today.Year - 1;
        await business.PostAsync(new DateOnly(year, 1, 5), "1000", "3000", "10000.00");
        await business.PostAsync(new DateOnly(year, 2, 1), "1500", "1000", "4000.00");
        await business.PostAsync(new DateOnly(year, 3, 1), "1000", "2100", "2500.00");
        await business.PostAsync(new DateOnly(year, 6, 30), "1100", "4000", "1999.99");
        await business.PostAsync(new DateOnly(year, 7, 31), "1000", "1100", "1500.00");
        await business.PostAsync(new DateOnly(year, 9, 1), "6900", "1000", "249.49");

        var book = await business.Client.DataAsync(
            """
            query($to: Date!, $from: Date!) {
              trialBalance(asOf: $to) { balanced totals { debit { amount } credit { amount } } lines { account { code } debit { amount } credit { amount } } }
              balanceSheet(asOf: $to) { balanced assets { ...section } liabilities { ...section } equity { ...section } currentEarnings { amount } }
              incomeStatement(from: $from, to: $to) { revenue { ...section } expenses { ...section } netIncome { amount } }
              cashFlowStatement(from: $from, to: $to) {
                operating { total { amount } } investing { total { amount } } financing { total { amount } }
                openingCash { amount } netChange { amount } closingCash { amount } }
            }
            fragment section on StatementSection { total { amount } lines { account { code } balance { amount } } }
            """,
            new { from = $"{year}-01-01", to = $"{year}-12-31" });

        Assert.True(book.Value("trialBalance.balanced").GetBoolean());
        Assert.Equal(("14499.99", "14499.99"), (book.Value("trialBalance.totals")[0].Text("debit.amount"), book.Value("trialBalance.totals")[0].Text("credit.amount")));
        Assert.True(book.Value("balanceSheet.balanced").GetBoolean());
        Assert.Equal(["1000 9750.51", "1100 499.99", "1500 4000.00"], Bookkeeping.Lines(book.Value("balanceSheet.assets")));
        Assert.Equal(["2100 2500.00"], Bookkeeping.Lines(book.Value("balanceSheet.liabilities")));
        Assert.Equal(["3000 10000.00", "3100 1750.50"], Bookkeeping.Lines(book.Value("balanceSheet.equity")));
        Assert.Equal(["4000 1999.99"], Bookkeeping.Lines(book.Value("incomeStatement.revenue")));
        Assert.Equal(["6900 249.49"], Bookkeeping.Lines(book.Value("incomeStatement.expenses")));

        // Assets are what is owed and owned; profit is what equity grew by; the three activities explain how cash moved.
        Assert.Equal(
            book.Amount("balanceSheet.assets.total.amount"), book.Amount("balanceSheet.liabilities.total.amount") + book.Amount("balanceSheet.equity.total.amount"));
        Assert.Equal(("1750.50", "1750.50"), (book.Text("incomeStatement.netIncome.amount"), book.Text("balanceSheet.currentEarnings.amount")));
        Assert.Equal(
            ("1250.51", "-4000.00", "12500.00"),
            (book.Text("cashFlowStatement.operating.total.amount"), book.Text("cashFlowStatement.investing.total.amount"), book.Text("cashFlowStatement.financing.total.amount")));
        Assert.Equal(
            ("0.00", "9750.51", "9750.51"),
            (book.Text("cashFlowStatement.openingCash.amount"), book.Text("cashFlowStatement.netChange.amount"), book.Text("cashFlowStatement.closingCash.amount")));
    }
}
