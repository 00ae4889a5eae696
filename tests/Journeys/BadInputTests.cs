using System.Text.Json;

namespace FinFlow.Journeys.Tests;

/// <summary>Bad input gets a clear error of a known kind; nothing is written and nothing internal leaks.</summary>
[Collection(OneProcessCollection.Name)]
public sealed class BadInputTests(SharedDeployment shared)
{
    [Theory]
    [InlineData("{\"query\":", 400)]
    [InlineData("[]", 400)]
    [InlineData("{\"query\": 1}", 400)]
    [InlineData("{\"query\": \"{\"}", 400)]
    public async Task MalformedBody_Should_BeRefused(string body, int status)
    {
        using var client = shared.Deployment.Client();

        var answer = await client.PostRawAsync(body);

        Assert.Equal(status, answer.Status);
        Assert.True(answer.Body.GetProperty("errors").GetArrayLength() > 0);
        AssertNothingInternal(answer.Text);
    }

    [Fact]
    public async Task UnknownField_Should_BeNamed()
    {
        using var client = shared.Deployment.Client();

        var answer = await client.QueryAsync("{ me { shoeSize } }");

        Assert.Equal("Cannot query field \"shoeSize\" on type \"User\".", answer.Body.GetProperty("errors")[0].Text("message"));
    }

    [Fact]
    public async Task ExpiredOrForeignToken_Should_BeUnauthenticated()
    {
        using var client = shared.Deployment.Client("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ1c3JfMSIsImV4cCI6MX0.c2lnbmF0dXJl");

        var answer = await client.QueryAsync("{ me { id } }");

        Assert.Equal(401, answer.Status);
        Assert.Equal("AUTH_NOT_AUTHENTICATED", answer.Body.GetProperty("errors")[0].Text("extensions.code"));
    }

    [Fact]
    public async Task Anonymous_Should_NotReadPayments()
    {
        using var client = shared.Deployment.Client();

        Assert.Contains("AUTH_NOT_AUTHENTICATED", await client.ErrorCodesAsync("{ payments { nodes { id } } }"));
    }

    [Fact]
    public async Task MissingPermission_Should_BeRefused()
    {
        using var business = await Business.RegisterAsync(shared.Deployment);

        var codes = await business.Client.ErrorCodesAsync(
            "mutation { importWatchlist(input: { format: CSV, name: \"x\", content: \"\" }) { watchlist { id } } }");

        Assert.Contains("AUTH_NOT_AUTHORIZED", codes);
    }

    [Theory]
    [InlineData("10.001", "USD", "AMOUNT_TOO_PRECISE")]
    [InlineData("1000.5", "JPY", "AMOUNT_TOO_PRECISE")]
    [InlineData("-5.00", "USD", "AMOUNT_NOT_POSITIVE")]
    [InlineData("0", "USD", "AMOUNT_NOT_POSITIVE")]
    public async Task BadAmount_Should_BeARefusalOfTheMutation(string amount, string currency, string code)
    {
        using var business = await Business.RegisterAsync(shared.Deployment);
        var method = await business.AddPaymentMethodAsync();

        var processed = await business.ProcessPaymentAsync(method, amount, currency);

        Assert.Equal(code, processed.GetProperty("errors")[0].Text("code"));
        await AssertNothingWrittenAsync(business);
    }

    [Fact]
    public async Task UnknownCurrency_Should_BeRefused()
    {
        using var business = await Business.RegisterAsync(shared.Deployment);
        var method = await business.AddPaymentMethodAsync();

        var answer = await business.Client.QueryAsync(
            "mutation($m: ID!) { processPayment(input: { amount: { amount: \"1.00\", currency: \"XXQ\" }, paymentMethodId: $m, reference: \"r\", idempotencyKey: \"k\" }) { payment { id } } }",
            new { m = method });

        Assert.True(answer.Body.GetProperty("errors").GetArrayLength() > 0);
        AssertNothingInternal(answer.Text);
        await AssertNothingWrittenAsync(business);
    }

    [Theory]
    [InlineData("much", "USD", "US")]
    [InlineData("1.00", "XXQ", "US")]
    [InlineData("1.00", "usd", "US")]
    [InlineData("1.00", "USD", "ZZ")]
    public async Task BadScalar_Should_StopTheWholeRequest(string amount, string currency, string country)
    {
        using var business = await Business.RegisterAsync(shared.Deployment);

        var answer = await business.Client.QueryAsync(
            """
            mutation($amount: Decimal!, $currency: CurrencyCode!, $country: CountryCode!) {
              first: addPaymentMethod(input: { token: "pm_card_visa" }) { paymentMethod { id } }
              second: processPayment(
                input: { amount: { amount: $amount, currency: $currency }, country: $country, paymentMethodId: "pm_x", reference: "r", idempotencyKey: "k" }) { payment { id } }
            }
            """,
            new { amount, currency, country });

        Assert.False(answer.Body.TryGetProperty("data", out _));
        Assert.Empty((await business.Client.DataAsync("{ paymentMethods { id } }")).GetProperty("paymentMethods").EnumerateArray());
    }

    [Fact]
    public async Task ForeignPaymentMethod_Should_BeUnknown()
    {
        using var owner = await Business.RegisterAsync(shared.Deployment);
        using var other = await Business.RegisterAsync(shared.Deployment);
        var foreign = await owner.AddPaymentMethodAsync();

        var processed = await other.ProcessPaymentAsync(foreign, "10.00");

        Assert.Equal("PAYMENT_METHOD_NOT_FOUND", processed.GetProperty("errors")[0].Text("code"));
        await AssertNothingWrittenAsync(other);
    }

    private static async Task AssertNothingWrittenAsync(Business business)
        => Assert.Empty((await business.Client.DataAsync("{ payments { nodes { id } } }")).Value("payments.nodes").EnumerateArray());

    private static void AssertNothingInternal(string text)
    {
        foreach (var leak in new[] { "Exception", "   at ", "FinFlow.", "System.", "SQLite" })
        {
            Assert.DoesNotContain(leak, text, StringComparison.Ordinal);
        }
    }
}
