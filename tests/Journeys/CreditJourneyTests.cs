using System.Globalization;
using System.Text;
using System.Text.Json;

namespace FinFlow.Journeys.Tests;

/// <summary>A business earns, is scored by what it earned, borrows and pays back; and those who train models change what scores.</summary>
public sealed class CreditJourneyTests(SharedDeployment shared) : IClassFixture<SharedDeployment>
{
    private const string Errors = "errors { ... on Error { code message } }";

    [Fact]
    public async Task Loan_Should_GoFromScoreToLastRepayment_PostedToTheCent()
    {
        using var business = await Business.RegisterAsync(shared.Deployment);
        await business.UntilPaymentIsAsync(await business.PayAsync(await business.AddPaymentMethodAsync(), "9500.00"), "CAPTURED");
        var score = await ScoreAsync(business);
        Assert.Equal(score.Value("score").GetInt32(), score.Value("reasons").EnumerateArray().Sum(reason => reason.Value("contribution").GetInt32()));

        var offers = (await business.Client.DataAsync(
            $$"""
            mutation {
              requestLoanOffers(input: { amount: { amount: "10000.00", currency: "USD" }, termMonths: 24, purpose: "A larger oven" }) {
                loanOffers { id annualRatePercent termMonths amount { amount } monthlyPayment { amount } } {{Errors}}
              }
            }
            """)).Value("requestLoanOffers.loanOffers").EnumerateArray().ToList();
        var offer = offers.Single(offer => offer.Text("annualRatePercent") == "3.9");
        Assert.Equal(("10000.00", "433.80"), (offer.Text("amount.amount"), offer.Text("monthlyPayment.amount")));
        Assert.Equal(offers.Count, (await business.Client.DataAsync("{ loanOffers { nodes { id } } }")).Value("loanOffers.nodes").GetArrayLength());

        var loan = (await MutateAsync(business, "acceptLoanOffer", new { offerId = offer.Text("id"), idempotencyKey = "the oven" },
            "loan { id status installments { principal { amount } interest { amount } amount { amount } } }")).Value("loan");
        var installments = loan.Value("installments").EnumerateArray().ToList();
        Assert.Equal((24, 10_000.00m), (installments.Count, installments.Sum(installment => installment.Amount("principal.amount"))));
        await UntilPostedAsync(business, "LOAN", ("1000", 10_000.00m, 0m), ("2100", 0m, 10_000.00m));

        // The first installment by itself, then all that is left at once.
        var id = loan.Text("id");
        var once = await MutateAsync(business, "repayLoan", new { loanId = id, idempotencyKey = "repay 1" }, "loan { status repayments { amount { amount } } }");
        Assert.Equal("433.80", once.Value("loan.repayments")[0].Text("amount.amount"));
        await UntilPostedAsync(business, "LOAN_REPAYMENT", ("2100", 401.30m, 0m), ("6100", 32.50m, 0m), ("1000", 0m, 433.80m));
        var left = installments.Skip(1).Sum(installment => installment.Amount("amount.amount")).ToString(CultureInfo.InvariantCulture);
        var closed = await MutateAsync(
            business, "repayLoan", new { loanId = id, amount = new { amount = left, currency = "USD" }, idempotencyKey = "repay the rest" },
            "loan { status outstandingPrincipal { amount } nextInstallment { number } }");

        Assert.Equal(("REPAID", "0.00"), (closed.Text("loan.status"), closed.Text("loan.outstandingPrincipal.amount")));
        await Eventually.GetAsync(
            async () => await business.Client.DataAsync("{ balanceSheet { balanced } accounts { nodes { code balances { amount } } } }"),
            book => book.Value("accounts.nodes").EnumerateArray().Any(account => account.Text("code") == "2100" && account.Value("balances")[0].Amount("amount") == 0m)
                && book.Value("balanceSheet.balanced").GetBoolean());
    }

    [Fact]
    public async Task Model_Should_BeTrained_Activated_AndGivenUp()
    {
        using var business = await Business.RegisterAsync(shared.Deployment);
        await business.UntilPaymentIsAsync(await business.PayAsync(await business.AddPaymentMethodAsync(), "9500.00"), "CAPTURED");
        using var admin = shared.Deployment.Client();
        admin.AccessToken = await Business.LoginAsync(admin, Deployment.AdminEmail, Deployment.AdminPassword);

        var trained = (await admin.DataAsync(
            $"mutation($content: String) {{ trainCreditModel(input: {{ name: \"journey\", content: $content }}) {{ creditModel {{ id hash card {{ auc brier brierOfAverage examples }} }} {Errors} }} }}",
            new { content = Examples() })).Value("trainCreditModel.creditModel");
        Assert.True(trained.Value("card.auc").GetDouble() > 0.6 && trained.Value("card.brier").GetDouble() < trained.Value("card.brierOfAverage").GetDouble());
        await ActivateAsync(admin, trained.Text("id"));
        var scored = await ScoreAsync(business);
        Assert.Equal(trained.Text("hash"), scored.Text("model.hash"));
        Assert.True(scored.Value("replay.agrees").GetBoolean());

        var models = (await admin.DataAsync("{ creditModels { nodes { id name } } }")).Value("creditModels.nodes").EnumerateArray();
        await ActivateAsync(admin, models.Single(model => model.Text("name") == "income-cash-flow-baseline").Text("id"));
        Assert.Equal("income-cash-flow-baseline", (await ScoreAsync(business)).Text("model.name"));
    }

    private static async Task ActivateAsync(GraphQLClient admin, string id)
        => Assert.Equal("CHAMPION", (await admin.DataAsync(
            $"mutation($id: ID!) {{ activateCreditModel(input: {{ id: $id }}) {{ creditModel {{ role }} {Errors} }} }}", new { id })).Text("activateCreditModel.creditModel.role"));

    // Asks until the payment has arrived in the history.
    private static Task<JsonElement> ScoreAsync(Business business) => Eventually.GetAsync(
        async () => (await business.Client.DataAsync(
            $"mutation {{ requestCreditScore {{ creditScore {{ score band reasons {{ contribution }} features {{ income }} model {{ name hash }} replay {{ agrees }} }} {Errors} }} }}"))
            .Value("requestCreditScore.creditScore"),
        score => score.Amount("features.income") == 9_500m);

    private static async Task<JsonElement> MutateAsync(Business business, string mutation, object input, string selection)
        => (await business.Client.DataAsync(
            $"mutation($input: {char.ToUpperInvariant(mutation[0])}{mutation[1..]}Input!) {{ {mutation}(input: $input) {{ {selection} {Errors} }} }}", new { input }))
            .Value(mutation);

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

    private static string Examples()
    {
        var random = new Random(7);
        var csv = new StringBuilder("income,delinquencies,defaulted\n");
        for (var i = 0; i < 200; i++)
        {
            var (income, late) = (random.Next(1_000, 40_000), random.Next(5));
            csv.Append(CultureInfo.InvariantCulture, $"{income},{late},{(random.Next(100) < 20 + (15 * late) - (income / 600) ? 1 : 0)}\n");
        }

        return csv.ToString();
    }
}
