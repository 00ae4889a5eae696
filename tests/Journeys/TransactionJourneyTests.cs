using System.Text.Json;

namespace FinFlow.Journeys.Tests;

/// <summary>A business submits movements of money, one by one and in batches; they are judged by its real history, held, reviewed, listed, counted and followed.</summary>
[Collection(OneProcessCollection.Name)]
public sealed class TransactionJourneyTests(SharedDeployment shared)
{
    private const string Judged = "transaction { id status riskScore riskLevel errors warnings } errors { ... on Error { code message } }";

    [Fact]
    public async Task LimitsAndCodes_Should_BeTheOriginals()
    {
        using var business = await Business.RegisterAsync(shared.Deployment);

        Assert.Equal(("PROCESSING", "0.055", "[]"), Verdict(await SubmitAsync(business, "500.00", "PAYMENT")));
        Assert.Equal(("PROCESSING", "0.175", "[]"), Verdict(await SubmitAsync(business, "500.00", "TRANSFER", country: null)));
        Assert.Equal(("REJECTED", """["SANCTIONED_COUNTRY"]"""), Errors(await SubmitAsync(business, "1.00", country: "KP")));
        Assert.Equal(("REJECTED", """["INVALID_DESTINATION_ACCOUNT"]"""), Errors(await SubmitAsync(business, "1.00", "TRANSFER", destination: null)));
        Assert.Equal(("REJECTED", """["SAME_ACCOUNT_TRANSFER"]"""), Errors(await SubmitAsync(business, "1.00", "TRANSFER", source: "acc_b")));
        Assert.Equal(("REJECTED", """["MISSING_REFERENCE"]"""), Errors(await SubmitAsync(business, "1.00", "FEE", reference: null)));
        Assert.Equal(("REJECTED", """["UNSUPPORTED_CURRENCY"]"""), Errors(await SubmitAsync(business, "1.00", currency: "SEK")));
        Assert.Equal(("REJECTED", """["AMOUNT_EXCEEDS_MAX"]"""), Errors(await SubmitAsync(business, "1000000.01")));
        Assert.Equal(("REJECTED", """["DAILY_LIMIT_EXCEEDED"]"""), Errors(await SubmitAsync(business, "99000.01")));
    }

    [Fact]
    public async Task Velocity_Should_LeadToHighAndCritical_Held_ThenApprovedOrRejected()
    {
        using var business = await Business.RegisterAsync(shared.Deployment);
        using var reviewer = await ReviewerAsync();
        await SubmitBatchAsync(business, "trouble", [.. Enumerable.Range(0, 40).Select(_ => Item("1.00", country: "KP"))]);
        await SubmitBatchAsync(business, "small", [.. Enumerable.Range(0, 7).Select(_ => Item("0.01"))]);

        var high = await SubmitAsync(business, "60000.00", "TRANSFER", country: "AF");
        Assert.Equal(("HELD", "HIGH"), (high.Text("transaction.status"), high.Text("transaction.riskLevel")));
        await ReviewAsync(reviewer, "rejectTransaction", high, "REJECTED");

        await SubmitAsync(business, "0.01");
        await SubmitAsync(business, "0.01");
        var critical = await SubmitAsync(business, "99999.00", "TRANSFER", country: "AF");
        Assert.Equal(("HELD", "CRITICAL"), (critical.Text("transaction.status"), critical.Text("transaction.riskLevel")));
        var held = (await reviewer.DataAsync("{ heldTransactions(first: 100) { nodes { id } } }")).Value("heldTransactions.nodes").EnumerateArray().Select(node => node.Text("id"));
        Assert.Contains(critical.Text("transaction.id"), held);
        await ReviewAsync(reviewer, "approveTransaction", critical, "PROCESSING");

        Assert.Equal(("REJECTED", """["VELOCITY_EXCEEDED_MINUTE"]"""), Errors(await SubmitAsync(business, "0.01")));
    }

    [Fact]
    public async Task BatchOfAThousand_Should_AnswerEachItem_CountItsOwn_AndBeReplayedWithoutEffect()
    {
        using var business = await Business.RegisterAsync(shared.Deployment);
        object[] items = [.. Enumerable.Range(0, 1_000).Select(i => Item(i % 100 == 99 ? "0.001" : "1.00"))];

        var first = await SubmitBatchAsync(business, "thousand", items);
        var again = await SubmitBatchAsync(business, "thousand", items);

        Assert.Equal((1_000, 10, 0, 980, 10), Counts(first));
        Assert.Equal(Counts(first), Counts(again));
        Assert.Equal(Enumerable.Range(0, 1_000), first.Value("items").EnumerateArray().Select(item => item.Value("index").GetInt32()));
        Assert.Equal("AMOUNT_TOO_PRECISE", first.Value("items")[99].Text("error.code"));
        Assert.Equal("""["VELOCITY_EXCEEDED_MINUTE"]""", first.Value("items")[10].Value("transaction.errors").ToString());
        Assert.Equal(Ids(first), Ids(again));
        Assert.All(again.Value("items").EnumerateArray().Where(HasTransaction), item => Assert.True(item.Value("replayed").GetBoolean()));
        Assert.Equal(990, (await business.Client.DataAsync("{ transactions(first: 1) { totalCount } }")).Value("transactions.totalCount").GetInt32());
    }

    [Fact]
    public async Task Transactions_Should_BeFiltered_PagedByKeys_AndCountedPerCurrency()
    {
        using var business = await Business.RegisterAsync(shared.Deployment);
        await SubmitBatchAsync(business, "some", [Item("10.00", reference: "A"), Item("20.00", reference: "B"), Item("30.00", reference: "C", country: "KP"), Item("4000", currency: "JPY", reference: "D")]);

        Assert.Equal("C", await ReferencesAsync(business, "where: { status: { eq: REJECTED } }"));
        Assert.Equal("AB", await ReferencesAsync(business, """order: [{ reference: ASC }], amountFrom: { amount: "10", currency: "USD" }, amountTo: { amount: "20", currency: "USD" }"""));
        Assert.Equal("D", await ReferencesAsync(business, "currency: JPY"));
        var (read, cursor) = ("", "");
        for (var page = 0; page < 4; page++)
        {
            var connection = (await business.Client.DataAsync(
                $"{{ transactions(first: 1, order: [{{ reference: ASC }}]{cursor}) {{ nodes {{ reference }} pageInfo {{ endCursor hasNextPage }} }} }}")).Value("transactions");
            read += connection.Value("nodes")[0].Text("reference");
            cursor = $", after: \"{connection.Text("pageInfo.endCursor")}\"";
            Assert.Equal(page < 3, connection.Value("pageInfo.hasNextPage").GetBoolean());
        }

        Assert.Equal("ABCD", read);
        Assert.Equal(
            [("JPY", 1, "4000"), ("USD", 3, "60.00")],
            (await StatisticsAsync(business)).Select(currency => (currency.Text("totalAmount.currency"), currency.Value("totalCount").GetInt32(), currency.Text("totalAmount.amount"))));
    }

    [Fact]
    public async Task Subscriber_Should_SeeATransactionHeld_AndThenApproved()
    {
        using var business = await Business.RegisterAsync(shared.Deployment);
        using var reviewer = await ReviewerAsync();
        var held = await SubmitAsync(business, "10.00", currency: "CHF");
        Assert.Equal("""["EXCHANGE_RATE_UNKNOWN"]""", held.Value("transaction.warnings").ToString());
        await using var following = await WebSocketSubscription.StartAsync(
            shared.Deployment.Address, business.AccessToken, "subscription($id: ID!) { transactionUpdated(transactionId: $id) { status reviewReason } }", new { id = held.Text("transaction.id") });
        await following.UntilAsync(update => update.Text("transactionUpdated.status") == "HELD");

        await ReviewAsync(reviewer, "approveTransaction", held, "PROCESSING");

        var approved = await following.UntilAsync(update => update.Text("transactionUpdated.status") == "PROCESSING");
        Assert.Equal("looked at", approved.Text("transactionUpdated.reviewReason"));
    }

    [Fact]
    public async Task CachedAnswers_Should_EndWithTheWriteThatChangesThem_AndStayInTheirOrganisation()
    {
        using var business = await Business.RegisterAsync(shared.Deployment);
        using var stranger = await Business.RegisterAsync(shared.Deployment);
        using var reviewer = await ReviewerAsync();
        var held = await SubmitAsync(business, "10.00", currency: "CHF");
        var id = held.Text("transaction.id");
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal("HELD", (await TransactionAsync(business.Client, id)).Text("status"));
            Assert.Equal("HELD", (await TransactionAsync(reviewer, id)).Text("status"));
            Assert.Equal([1], (await StatisticsAsync(business)).Select(currency => currency.Value("totalCount").GetInt32()));
            Assert.Equal(JsonValueKind.Null, (await TransactionAsync(stranger.Client, id)).ValueKind);
        }

        await ReviewAsync(reviewer, "approveTransaction", held, "PROCESSING");
        Assert.Equal("PROCESSING", (await TransactionAsync(business.Client, id)).Text("status"));
        Assert.Equal("PROCESSING", (await TransactionAsync(reviewer, id)).Text("status"));
        await SubmitAsync(business, "5.00");
        Assert.Equal([1, 1], (await StatisticsAsync(business)).Select(currency => currency.Value("totalCount").GetInt32()));
        Assert.Empty(await StatisticsAsync(stranger));
    }

    private async Task<GraphQLClient> ReviewerAsync()
    {
        var admin = shared.Deployment.Client();
        admin.AccessToken = await Business.LoginAsync(admin, Deployment.AdminEmail, Deployment.AdminPassword);
        return admin;
    }

    private static object Item(string amount, string type = "DEPOSIT", string currency = "USD", string? country = "US", string? reference = "order", string? source = null, string? destination = "acc_b")
        => new { type, amount = new { amount, currency }, country, reference, sourceAccountId = source, destinationAccountId = destination };

    private static async Task<JsonElement> SubmitAsync(
        Business business, string amount, string type = "DEPOSIT", string currency = "USD", string? country = "US", string? reference = "order", string? source = null, string? destination = "acc_b")
        => (await business.Client.DataAsync(
            $"mutation($input: SubmitTransactionInput!) {{ submitTransaction(input: $input) {{ {Judged} }} }}",
            new
            {
                input = new
                {
                    type, amount = new { amount, currency }, country, reference, sourceAccountId = source, destinationAccountId = destination,
                    idempotencyKey = $"{Guid.CreateVersion7()}",
                },
            })).Value("submitTransaction");

    private static async Task<JsonElement> SubmitBatchAsync(Business business, string idempotencyKey, object[] transactions)
        => (await business.Client.DataAsync(
            """
            mutation($input: SubmitTransactionBatchInput!) {
              submitTransactionBatch(input: $input) {
                items { index replayed transaction { id status errors } error { code } }
                totalCount acceptedCount heldCount rejectedCount refusedCount
                errors { ... on Error { code message } }
              }
            }
            """,
            new { input = new { transactions, idempotencyKey } })).Value("submitTransactionBatch");

    private static async Task ReviewAsync(GraphQLClient reviewer, string mutation, JsonElement submitted, string status)
        => Assert.Equal(status, (await reviewer.DataAsync(
            $"mutation($id: ID!) {{ {mutation}(input: {{ id: $id, reason: \"looked at\" }}) {{ transaction {{ status }} errors {{ ... on Error {{ code }} }} }} }}",
            new { id = submitted.Text("transaction.id") })).Text($"{mutation}.transaction.status"));

    private static async Task<JsonElement> TransactionAsync(GraphQLClient client, string id)
        => (await client.DataAsync("query($id: ID!) { transaction(id: $id) { id status } }", new { id })).GetProperty("transaction");

    private static async Task<IReadOnlyList<JsonElement>> StatisticsAsync(Business business)
        => [.. (await business.Client.DataAsync("{ transactionStatistics { totalCount totalAmount { amount currency } } }")).Value("transactionStatistics").EnumerateArray()];

    private static async Task<string> ReferencesAsync(Business business, string arguments)
        => string.Concat((await business.Client.DataAsync($"{{ transactions({arguments}) {{ nodes {{ reference }} }} }}"))
            .Value("transactions.nodes").EnumerateArray().Select(node => node.Text("reference")));

    private static (string, string, string) Verdict(JsonElement payload)
        => (payload.Text("transaction.status"), payload.Value("transaction.riskScore").ToString(), payload.Value("transaction.errors").ToString());

    private static (string, string) Errors(JsonElement payload) => (payload.Text("transaction.status"), payload.Value("transaction.errors").ToString());

    private static (int, int, int, int, int) Counts(JsonElement batch)
        => (Count(batch, "total"), Count(batch, "accepted"), Count(batch, "held"), Count(batch, "rejected"), Count(batch, "refused"));

    private static int Count(JsonElement batch, string kind) => batch.Value($"{kind}Count").GetInt32();

    private static bool HasTransaction(JsonElement item) => item.GetProperty("transaction").ValueKind == JsonValueKind.Object;

    private static List<string> Ids(JsonElement batch) => [.. batch.Value("items").EnumerateArray().Where(HasTransaction).Select(item => item.Text("transaction.id"))];
}
