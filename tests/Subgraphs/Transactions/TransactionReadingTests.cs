using System.Text.Json;
using FinFlow.Messaging;
using static FinFlow.Subgraphs.Tests.RunningTransactions;

namespace FinFlow.Subgraphs.Tests;

/// <summary>Lists, statistics and lookups by many keys; and what wrong input gets, which is a typed error and nothing written.</summary>
public sealed class TransactionReadingTests : IAsyncLifetime
{
    private RunningTransactions transactions = null!;

    public async Task InitializeAsync()
    {
        StatementCount.Listen();
        transactions = await StartAsync();
    }

    public async Task DisposeAsync() => await transactions.DisposeAsync();

    [Fact]
    public async Task ManyLookups_Should_BeOneStatement()
    {
        var batch = await transactions.SubmitBatchAsync([.. Enumerable.Range(0, 8).Select(i => Item($"k{i}"))]);
        var ids = batch.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("transaction").GetProperty("id").GetString()!).ToList();
        var document = $"{{ {string.Join(' ', ids.Select((id, i) => $"t{i}: transaction(id: \"{id}\") {{ id status }}"))} }}";

        var counts = await StatementCount.OfAsync(async () => Assert.Equal(8, (await transactions.Subgraph.DataAsync(document, token: transactions.Merchant)).EnumerateObject().Count()));

        Assert.Equal("""{"TransactionsDbContext":1}""", JsonSerializer.Serialize(counts));
    }

    [Fact]
    public async Task TransactionsOfManyPayments_Should_BeOneStatement()
    {
        var payments = Enumerable.Range(0, 6).Select(i => new PaymentAuthorized(Telling.Payment($"pay_{i}", "org_1", "usr_1", 1000, transactions.Clock.Now), transactions.Clock.Now));
        await transactions.Subgraph.TellAsync(transactions.Clock, [.. payments]);
        await Telling.UntilAsync(() => transactions.CountAsync(), count => count == 6);
        var document = $"{{ {string.Join(' ', Enumerable.Range(0, 6).Select(i => $"p{i}: paymentById(id: \"pay_{i}\") {{ transaction {{ status }} }}"))} }}";

        var counts = await StatementCount.OfAsync(() => transactions.Subgraph.DataAsync(document, token: transactions.Merchant));

        Assert.Equal("""{"TransactionsDbContext":1}""", JsonSerializer.Serialize(counts));
    }

    [Fact]
    public async Task BatchOf500_Should_CostNoMoreReads_ThanABatchOfTwo()
    {
        await transactions.SubmitBatchAsync([Item("first")]);
        var small = await StatementCount.OfAsync(() => transactions.SubmitBatchAsync([Item("a"), Item("b")]));
        var large = await StatementCount.OfAsync(() => transactions.SubmitBatchAsync([.. Enumerable.Range(0, 500).Select(i => Item($"k{i}"))]));

        Assert.Equal(small["TransactionsDbContext"], large["TransactionsDbContext"]);
    }

    [Fact]
    public async Task Statistics_Should_KeepCurrenciesApart()
    {
        await transactions.SubmitBatchAsync([Item("a", "10.00"), Item("b", "20.01"), Item("c", "5.00", currency: "EUR"), Item("d", "7.00", country: "KP")]);

        var statistics = (await transactions.Subgraph.DataAsync(
            "{ transactionStatistics { totalCount totalAmount { amount currency } averageAmount { amount } byStatus { status count } } }", token: transactions.Merchant))
            .GetProperty("transactionStatistics").EnumerateArray().Select(currency => currency.ToString());

        Assert.Equal(
            [
                """{"totalCount":1,"totalAmount":{"amount":"5.00","currency":"EUR"},"averageAmount":{"amount":"5.00"},"byStatus":[{"status":"HELD","count":1}]}""",
                """{"totalCount":3,"totalAmount":{"amount":"37.01","currency":"USD"},"averageAmount":{"amount":"12.34"},"byStatus":[{"status":"PROCESSING","count":2},{"status":"REJECTED","count":1}]}""",
            ],
            statistics);
    }

    [Fact]
    public async Task List_Should_BeFiltered_Ordered_AndPagedByKeys()
    {
        await transactions.SubmitBatchAsync(
            [Item("a", "10.00", country: "AF", reference: "A"), Item("b", "20.00", reference: "B"), Item("c", "30.00", reference: "C"), Item("d", "40.00", country: "KP", reference: "D")]);

        Assert.Equal("ADCB", await ReferencesAsync("order: [{ riskScore: DESC }, { reference: ASC }]"));
        Assert.Equal("BC", await ReferencesAsync("""order: [{ reference: ASC }], amountFrom: { amount: "20", currency: "USD" }, amountTo: { amount: "30.00", currency: "USD" }"""));
        Assert.Equal("D", await ReferencesAsync("where: { status: { eq: REJECTED } }"));
        Assert.Equal("", await ReferencesAsync("currency: EUR"));

        var cursor = "";
        var read = "";
        for (var page = 0; page < 2; page++)
        {
            var connection = (await transactions.Subgraph.DataAsync(
                $"{{ transactions(first: 2, order: [{{ riskScore: DESC }}, {{ reference: ASC }}]{cursor}) {{ nodes {{ reference }} pageInfo {{ endCursor }} }} }}",
                token: transactions.Merchant)).GetProperty("transactions");
            read += string.Concat(connection.GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("reference").GetString()));
            cursor = $", after: \"{connection.GetProperty("pageInfo").GetProperty("endCursor").GetString()}\"";
        }

        Assert.Equal("ADCB", read);
    }

    public static TheoryData<string, object> BadInputs => new()
    {
        { "AMOUNT_TOO_PRECISE", Item("k", "1.001") },
        { "AMOUNT_TOO_PRECISE", Item("k", "1.5", currency: "JPY") },
        { "AMOUNT_OUT_OF_RANGE", Item("k", "99999999999999999999.00") },
        { "AMOUNT_NOT_POSITIVE", Item("k", "0") },
        { "AMOUNT_NOT_POSITIVE", Item("k", "-0.01") },
        { "IDEMPOTENCY_KEY_INVALID", Item("") },
        { "IDEMPOTENCY_KEY_INVALID", Item("   ") },
        { "IDEMPOTENCY_KEY_INVALID", Item(new string('k', 256)) },
        { "REFERENCE_INVALID", Item("k", reference: new string('r', 256)) },
        { "REFERENCE_INVALID", Item("k", reference: "two\nlines") },
        { "ACCOUNT_ID_INVALID", Item("k", destinationAccountId: "") },
        { "ACCOUNT_ID_INVALID", Item("k", destinationAccountId: new string('a', 65)) },
        { "DESCRIPTION_TOO_LONG", new { type = "DEPOSIT", amount = new { amount = "1.00", currency = "USD" }, idempotencyKey = "k", description = new string('d', 501) } },
    };

    [Theory, MemberData(nameof(BadInputs))]
    public async Task BadInput_Should_BeATypedError_AndWriteNothing(string code, object input)
    {
        Assert.Equal(code, CodeOf(await transactions.SubmitAsync(input)));
        var batch = await transactions.SubmitBatchAsync([input]);
        Assert.Equal(code, batch.GetProperty("items")[0].GetProperty("error").GetProperty("code").GetString());
        Assert.Equal(0, await transactions.CountAsync());
    }

    private async Task<string> ReferencesAsync(string arguments)
        => string.Concat((await transactions.Subgraph.DataAsync($"{{ transactions({arguments}) {{ nodes {{ reference }} }} }}", token: transactions.Merchant))
            .GetProperty("transactions").GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("reference").GetString()));
}
