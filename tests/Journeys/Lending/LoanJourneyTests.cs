using System.Globalization;
using System.Text.Json;

namespace FinFlow.Journeys.Tests;

/// <summary>Offers by the band of a score, and a loan from its acceptance to its last repayment.</summary>
[Collection(LendingCollection.Name)]
public sealed class LoanJourneyTests(SharedDeployment shared)
{
    /// <summary>What 24 months at 3.9 % of 10,000.00 cost in interest each month, to the cent.</summary>
    private static readonly string[] Interest =
    [
        "32.50", "31.20", "29.89", "28.57", "27.26", "25.94", "24.61", "23.28", "21.95", "20.61", "19.27", "17.92",
        "16.57", "15.21", "13.85", "12.49", "11.12", "9.74", "8.36", "6.98", "5.59", "4.20", "2.81", "1.41",
    ];

    [Theory]
    [InlineData("9500.00", 9224.20, "LOW_RISK", "50000.00 at 4.5 % for 60 months: 932.15", "25000.00 at 4.2 % for 36 months: 740.33", "10000.00 at 3.9 % for 24 months: 433.80")]
    [InlineData("4500.00", 4369.20, "MEDIUM_RISK", "25000.00 at 6.5 % for 60 months: 489.15", "10000.00 at 6.2 % for 36 months: 305.13", "5000.00 at 5.9 % for 24 months: 221.38")]
    [InlineData(null, 0, "HIGH_RISK", "5000.00 at 9.9 % for 36 months: 161.10", "2500.00 at 8.9 % for 24 months: 114.10")]
    public async Task Offers_Should_FollowTheBand_AmountAndTerm_AndBeListed(string? earned, double cashFlow, string band, params string[] terms)
    {
        using var business = await Business.RegisterAsync(shared.Deployment);
        Assert.Equal("CREDIT_SCORE_REQUIRED", await business.RefusalAsync("requestLoanOffers", new { amount = new { amount = "50000.00", currency = "USD" }, termMonths = 60, purpose = "ovens" }));
        var score = earned is null ? await business.ScoreAsync() : await business.EarnAsync(earned, (decimal)cashFlow);

        var offers = await business.OffersAsync("50000.00", 60, "Two larger ovens");

        Assert.Equal(terms, offers.Select(Lending.TermsOf));
        Assert.All(offers, offer => Assert.Equal(
            (band, "OPEN", "Two larger ovens", score.Text("id")), (offer.Text("band"), offer.Text("status"), offer.Text("purpose"), offer.Text("creditScore.id"))));

        // Less for a shorter time is offered as it was asked for.
        Assert.Equal("1200.00 6", (await business.OffersAsync("1200.00", 6)).Select(offer => $"{offer.Text("amount.amount")} {offer.Value("termMonths")}").Distinct().Single());
        var listed = (await business.Client.DataAsync("{ loanOffers { nodes { id } } }")).Value("loanOffers.nodes").EnumerateArray().Select(offer => offer.Text("id")).ToList();
        Assert.Equal(offers.Count, listed.Intersect(offers.Select(offer => offer.Text("id"))).Count());
        Assert.Equal(
            "Two larger ovens", (await business.Client.DataAsync("query($id: ID!) { loanOffer(id: $id) { purpose } }", new { id = offers[0].Text("id") })).Text("loanOffer.purpose"));
    }

    [Fact]
    public async Task Loan_Should_GoFromOfferToLastRepayment_PostedToTheCent()
    {
        using var business = await Business.RegisterAsync(shared.Deployment);
        await business.EarnAsync("9500.00", 9_224.20m);
        var offers = await business.OffersAsync("10000.00", 24);
        var offer = offers.Single(offer => offer.Text("annualRatePercent") == "3.9");

        var loan = await business.BorrowAsync(
            offer.Text("id"), "id status principal { amount } installments { number dueDate principal { amount } interest { amount } amount { amount } }");
        var installments = loan.Value("installments").EnumerateArray().ToList();
        Assert.Equal(("ACTIVE", "10000.00"), (loan.Text("status"), loan.Text("principal.amount")));
        Assert.Equal(Interest, installments.Select(installment => installment.Text("interest.amount")));
        Assert.Equal([.. Enumerable.Repeat("433.80", 23), "433.93"], installments.Select(installment => installment.Text("amount.amount")));
        Assert.Equal(10_000.00m, installments.Sum(installment => installment.Amount("principal.amount")));
        Assert.Equal(
            Enumerable.Range(1, 24).Select(month => $"{Bookkeeping.Today.AddMonths(month):yyyy-MM-dd}"), installments.Select(installment => installment.Text("dueDate")));
        await UntilPostedAsync(business, "LOAN", ("1000", 10_000.00m, 0m), ("2100", 0m, 10_000.00m));
        var others = (await business.Client.DataAsync("{ loanOffers { nodes { id status } } }")).Value("loanOffers.nodes").EnumerateArray();
        Assert.Equal(
            offers.Select(one => one.Text("id") == offer.Text("id") ? "ACCEPTED" : "WITHDRAWN").Order(), others.Select(one => one.Text("status")).Order());

        // The first installment by itself, sent twice and paid once; then all that is left.
        var id = loan.Text("id");
        await business.RepayAsync(id, "repay 1", null, "status");
        var once = await business.RepayAsync(id, "repay 1", null, "repayments { amount { amount } } outstandingPrincipal { amount } nextInstallment { number }");
        Assert.Equal("433.80", once.Value("repayments").EnumerateArray().Single().Text("amount.amount"));
        Assert.Equal(("9598.70", 2), (once.Text("outstandingPrincipal.amount"), once.Value("nextInstallment.number").GetInt32()));
        await UntilPostedAsync(business, "LOAN_REPAYMENT", ("2100", 401.30m, 0m), ("6100", 32.50m, 0m), ("1000", 0m, 433.80m));
        var left = installments.Skip(1).Sum(installment => installment.Amount("amount.amount")).ToString(CultureInfo.InvariantCulture);
        var closed = await business.RepayAsync(id, "repay the rest", left, "status outstandingPrincipal { amount } nextInstallment { number } repaidAt");

        Assert.Equal(("REPAID", "0.00", JsonValueKind.Null), (closed.Text("status"), closed.Text("outstandingPrincipal.amount"), closed.Value("nextInstallment").ValueKind));
        Assert.Equal("LOAN_ALREADY_REPAID", await business.RefusalAsync("repayLoan", new { loanId = id, idempotencyKey = "once more" }));
        Assert.Equal("REPAID", (await business.Client.DataAsync("{ loans { nodes { status } } }")).Value("loans.nodes")[0].Text("status"));
        await Eventually.GetAsync(
            async () => await business.Client.DataAsync("{ balanceSheet { balanced } accounts { nodes { code balances { amount } } } }"),
            book => book.Value("accounts.nodes").EnumerateArray().Any(account => account.Text("code") == "2100" && account.Value("balances")[0].Amount("amount") == 0m)
                && book.Value("balanceSheet.balanced").GetBoolean());
    }

    private static async Task UntilPostedAsync(Business business, string source, params (string Account, decimal Debit, decimal Credit)[] lines)
    {
        var entry = await Eventually.GetAsync(
            async () => (await business.Client.DataAsync(
                "{ journalEntries { nodes { sourceType lines { account { code } debit { amount } credit { amount } } } } }"))
                .Value("journalEntries.nodes").EnumerateArray().FirstOrDefault(entry => entry.Text("sourceType") == source),
            entry => entry.ValueKind == JsonValueKind.Object);
        Assert.Equal(lines.Order(), entry.Value("lines").EnumerateArray().Select(line => (line.Text("account.code"), Side(line, "debit"), Side(line, "credit"))).Order());
    }

    private static decimal Side(JsonElement line, string side) => line.GetProperty(side).ValueKind == JsonValueKind.Null ? 0m : line.Amount($"{side}.amount");
}
