using System.Text.Json;
using FinFlow.Credit;
using FinFlow.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace FinFlow.Subgraphs.Tests;

/// <summary>Every mutation of credit, given what it must not take: a typed refusal or a refused request, and nothing is written.</summary>
public sealed class CreditBadInputTests : IAsyncLifetime, IDisposable
{
    private static readonly string Long = new('x', 501);

    private readonly TemporaryFolder folder = new();
    private readonly SettableClock clock = new(new DateTimeOffset(2026, 3, 10, 9, 0, 0, TimeSpan.Zero));
    private RunningSubgraph credit = null!;
    private string offer = "";
    private string otherOffer = "";
    private string loan = "";

    private string Caller => credit.TokenFor("usr_1", "org_1", Roles.Admin);

    public async Task InitializeAsync()
    {
        credit = await RunningSubgraph.StartAsync<CreditSubgraph>(folder.Path, clock);
        (offer, otherOffer, loan) = (await OfferAsync(), await OfferAsync(), await BorrowAsync());
    }

    public async Task DisposeAsync() => await credit.DisposeAsync();

    public void Dispose() => folder.Dispose();

    /// <summary>It takes nothing from the client, least of all figures: whatever is brought along refuses the request.</summary>
    [Fact]
    public async Task RequestCreditScore_Should_Refuse()
    {
        const string Good = "requestCreditScore { creditScore { id } errors { ... on Error { code } } }";
        await RefusesAsync(
            "requestCreditScore",
            (Good, "AUTH_NOT_AUTHENTICATED", null),
            (Good, "AUTH_NOT_AUTHORIZED", credit.TokenFor("usr_2", "org_1", Roles.Accountant)),
            (Good, "AUTH_NOT_AUTHORIZED", credit.TokenFor("usr_2", "org_1", Roles.Analyst)),
            (Good, "AUTH_NOT_AUTHORIZED", credit.TokenFor("usr_2", "org_1", Roles.ComplianceOfficer)),
            (Good, "AUTH_NOT_AUTHORIZED", credit.TokenFor("usr_2", "org_1")),
            ("requestCreditScore(input: { score: 850 }) { creditScore { id } }", null, Caller),
            ("requestCreditScore(input: {}) { creditScore { id } }", null, Caller),
            ("requestCreditScore(income: 1000000) { creditScore { id } }", null, Caller),
            ("requestCreditScore(organizationId: \"org_2\") { creditScore { id } }", null, Caller),
            ("requestCreditScore { creditScore { id secret } }", null, Caller),
            ("requestCreditScore", null, Caller));

        for (var i = 0; i < 100; i++)
        {
            await credit.SendAsync($"mutation {{ {Good} }}", null, Caller);
        }

        await RefusesAsync("requestCreditScore", [.. Enumerable.Repeat((Good, (string?)"SCORE_LIMIT_REACHED", (string?)Caller), 10)]);
    }

    [Fact]
    public Task RequestLoanOffers_Should_Refuse() => RefusesAsync(
        "requestLoanOffers",
        Case(OfferInput("0"), "AMOUNT_NOT_POSITIVE"),
        Case(OfferInput("-1000000000"), "AMOUNT_NOT_POSITIVE"),
        Case(OfferInput("100.001"), "AMOUNT_TOO_PRECISE"),
        Case(OfferInput("100000.01"), "LOAN_AMOUNT_TOO_LARGE"),
        Case(OfferInput("99999999999999999999"), "AMOUNT_OUT_OF_RANGE"),
        Case(OfferInput("1e"), null),
        Case(OfferInput("1000.00", currency: "EUR"), "CURRENCY_MISMATCH"),
        Case(OfferInput("1000.00", currency: "XXQ"), null),
        Case(OfferInput("1000.00", term: 0), "TERM_OUT_OF_RANGE"),
        Case(OfferInput("1000.00", term: -6), "TERM_OUT_OF_RANGE"),
        Case(OfferInput("1000.00", term: 361), "TERM_OUT_OF_RANGE"),
        Case(OfferInput("1000.00", purpose: ""), "PURPOSE_INVALID"),
        Case(OfferInput("1000.00", purpose: " \t"), "PURPOSE_INVALID"),
        Case(OfferInput("1000.00", purpose: Long), "PURPOSE_INVALID"),
        Case(new { amount = Money("1000.00"), termMonths = 6, purpose = "stock", creditScore = 99 }, null));

    [Fact]
    public Task AcceptLoanOffer_Should_Refuse() => RefusesAsync(
        "acceptLoanOffer",
        Case(new { offerId = offer, idempotencyKey = "" }, "IDEMPOTENCY_KEY_INVALID"),
        Case(new { offerId = offer, idempotencyKey = " " }, "IDEMPOTENCY_KEY_INVALID"),
        Case(new { offerId = offer, idempotencyKey = new string('k', 256) }, "IDEMPOTENCY_KEY_INVALID"),
        Case(new { offerId = offer, idempotencyKey = "a\0b" }, "IDEMPOTENCY_KEY_INVALID"),
        Case(new { offerId = otherOffer, idempotencyKey = "borrowed" }, "IDEMPOTENCY_KEY_REUSED"),
        Case(new { offerId = "", idempotencyKey = "a" }, "LOAN_OFFER_NOT_FOUND"),
        Case(new { offerId = "lof_0", idempotencyKey = "b" }, "LOAN_OFFER_NOT_FOUND"),
        Case(new { offerId = loan, idempotencyKey = "c" }, "LOAN_OFFER_NOT_FOUND"),
        Case(new { offerId = offer.ToUpperInvariant(), idempotencyKey = "d" }, "LOAN_OFFER_NOT_FOUND"),
        Case(new { offerId = "lof_1' OR '1'='1", idempotencyKey = "e" }, "LOAN_OFFER_NOT_FOUND"),
        Case(new { offerId = offer }, null),
        Case(new { idempotencyKey = "f" }, null));

    [Fact]
    public Task RepayLoan_Should_Refuse() => RefusesAsync(
        "repayLoan",
        Case(Repayment("0"), "AMOUNT_NOT_POSITIVE"),
        Case(Repayment("-5.00"), "AMOUNT_NOT_POSITIVE"),
        Case(Repayment("1.001"), "AMOUNT_TOO_PRECISE"),
        Case(Repayment("1000000.00"), "REPAYMENT_EXCEEDS_OUTSTANDING"),
        Case(Repayment("1.00", currency: "JPY"), "AMOUNT_TOO_PRECISE"),
        Case(Repayment("1.00", currency: "EUR"), "CURRENCY_MISMATCH"),
        Case(Repayment("99999999999999999999"), "AMOUNT_OUT_OF_RANGE"),
        Case(Repayment("ten"), null),
        Case(Repayment("1.00", id: "lon_0"), "LOAN_NOT_FOUND"),
        Case(Repayment("1.00", id: offer), "LOAN_NOT_FOUND"),
        Case(Repayment("1.00", key: ""), "IDEMPOTENCY_KEY_INVALID"),
        Case(Repayment("1.00", key: "two\nlines"), "IDEMPOTENCY_KEY_INVALID"),
        Case(Repayment("1.00", key: new string('k', 256)), "IDEMPOTENCY_KEY_INVALID"));

    [Fact]
    public Task TrainCreditModel_Should_Refuse() => RefusesAsync(
        "trainCreditModel",
        Case(new { name = "" }, "CREDIT_MODEL_NAME_INVALID"),
        Case(new { name = "two\nlines" }, "CREDIT_MODEL_NAME_INVALID"),
        Case(new { name = Long }, "CREDIT_MODEL_NAME_INVALID"),
        Case(new { }, "TRAINING_DATA_TOO_FEW"),
        Case(new { content = "" }, "TRAINING_DATA_MALFORMED"),
        Case(new { content = "income,defaulted\n1,1\n" }, "TRAINING_DATA_TOO_FEW"),
        Case(new { content = "income,defaulted\n-1000000000,1\n" }, "TRAINING_DATA_MALFORMED"),
        Case(new { content = "income,defaulted\n1\n" }, "TRAINING_DATA_MALFORMED"),
        Case(new { content = "income\n1\n" }, "TRAINING_DATA_MALFORMED"),
        Case(new { content = "shoeSize,defaulted\n42,1\n" }, "MODEL_FEATURES_UNKNOWN"),
        Case(new { content = "income,defaulted\n" + string.Concat(Enumerable.Repeat("1,0\n", 5_001)) }, "TRAINING_DATA_TOO_LARGE"),
        Case(new { content = 7 }, null));

    [Fact]
    public Task ActivateCreditModel_Should_Refuse() => RefusesAsync(
        "activateCreditModel",
        Case(new { id = "" }, "CREDIT_MODEL_NOT_FOUND"),
        Case(new { id = "mdl_0" }, "CREDIT_MODEL_NOT_FOUND"),
        Case(new { id = loan }, "CREDIT_MODEL_NOT_FOUND"),
        Case(new { id = "income-cash-flow-baseline" }, "CREDIT_MODEL_NOT_FOUND"),
        Case(new { id = "' OR 1=1 --" }, "CREDIT_MODEL_NOT_FOUND"),
        Case(new { id = Long }, "CREDIT_MODEL_NOT_FOUND"),
        Case(new { id = "mdl_0", role = "CHALLENGER" }, "CREDIT_MODEL_NOT_FOUND"),
        Case(new { id = "mdl_0", role = "KING" }, null),
        Case(new { role = "CHAMPION" }, null),
        Case(new { id = (string?)null }, null));

    private static (object Input, string? Code) Case(object input, string? code) => (input, code);

    private async Task RefusesAsync(string mutation, params (object Input, string? Code)[] cases)
    {
        Assert.True(cases.Length >= 10);
        var before = await CountAsync();
        foreach (var (input, code) in cases)
        {
            var answer = await SendAsync(mutation, input);
            Assert.Equal($"{JsonSerializer.Serialize(input)} {code}", $"{JsonSerializer.Serialize(input)} {CodeOf(answer, mutation)}");
        }

        Assert.Equal(before, await CountAsync());
    }

    private async Task RefusesAsync(string mutation, params (string Field, string? Code, string? Token)[] cases)
    {
        Assert.True(cases.Length >= 10);
        var before = await CountAsync();
        foreach (var (field, code, token) in cases)
        {
            var answer = await credit.SendAsync($"mutation {{ {field} }}", null, token);
            Assert.Equal(
                $"{field} {code}",
                $"{field} {(answer.TryGetProperty("data", out _) && answer.TryGetProperty("errors", out var errors) ? errors[0].GetProperty("extensions").GetProperty("code").GetString() : CodeOf(answer, mutation))}");
        }

        Assert.Equal(before, await CountAsync());
    }

    // Null: the request itself was refused before anything ran.
    private static string? CodeOf(JsonElement answer, string mutation)
    {
        if (answer.TryGetProperty("errors", out var errors))
        {
            Assert.DoesNotContain("Exception", errors.ToString(), StringComparison.Ordinal);
            return null;
        }

        return answer.GetProperty("data").GetProperty(mutation).GetProperty("errors")[0].GetProperty("code").GetString();
    }

    private Task<JsonElement> SendAsync(string mutation, object input) => credit.SendAsync(
        $"mutation($input: {char.ToUpperInvariant(mutation[0])}{mutation[1..]}Input!) {{ {mutation}(input: $input) {{ __typename errors {{ ... on Error {{ code message }} }} }} }}",
        new { input }, Caller);

    private async Task<string> CountAsync()
    {
        await using var scope = credit.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CreditDbContext>();
        return $"{await db.Scores.CountAsync()} {await db.Offers.CountAsync()} {await db.Loans.CountAsync()} {await db.Repayments.CountAsync()} {await db.Models.CountAsync()} " +
            $"{await db.Activations.CountAsync()} {await db.IdempotencyRecords.CountAsync()} {await db.Loans.SumAsync(one => one.OutstandingPrincipal.Minor)}";
    }

    private async Task<string> OfferAsync()
    {
        await credit.DataAsync("mutation { requestCreditScore { creditScore { id } } }", null, Caller);
        return (await credit.DataAsync(
            "mutation { requestLoanOffers(input: { amount: { amount: \"1000.00\", currency: \"USD\" }, termMonths: 6, purpose: \"stock\" }) { loanOffers { id } } }", null, Caller))
            .GetProperty("requestLoanOffers").GetProperty("loanOffers")[0].GetProperty("id").GetString()!;
    }

    private async Task<string> BorrowAsync()
        => (await credit.DataAsync(
            "mutation($offerId: ID!) { acceptLoanOffer(input: { offerId: $offerId, idempotencyKey: \"borrowed\" }) { loan { id } } }",
            new { offerId = await OfferAsync() }, Caller)).GetProperty("acceptLoanOffer").GetProperty("loan").GetProperty("id").GetString()!;

    private static object Money(string amount, string currency = "USD") => new { amount, currency };

    private static object OfferInput(string amount, string currency = "USD", int term = 6, string purpose = "stock")
        => new { amount = Money(amount, currency), termMonths = term, purpose };

    private object Repayment(string amount, string currency = "USD", string? id = null, string key = "pay")
        => new { loanId = id ?? loan, amount = Money(amount, currency), idempotencyKey = key };
}
