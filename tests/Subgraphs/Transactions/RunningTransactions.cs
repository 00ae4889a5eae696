using System.Text.Json;
using FinFlow.Transactions;

namespace FinFlow.Subgraphs.Tests;

/// <summary>The transactions subgraph on databases of its own, spoken to as one merchant and one reviewer.</summary>
internal sealed class RunningTransactions : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();

    private RunningTransactions(SettableClock clock) => Clock = clock;

    public SettableClock Clock { get; }

    public RunningSubgraph Subgraph { get; private set; } = null!;

    public string Merchant => Subgraph.TokenFor("usr_1", "org_1", "MERCHANT");

    public string Reviewer => Subgraph.TokenFor("usr_9", "org_9", "COMPLIANCE_OFFICER");

    /// <param name="variables">Configuration beside the data folder.</param>
    public static async Task<RunningTransactions> StartAsync(params (string Name, string Value)[] variables)
    {
        var running = new RunningTransactions(new SettableClock(new DateTimeOffset(2026, 3, 10, 12, 0, 0, TimeSpan.Zero)));
        running.Subgraph = await RunningSubgraph.StartAsync<TransactionsSubgraph>(running._folder.Path, running.Clock, variables);
        return running;
    }

    public static object Item(
        string key, string amount = "10.00", string type = "DEPOSIT", string currency = "USD", string? country = "US", string? reference = "order",
        string? destinationAccountId = null)
        => new { type, amount = new { amount, currency }, country, reference, destinationAccountId, idempotencyKey = key };

    /// <summary>As many transactions as that from where none may come: they are refused, and make the organisation a risk.</summary>
    public async Task TroubleAsync(int count)
        => Assert.Equal((0, 0, count, 0), Counts(await SubmitBatchAsync(
            [.. Enumerable.Range(0, count).Select(i => Item($"trouble {Clock.Now:O} {i}", country: "KP"))])));

    /// <summary>The id of a transaction that waits for a reviewer.</summary>
    public async Task<string> HoldAsync()
    {
        await TroubleAsync(20);
        await SubmitBatchAsync([.. Enumerable.Range(0, 7).Select(i => Item($"s{i}", "0.01"))]);
        var held = await SubmitAsync(Item("held", "60000.00", "TRANSFER", country: "AF", destinationAccountId: "acc_2"));
        return held.GetProperty("transaction").GetProperty("id").GetString()!;
    }

    /// <summary>The payload of approveTransaction or rejectTransaction.</summary>
    public async Task<JsonElement> ReviewAsync(string mutation, string id, string reason)
        => (await Subgraph.DataAsync(
            $$"""mutation($id: ID!, $reason: String!) { {{mutation}}(input: { id: $id, reason: $reason }) { transaction { status } errors { ... on Error { code } } } }""",
            new { id, reason },
            Reviewer)).GetProperty(mutation);

    /// <summary>The payload of submitTransaction.</summary>
    public async Task<JsonElement> SubmitAsync(object input, string? token = null)
        => (await Subgraph.DataAsync(
            """
            mutation($input: SubmitTransactionInput!) {
              submitTransaction(input: $input) {
                transaction { id status riskScore riskLevel errors warnings reference } errors { ... on Error { code message } }
              }
            }
            """,
            new { input },
            token ?? Merchant)).GetProperty("submitTransaction");

    /// <summary>The payload of submitTransactionBatch.</summary>
    public async Task<JsonElement> SubmitBatchAsync(IReadOnlyList<object> transactions, bool? atomic = null, string? idempotencyKey = null, string? token = null)
        => (await Subgraph.DataAsync(
            """
            mutation($input: SubmitTransactionBatchInput!) {
              submitTransactionBatch(input: $input) {
                items { index replayed transaction { id status riskScore errors warnings } error { code message } }
                totalCount acceptedCount heldCount rejectedCount refusedCount
                errors { __typename ... on Error { code message } }
              }
            }
            """,
            new { input = new { transactions, atomic, idempotencyKey } },
            token ?? Merchant)).GetProperty("submitTransactionBatch");

    public async Task<int> CountAsync(string where = "{}")
        => (await Subgraph.DataAsync($"{{ transactions(first: 1, where: {where}) {{ totalCount }} }}", token: Merchant))
            .GetProperty("transactions").GetProperty("totalCount").GetInt32();

    /// <summary>Accepted, held, rejected, refused.</summary>
    public static (int, int, int, int) Counts(JsonElement payload)
        => (Count(payload, "accepted"), Count(payload, "held"), Count(payload, "rejected"), Count(payload, "refused"));

    public static string CodeOf(JsonElement payload) => payload.GetProperty("errors")[0].GetProperty("code").GetString()!;

    public async ValueTask DisposeAsync()
    {
        await Subgraph.DisposeAsync();
        _folder.Dispose();
    }

    private static int Count(JsonElement payload, string kind) => payload.GetProperty($"{kind}Count").GetInt32();
}
