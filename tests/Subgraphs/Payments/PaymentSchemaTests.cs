using System.Text.Json;
using FinFlow.Hosting;
using FinFlow.Messaging;
using FinFlow.Payments;

namespace FinFlow.Subgraphs.Tests;

/// <summary>The payments subgraph as clients and the gateway see it.</summary>
public sealed class PaymentSchemaTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder folder = new();
    private RunningSubgraph payments = null!;
    private string merchant = "";

    public async Task InitializeAsync()
    {
        payments = await RunningSubgraph.StartAsync<PaymentsSubgraph>(folder.Path);
        merchant = payments.TokenFor("usr_1", "org_1", Roles.Merchant);
    }

    public async Task DisposeAsync() => await payments.DisposeAsync();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Payment_Should_GoFromCardToRefund()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await using var updates = payments.SubscribeAsync(
            "subscription { paymentUpdated(after: \"0\") { cursor status payment { id amount { amount currency } } } }", null, merchant, patience.Token)
            .GetAsyncEnumerator(patience.Token);

        var payment = (await ProcessAsync(await AddMethodAsync(), "129.95")).GetProperty("payment");
        var id = payment.GetProperty("id").GetString()!;
        await ApproveAsync(id);

        foreach (var status in new[] { "PENDING", "AUTHORIZED", "AUTHORIZED", "CAPTURED" }.Distinct())
        {
            Assert.True(await updates.MoveNextAsync());
            var update = updates.Current.GetProperty("paymentUpdated");
            Assert.Equal((status, id), (update.GetProperty("status").GetString(), update.GetProperty("payment").GetProperty("id").GetString()));
        }

        var refunded = (await payments.DataAsync(
            """
            mutation($id: ID!) {
              refundPayment(input: { id: $id, amount: { amount: "29.95", currency: "USD" }, idempotencyKey: "r1" }) {
                refund { id status amount { amount } } payment { status refundedAmount { amount } refundableAmount { amount } fee { amount } }
                errors { ... on Error { code message } }
              }
            }
            """,
            new { id },
            merchant)).GetProperty("refundPayment").GetProperty("payment");
        Assert.Equal("PARTIALLY_REFUNDED", refunded.GetProperty("status").GetString());
        Assert.Equal("100.00", refunded.GetProperty("refundableAmount").GetProperty("amount").GetString());
        Assert.Equal("4.07", refunded.GetProperty("fee").GetProperty("amount").GetString());
    }

    [Fact]
    public async Task ManualPayment_Should_WaitForItsOwner()
    {
        var id = (await ProcessAsync(await AddMethodAsync(), "80.00", "MANUAL")).GetProperty("payment").GetProperty("id").GetString()!;
        const string Capture = """
            mutation($id: ID!, $amount: MoneyInput) {
              capturePayment(input: { id: $id, amount: $amount, idempotencyKey: "c1" }) { payment { status capturedAmount { amount } } errors { ... on Error { code } } }
            }
            """;
        var variables = new { id, amount = new { amount = "50.00", currency = "USD" } };

        var early = await payments.DataAsync(Capture, variables, merchant);
        await ApproveAsync(id);
        var captured = await UntilAsync(
            () => payments.DataAsync(Capture, variables, merchant),
            data => data.GetProperty("capturePayment").GetProperty("payment").ValueKind == JsonValueKind.Object);

        Assert.Equal("PAYMENT_NOT_APPROVED", early.GetProperty("capturePayment").GetProperty("errors")[0].GetProperty("code").GetString());
        var payment = captured.GetProperty("capturePayment").GetProperty("payment");
        Assert.Equal(("CAPTURED", "50.00"), (payment.GetProperty("status").GetString(), payment.GetProperty("capturedAmount").GetProperty("amount").GetString()));
    }

    [Fact]
    public async Task VoidedPayment_Should_CollectNothing()
    {
        var id = (await ProcessAsync(await AddMethodAsync(), "80.00")).GetProperty("payment").GetProperty("id").GetString()!;

        var voided = await payments.DataAsync(
            "mutation($id: ID!) { voidPayment(input: { id: $id, reason: \"changed our mind\", idempotencyKey: \"v1\" }) { payment { status reason } errors { __typename } } }", new { id }, merchant);

        Assert.Equal("VOIDED", voided.GetProperty("voidPayment").GetProperty("payment").GetProperty("status").GetString());
    }

    [Fact]
    public async Task Payments_Should_BeFilteredOrderedAndPaged()
    {
        var method = await AddMethodAsync();
        foreach (var (amount, reference) in new[] { ("10.00", "a"), ("20.00", "b"), ("30.00", "c") })
        {
            await ProcessAsync(method, amount, key: reference, reference: reference);
        }

        var latest = await PaymentsAsync("first: 2");
        var after = await PaymentsAsync($"first: 2, after: \"{latest.GetProperty("pageInfo").GetProperty("endCursor").GetString()}\"");
        var ordered = await PaymentsAsync("order: [{ reference: ASC }]");
        var filtered = await PaymentsAsync("where: { reference: { eq: \"b\" }, status: { in: [AUTHORIZED] } }");

        Assert.Equal(["c", "b"], ReferencesOf(latest));
        Assert.Equal(["a"], ReferencesOf(after));
        Assert.Equal(["a", "b", "c"], ReferencesOf(ordered));
        Assert.Equal(["b"], ReferencesOf(filtered));
        Assert.Equal(3, latest.GetProperty("totalCount").GetInt32());
    }

    [Fact]
    public async Task Stranger_Should_SeeNothing()
    {
        var method = await AddMethodAsync();
        var id = (await ProcessAsync(method, "10.00")).GetProperty("payment").GetProperty("id").GetString();
        var stranger = payments.TokenFor("usr_2", "org_2", Roles.Merchant);

        var seen = await payments.DataAsync(
            "query($id: ID!, $method: ID!) { payment(id: $id) { id } paymentMethod(id: $method) { id } payments { totalCount } paymentMethods { id } }",
            new { id, method },
            stranger);
        var anonymous = await payments.SendAsync("{ payments { nodes { id } } }");
        var foreign = await payments.SendAsync(
            "query { userById(id: \"usr_1\") { payments(organizationId: \"org_1\") { nodes { id } } } }", token: stranger);

        Assert.Equal("{\"payment\":null,\"paymentMethod\":null,\"payments\":{\"totalCount\":0},\"paymentMethods\":[]}", seen.GetRawText());
        Assert.Equal("AUTH_NOT_AUTHENTICATED", anonymous.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString());
        Assert.Equal("AUTH_NOT_AUTHORIZED", foreign.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("10.001", "USD", "AMOUNT_TOO_PRECISE")]
    [InlineData("1000.5", "JPY", "AMOUNT_TOO_PRECISE")]
    [InlineData("-5.00", "USD", "AMOUNT_NOT_POSITIVE")]
    [InlineData("0", "USD", "AMOUNT_NOT_POSITIVE")]
    [InlineData("999999999999999999999", "USD", "AMOUNT_OUT_OF_RANGE")]
    public async Task BadAmount_Should_BeRefusedByName(string amount, string currency, string code)
    {
        var refused = await ProcessAsync(await AddMethodAsync(), amount, currency: currency);

        Assert.Equal(code, refused.GetProperty("errors")[0].GetProperty("code").GetString());
        Assert.Equal(0, (await PaymentsAsync("first: 1")).GetProperty("totalCount").GetInt32());
    }

    [Fact]
    public async Task MethodsToken_Should_NeverBeShown()
        => Assert.DoesNotContain("token: String", FinFlow.GraphQL.Types.SchemaPrinter.Print(payments.Schema).Split("input AddPaymentMethodInput")[0], StringComparison.Ordinal);

    private static string[] ReferencesOf(JsonElement connection)
        => [.. connection.GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("reference").GetString()!)];

    private static async Task<JsonElement> UntilAsync(Func<Task<JsonElement>> read, Func<JsonElement, bool> isTrue)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (true)
        {
            var value = await read();
            if (isTrue(value))
            {
                return value;
            }

            await Task.Delay(20, patience.Token);
        }
    }

    private async Task<JsonElement> PaymentsAsync(string arguments)
        => (await payments.DataAsync(
            $"{{ payments({arguments}) {{ nodes {{ reference }} totalCount pageInfo {{ endCursor hasNextPage }} }} }}", token: merchant)).GetProperty("payments");

    private async Task<string> AddMethodAsync(string token = "pm_card_visa")
        => (await payments.DataAsync(
            "mutation($token: String!) { addPaymentMethod(input: { token: $token }) { paymentMethod { id brand last4 isDefault } errors { __typename } } }",
            new { token },
            merchant)).GetProperty("addPaymentMethod").GetProperty("paymentMethod").GetProperty("id").GetString()!;

    private async Task<JsonElement> ProcessAsync(
        string paymentMethodId, string amount, string captureMethod = "AUTOMATIC", string currency = "USD", string key = "k", string reference = "order")
        => (await payments.DataAsync(
            """
            mutation($input: ProcessPaymentInput!) {
              processPayment(input: $input) { payment { id status } errors { __typename ... on Error { code message } ... on PaymentDeclinedError { declineCode } } }
            }
            """,
            new
            {
                input = new { amount = new { amount, currency }, paymentMethodId, reference, country = "US", captureMethod, idempotencyKey = key },
            },
            merchant)).GetProperty("processPayment");

    private async Task ApproveAsync(string paymentId)
    {
        var approved = new TransactionApproved(
            new TransactionFacts("txn_1", paymentId, "org_1", "usr_1", "PAYMENT", 1, "USD", "US", 0.1m, "LOW", []), null, TimeProvider.System.GetUtcNow());
        var envelope = EventEnvelope.Wrap(approved, "/finflow/transactions", TimeProvider.System);
        await payments.Events.AppendAsync([new LoggedEvent(Topics.Transactions, "txn_1", envelope.Id, envelope.ToUtf8())], CancellationToken.None);
    }
}
