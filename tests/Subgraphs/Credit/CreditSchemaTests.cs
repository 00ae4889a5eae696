using System.Text.Json;
using FinFlow.Credit;
using FinFlow.Hosting;
using FinFlow.Messaging;

namespace FinFlow.Subgraphs.Tests;

/// <summary>The credit subgraph as clients and the gateway see it: from events to a score, from a score to a loan that is repaid, or not.</summary>
public sealed class CreditSchemaTests : IAsyncLifetime, IDisposable
{
    private const string Errors = "errors { __typename ... on Error { code message } }";

    private readonly TemporaryFolder folder = new();
    private readonly SettableClock clock = new(new DateTimeOffset(2026, 3, 10, 9, 0, 0, TimeSpan.Zero));
    private RunningSubgraph credit = null!;
    private string merchant = "";

    public async Task InitializeAsync()
    {
        credit = await RunningSubgraph.StartAsync<CreditSubgraph>(folder.Path, clock);
        Login();
    }

    public async Task DisposeAsync() => await credit.DisposeAsync();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Score_Should_BeComputedFromTheOwnHistory()
    {
        await EarnAsync(9_000_00);

        var score = await ScoreAsync(credits: 9_000m);

        // 9,000 a year are .45, and 9,000 a month are .9; together they reach the most that strength gives.
        Assert.StartsWith("csc_", score.GetProperty("id").GetString(), StringComparison.Ordinal);
        Assert.Equal((795, "LOW_RISK", "300-850"), (score.GetProperty("score").GetInt32(), score.GetProperty("band").GetString(), score.GetProperty("scale").GetString()));
        Assert.Equal(795, score.GetProperty("reasons").EnumerateArray().Sum(reason => reason.GetProperty("contribution").GetInt32()));
        var looked = await credit.DataAsync("query($id: ID!) { creditScore(id: $id) { score model { name version } } }", new { id = score.GetProperty("id").GetString() }, merchant);
        Assert.Equal("income-cash-flow-baseline", looked.GetProperty("creditScore").GetProperty("model").GetProperty("name").GetString());
    }

    [Fact]
    public async Task Score_Should_BeNullUntilRequested_AndUnknownToStrangers()
    {
        const string latest = "query($user: ID!) { userById(id: $user) { creditScore(organizationId: \"org_1\") { id score } } }";
        Assert.Equal(JsonValueKind.Null, (await credit.DataAsync(latest, new { user = "usr_1" }, merchant)).GetProperty("userById").GetProperty("creditScore").ValueKind);

        var id = (await ScoreAsync()).GetProperty("id").GetString();

        Assert.Equal(id, (await credit.DataAsync(latest, new { user = "usr_1" }, merchant)).GetProperty("userById").GetProperty("creditScore").GetProperty("id").GetString());
        var stranger = credit.TokenFor("usr_2", "org_2", Roles.Merchant);
        Assert.Equal(JsonValueKind.Null, (await credit.DataAsync("query($id: ID!) { creditScore(id: $id) { id } }", new { id }, stranger)).GetProperty("creditScore").ValueKind);
        var refused = await credit.SendAsync(latest, new { user = "usr_1" }, stranger);
        Assert.Equal("AUTH_NOT_AUTHORIZED", refused.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString());
    }

    [Fact]
    public async Task Offers_Should_NeedAScore()
    {
        var refused = await credit.DataAsync(OffersMutation, Offers("1000.00"), merchant);

        Assert.Equal("CREDIT_SCORE_REQUIRED", refused.GetProperty("requestLoanOffers").GetProperty("errors")[0].GetProperty("code").GetString());
    }

    [Fact]
    public async Task Loan_Should_BePaidOutOnce_AndPaidBackOnce()
    {
        var offer = await OfferAsync();

        var loan = await AcceptAsync(offer, "borrow 1");
        var again = await AcceptAsync(offer, "borrow 1");
        Assert.Equal(loan.GetProperty("id").GetString(), again.GetProperty("id").GetString());
        Assert.Equal(6, loan.GetProperty("installments").GetArrayLength());

        var id = loan.GetProperty("id").GetString()!;
        var due = loan.GetProperty("nextInstallment").GetProperty("amount").GetProperty("amount").GetString();
        await RepayAsync(id, due, "repay 1");
        var repaid = await RepayAsync(id, due, "repay 1");
        Assert.Equal(1, repaid.GetProperty("loan").GetProperty("repayments").GetArrayLength());
        Assert.Equal(2, repaid.GetProperty("loan").GetProperty("nextInstallment").GetProperty("number").GetInt32());
        var reused = await RepayAsync(id, "1.00", "repay 1");
        Assert.Equal("IDEMPOTENCY_KEY_REUSED", reused.GetProperty("errors")[0].GetProperty("code").GetString());
        Assert.Equal(["score.computed", "loan.disbursed", "loan.repaid"], await ToldAsync(3));
    }

    [Fact]
    public async Task UnpaidLoan_Should_BecomeOverdueOnce_ThenDefault_AndStopFurtherLoans()
    {
        var id = (await AcceptAsync(await OfferAsync(), "borrow")).GetProperty("id").GetString();

        await AdvanceAsync(days: 32);
        await AdvanceAsync(days: 1);
        Assert.Equal("OVERDUE", await StatusAsync(id));
        await ScoreAsync();
        var refused = await credit.DataAsync(OffersMutation, Offers("500.00"), merchant);
        Assert.Equal("BORROWER_IN_ARREARS", refused.GetProperty("requestLoanOffers").GetProperty("errors")[0].GetProperty("code").GetString());

        await AdvanceAsync(days: 100);
        Assert.Equal("DEFAULTED", await StatusAsync(id));
        Assert.Equal(["score.computed", "loan.disbursed", "loan.overdue", "score.computed", "loan.overdue"], await ToldAsync(5));
    }

    private const string OffersMutation =
        $$"""mutation($input: RequestLoanOffersInput!) { requestLoanOffers(input: $input) { loanOffers { id amount { amount } monthlyPayment { amount } } {{Errors}} } }""";

    private static object Offers(string amount) => new { input = new { amount = new { amount, currency = "USD" }, termMonths = 6, purpose = "stock" } };

    private void Login() => merchant = credit.TokenFor("usr_1", "org_1", Roles.Merchant);

    private Task EarnAsync(long minor) => credit.TellAsync(
        clock,
        new UserRegistered("usr_1", "org_1", "ada@example.com", "Ada", ["MERCHANT"], clock.Now),
        new PaymentCaptured(Telling.Payment("pay_1", "org_1", "usr_1", minor, clock.Now), minor, 0, clock.Now));

    // Asks until the events have arrived, when the test told any.
    private Task<JsonElement> ScoreAsync(decimal? credits = null) => Telling.UntilAsync(
        async () => (await credit.DataAsync(
            $$"""mutation { requestCreditScore { creditScore { id score scale band probabilityOfDefault reasons { code contribution } features { income } } {{Errors}} } }""",
            null, merchant)).GetProperty("requestCreditScore").GetProperty("creditScore"),
        score => credits is null || decimal.Parse(score.GetProperty("features").GetProperty("income").GetString()!, System.Globalization.CultureInfo.InvariantCulture) == credits);

    private async Task<string> OfferAsync()
    {
        await ScoreAsync();
        var offered = (await credit.DataAsync(OffersMutation, Offers("1000.00"), merchant)).GetProperty("requestLoanOffers");
        return offered.GetProperty("loanOffers")[0].GetProperty("id").GetString()!;
    }

    private async Task<JsonElement> AcceptAsync(string offerId, string idempotencyKey)
        => (await credit.DataAsync(
            $$"""
            mutation($input: AcceptLoanOfferInput!) {
              acceptLoanOffer(input: $input) {
                loan { id status installments { number } nextInstallment { amount { amount } } offer { status creditScore { id } } } {{Errors}}
              }
            }
            """,
            new { input = new { offerId, idempotencyKey } }, merchant)).GetProperty("acceptLoanOffer").GetProperty("loan");

    private async Task<JsonElement> RepayAsync(string loanId, string? amount, string idempotencyKey)
        => (await credit.DataAsync(
            $$"""mutation($input: RepayLoanInput!) { repayLoan(input: $input) { loan { nextInstallment { number } repayments { amount { amount } } } {{Errors}} } }""",
            new { input = new { loanId, amount = new { amount, currency = "USD" }, idempotencyKey } }, merchant)).GetProperty("repayLoan");

    private async Task<string?> StatusAsync(string? id)
        => (await credit.DataAsync("query($id: ID!) { loan(id: $id) { status } }", new { id }, merchant)).GetProperty("loan").GetProperty("status").GetString();

    private async Task AdvanceAsync(int days)
    {
        clock.Now = clock.Now.AddDays(days);
        await credit.RunPeriodicJobsAsync();
        Login();
    }

    private async Task<List<string>> ToldAsync(int count)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        using var reader = credit.Events.ReadAs("witness", Topics.Credit);
        var told = new List<string>();
        while (told.Count < count)
        {
            var read = await reader.ReadAsync(100, patience.Token);
            told.AddRange(read.Select(happened => EventEnvelope.Parse(happened.Envelope.Span).Type));
            await reader.CommitAsync(read[^1].Position, patience.Token);
        }

        return told;
    }
}
