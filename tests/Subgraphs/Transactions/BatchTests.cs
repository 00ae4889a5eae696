using System.Text.Json;
using static FinFlow.Subgraphs.Tests.RunningTransactions;

namespace FinFlow.Subgraphs.Tests;

/// <summary>Splitting a batch changes nothing, replaying one is a no-op, and a poison item blocks nobody unless atomicity was asked.</summary>
public sealed class BatchTests : IAsyncLifetime
{
    private RunningTransactions transactions = null!;

    public async Task InitializeAsync() => transactions = await StartAsync();

    public async Task DisposeAsync() => await transactions.DisposeAsync();

    [Fact]
    public async Task Batch_Should_CountItsOwnMembers_ForVelocity()
    {
        var batch = await transactions.SubmitBatchAsync([.. Enumerable.Range(0, 12).Select(i => Item($"k{i}"))]);

        Assert.Equal((10, 0, 2, 0), Counts(batch));
        Assert.Equal(12, batch.GetProperty("totalCount").GetInt32());
        Assert.Equal("""["UNUSUAL_VELOCITY"]""", Transaction(batch, 6).GetProperty("warnings").ToString());
        Assert.Equal("""["VELOCITY_EXCEEDED_MINUTE"]""", Transaction(batch, 11).GetProperty("errors").ToString());
    }

    [Fact]
    public async Task Batch_Should_CountItsOwnMembers_ForTheDailyTotal()
    {
        var batch = await transactions.SubmitBatchAsync([Item("a", "60000.00"), Item("b", "40000.00"), Item("c", "0.01")]);

        Assert.Equal((2, 0, 1, 0), Counts(batch));
        Assert.Equal("""["DAILY_LIMIT_EXCEEDED"]""", Transaction(batch, 2).GetProperty("errors").ToString());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(29)]
    public async Task SplittingABatch_Should_ChangeNothing(int size)
    {
        var items = Mixed(30);
        var whole = Verdicts(await transactions.SubmitBatchAsync(items));

        await using var others = await StartAsync();
        var split = new List<string>();
        foreach (var part in items.Chunk(size))
        {
            split.AddRange(Verdicts(await others.SubmitBatchAsync(part)));
        }

        Assert.Equal(whole, split);
        Assert.Equal(30, whole.Count);
    }

    [Fact]
    public async Task ReplayingABatch_Should_DoNothing_AndAnswerTheSame()
    {
        var items = Mixed(15);
        var first = await transactions.SubmitBatchAsync(items, idempotencyKey: "batch");
        var again = await transactions.SubmitBatchAsync(items, idempotencyKey: "batch");
        var half = await transactions.SubmitBatchAsync([.. items.Take(7)]);

        Assert.Equal(Ids(first, 15), Ids(again, 15));
        Assert.Equal(Ids(first, 7), Ids(half, 7));
        Assert.Equal(Counts(first), Counts(again));
        Assert.All(again.GetProperty("items").EnumerateArray().Where(HasTransaction), item => Assert.True(item.GetProperty("replayed").GetBoolean()));
        Assert.Equal(Ids(first, 15).Count(id => id is not null), await transactions.CountAsync());
    }

    [Fact]
    public async Task Batch_Should_BeRefused_When_ItsKeyComesWithAnotherBatch()
    {
        await transactions.SubmitBatchAsync([Item("a"), Item("b")], idempotencyKey: "batch");

        var other = await transactions.SubmitBatchAsync([Item("a"), Item("c")], idempotencyKey: "batch");

        Assert.Equal("IDEMPOTENCY_KEY_REUSED", CodeOf(other));
        Assert.Equal(2, await transactions.CountAsync());
    }

    [Fact]
    public async Task PoisonItem_Should_BlockNobody()
    {
        var batch = await transactions.SubmitBatchAsync(
            [Item("a"), Item("b", "1.001"), Item("c", "-1"), Item(""), Item("a", "11.00"), Item("d", reference: "bad\nreference"), Item("e")]);

        Assert.Equal((2, 0, 0, 5), Counts(batch));
        Assert.Equal(
            ["", "AMOUNT_TOO_PRECISE", "AMOUNT_NOT_POSITIVE", "IDEMPOTENCY_KEY_INVALID", "IDEMPOTENCY_KEY_REUSED", "REFERENCE_INVALID", ""],
            batch.GetProperty("items").EnumerateArray().Select(ErrorCode));
        Assert.Equal(2, await transactions.CountAsync());
    }

    [Fact]
    public async Task AtomicBatch_Should_RecordNothing_When_OneItemIsNotAccepted()
    {
        var refused = await transactions.SubmitBatchAsync([Item("a"), Item("b", "0")], atomic: true);
        var rejected = await transactions.SubmitBatchAsync([Item("a"), Item("b", country: "KP")], atomic: true);

        Assert.Equal("Nothing was recorded: item 1 is not accepted. The amount must be above zero, but is 0.00 USD.", MessageOf(refused));
        Assert.Equal("Nothing was recorded: item 1 is not accepted. It is rejected: SanctionedCountry.", MessageOf(rejected));
        Assert.Equal(JsonValueKind.Null, rejected.GetProperty("items").ValueKind);
        Assert.Equal(0, await transactions.CountAsync());

        var good = await transactions.SubmitBatchAsync([Item("a"), Item("b")], atomic: true);
        Assert.Equal((2, 0, 0, 0), Counts(good));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1001)]
    public async Task Batch_Should_BeRefused_When_ItsSizeIsOutOfBounds(int count)
    {
        var batch = await transactions.SubmitBatchAsync([.. Enumerable.Range(0, count).Select(i => Item($"k{i}"))]);

        Assert.Equal($"A batch has 1 to 1000 transactions, not {count}.", MessageOf(batch));
        Assert.Equal(0, await transactions.CountAsync());
    }

    [Fact]
    public async Task LargestBatch_Should_AddUp_AndAnswerItsOwnKeysByPlace()
    {
        var batch = await transactions.SubmitBatchAsync(
            [.. Enumerable.Range(0, 1000).Select(_ => new { type = "DEPOSIT", amount = new { amount = "1.00", currency = "USD" } })], idempotencyKey: "big");

        Assert.Equal((10, 0, 990, 0), Counts(batch));
        Assert.Equal(Enumerable.Range(0, 1000), batch.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("index").GetInt32()));
        Assert.Equal(1000, await transactions.CountAsync());
    }

    [Fact]
    public async Task EqualSubmissions_AtOnce_Should_MakeOneTransaction()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => transactions.SubmitAsync(Item("same"))));

        Assert.Single(answers.Select(answer => answer.GetProperty("transaction").GetProperty("id").GetString()).Distinct());
        Assert.Equal(1, await transactions.CountAsync());
    }

    // Everything that can happen to an item: accepted, rejected, refused, repeated, in several countries and sizes.
    private static object[] Mixed(int count)
        => [.. Enumerable.Range(0, count).Select(i => (i % 6) switch
        {
            0 => Item($"k{i}", "9500.00", country: i % 4 == 0 ? "US" : "RU"),
            1 => Item($"k{i}", "12.345"),
            2 => Item($"k{i}", "30000.00", "TRANSFER", destinationAccountId: "acc_2", country: "AF"),
            3 => Item($"k{i}", country: "SY"),
            4 => Item($"k{i}", "15.00", currency: "EUR"),
            _ => Item($"k{i - 5}", "9500.00", country: (i - 5) % 4 == 0 ? "US" : "RU"),
        })];

    private static JsonElement Transaction(JsonElement batch, int index) => batch.GetProperty("items")[index].GetProperty("transaction");

    private static bool HasTransaction(JsonElement item) => item.GetProperty("transaction").ValueKind == JsonValueKind.Object;

    private static string MessageOf(JsonElement payload) => payload.GetProperty("errors")[0].GetProperty("message").GetString()!;

    private static string ErrorCode(JsonElement item)
        => item.GetProperty("error") is { ValueKind: JsonValueKind.Object } error ? error.GetProperty("code").GetString()! : "";

    private static IEnumerable<string?> Ids(JsonElement batch, int items)
        => batch.GetProperty("items").EnumerateArray().Take(items).Select(item => HasTransaction(item) ? item.GetProperty("transaction").GetProperty("id").GetString() : null).Distinct();

    private static List<string> Verdicts(JsonElement batch)
        => [.. batch.GetProperty("items").EnumerateArray().Select(item => HasTransaction(item)
            ? string.Join(' ', ((string[])["status", "riskScore", "errors", "warnings"]).Select(name => item.GetProperty("transaction").GetProperty(name).ToString()))
            : ErrorCode(item))];
}
