using System.Text.Json;
using static FinFlow.Subgraphs.Tests.RunningTransactions;

namespace FinFlow.Subgraphs.Tests;

/// <summary>Submissions that arrive at the same time are settled together, and yet each comes out as if it had come alone.</summary>
public sealed class TogetherTests : IAsyncLifetime
{
    private RunningTransactions transactions = null!;

    public async Task InitializeAsync()
    {
        StatementCount.Listen();
        transactions = await StartAsync();
    }

    public async Task DisposeAsync() => await transactions.DisposeAsync();

    [Fact]
    public async Task ConcurrentSubmissions_Should_CountEachOther_WithinTheirOrganisationOnly()
    {
        var answers = await Task.WhenAll(
            from organisation in Enumerable.Range(1, 5)
            from i in Enumerable.Range(0, 14)
            select Task.Run(async () => (organisation, Answer: await transactions.SubmitAsync(Item($"k{i}"), TokenOf(organisation)))));

        foreach (var own in answers.GroupBy(answer => answer.organisation))
        {
            var statuses = own.Select(answer => answer.Answer.GetProperty("transaction").GetProperty("status").GetString()).ToLookup(status => status);
            Assert.Equal((10, 4), (statuses["PROCESSING"].Count(), statuses["REJECTED"].Count()));
            var count = (await transactions.Subgraph.DataAsync("{ transactions(first: 1) { totalCount } }", token: TokenOf(own.Key))).GetProperty("transactions");
            Assert.Equal(14, count.GetProperty("totalCount").GetInt32());
        }
    }

    [Fact]
    public async Task ConcurrentMix_Should_AnswerEachForItself()
    {
        await transactions.SubmitAsync(Item("taken"));
        object[] submitted = [Item("a"), Item("taken", "11.00"), Item("bad", "0"), Item("same"), Item("same"), Item("same", "12.00"), Item("b", country: "KP"), Item("taken")];

        var answers = await Task.WhenAll(submitted.Select(input => Task.Run(() => transactions.SubmitAsync(input))));

        Assert.Equal("IDEMPOTENCY_KEY_REUSED", CodeOf(answers[1]));
        Assert.Equal("AMOUNT_NOT_POSITIVE", CodeOf(answers[2]));
        Assert.Equal("REJECTED", answers[6].GetProperty("transaction").GetProperty("status").GetString());

        // Whichever of the two inputs came first has the key; the other is refused.
        Assert.Single(answers[3..6].Where(Has).Select(answer => answer.GetProperty("transaction").GetProperty("id").GetString()).Distinct());
        Assert.Contains(answers[3..6], answer => !Has(answer) && CodeOf(answer) == "IDEMPOTENCY_KEY_REUSED");
        Assert.Equal(4, await transactions.CountAsync());
    }

    [Fact]
    public async Task RefusedAtomicBatches_Should_LeaveNoTrace_InWhatIsSettledWithThem()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => Task.Run(() => i % 2 == 0
            ? transactions.SubmitBatchAsync([Item($"a{i}"), Item($"b{i}"), Item($"c{i}", country: "IR")], atomic: true)
            : transactions.SubmitBatchAsync([Item($"a{i}"), Item($"b{i}")], atomic: true))));

        Assert.Equal(5, answers.Count(answer => answer.GetProperty("errors").ValueKind == JsonValueKind.Array && CodeOf(answer) == "BATCH_NOT_ACCEPTED"));
        Assert.Equal((10, "PROCESSING"), (await transactions.CountAsync(), (await transactions.SubmitAsync(Item("a1"))).GetProperty("transaction").GetProperty("status").GetString()));
    }

    [Fact]
    public async Task CachedTransaction_Should_CostNoStatement_UntilItIsReviewed()
    {
        var id = (await transactions.SubmitAsync(Item("held", currency: "CHF"))).GetProperty("transaction").GetProperty("id").GetString()!;
        async Task<string> ReadAsync(string token) => (await transactions.Subgraph.DataAsync("query($id: ID!) { transaction(id: $id) { status } transactionStatistics { totalCount } }", new { id }, token)).ToString();
        const string Held = """{"transaction":{"status":"HELD"},"transactionStatistics":[{"totalCount":1}]}""";
        Assert.Equal(Held, await ReadAsync(transactions.Merchant));
        var cached = await StatementCount.OfAsync(async () => Assert.Equal(Held, await ReadAsync(transactions.Merchant)));
        Assert.Empty(cached);
        Assert.Equal("""{"transaction":{"status":"HELD"},"transactionStatistics":[]}""", await ReadAsync(transactions.Reviewer));
        Assert.Equal("""{"transaction":null,"transactionStatistics":[]}""", await ReadAsync(transactions.Subgraph.TokenFor("usr_2", "org_2", "MERCHANT")));

        // A colleague of the reviewer without the permission to review asks for the same, by the same key.
        Assert.Equal("""{"transaction":null,"transactionStatistics":[]}""", await ReadAsync(transactions.Subgraph.TokenFor("usr_8", "org_9", "MERCHANT")));

        await transactions.Subgraph.DataAsync(
            """mutation($id: ID!) { approveTransaction(input: { id: $id, reason: "fine" }) { transaction { status } } }""", new { id }, transactions.Reviewer);

        Assert.Equal(Held.Replace("HELD", "PROCESSING", StringComparison.Ordinal), await ReadAsync(transactions.Merchant));
        Assert.StartsWith("""{"transaction":{"status":"PROCESSING"}""", await ReadAsync(transactions.Reviewer), StringComparison.Ordinal);
    }

    private string TokenOf(int organisation) => transactions.Subgraph.TokenFor($"usr_{organisation}", $"org_{organisation}", "MERCHANT");

    private static bool Has(JsonElement payload) => payload.GetProperty("transaction").ValueKind == JsonValueKind.Object;
}
