using System.Text.Json;
using FinFlow.Transactions;

namespace FinFlow.Subgraphs.Tests;

/// <summary>Ten bad inputs and more for each mutation of transactions: each gets its own refusal, and nothing is written.</summary>
public sealed class TransactionsBadInputTests : IAsyncLifetime
{
    /// <summary>A standard GraphQL error, before anything runs.</summary>
    private const string Malformed = "(malformed)";

    private readonly TemporaryFolder folder = new();
    private readonly SettableClock clock = new(new DateTimeOffset(2026, 3, 10, 12, 0, 0, TimeSpan.Zero));
    private readonly Dictionary<string, string> ids = [];
    private RunningSubgraph transactions = null!;

    private string Merchant => transactions.TokenFor("usr_1", "org_1", "MERCHANT");

    private string Reviewer => transactions.TokenFor("usr_9", "org_9", "COMPLIANCE_OFFICER");

    public async Task InitializeAsync()
    {
        transactions = await RunningSubgraph.StartAsync<TransactionsSubgraph>(folder.Path, clock);
        ids["DONE"] = await SubmitAsync(Of("done"));
        ids["REJECTED"] = await SubmitAsync(Of("rejected", country: "KP"));
        ids["HELD"] = await SubmitAsync(Of("held", currency: "GBP"));
        ids["APPROVED"] = await SubmitAsync(Of("approved", currency: "GBP"));
        ids["REFUSED"] = await SubmitAsync(Of("refused", currency: "GBP"));
        ids["LONG"] = new string('x', 501);
        ids["VERY LONG"] = new string('x', 100_000);
        await ReviewAsync("approveTransaction", "APPROVED");
        await ReviewAsync("rejectTransaction", "REFUSED");
        await DataAsync("submitTransactionBatch", $$"""{ "idempotencyKey": "batch", "transactions": [{{Of("first")}}] }""", Merchant);
    }

    [Fact]
    public Task SubmitTransaction_Should_Refuse() => RefusesAsync("submitTransaction", BadItems);

    [Fact]
    public Task SubmitTransactionBatch_Should_Refuse() => RefusesAsync(
        "submitTransactionBatch",
        [
            new("""{ "transactions": [] }""", "BATCH_SIZE_INVALID"),
            new($$"""{ "transactions": [{{string.Join(',', Enumerable.Range(0, 1_001).Select(i => Of($"k{i}")))}}] }""", "BATCH_SIZE_INVALID"),
            new($$"""{ "idempotencyKey": "", "transactions": [{{Of("new")}}] }""", "IDEMPOTENCY_KEY_INVALID"),
            new($$"""{ "idempotencyKey": "  ", "transactions": [{{Of("new")}}] }""", "IDEMPOTENCY_KEY_INVALID"),
            new($$"""{ "idempotencyKey": "a\u0000b", "transactions": [{{Of("new")}}] }""", "IDEMPOTENCY_KEY_INVALID"),
            new($$"""{ "idempotencyKey": "{{new string('k', 251)}}", "transactions": [{{Of("new")}}] }""", "IDEMPOTENCY_KEY_INVALID"),
            new($$"""{ "idempotencyKey": "batch", "transactions": [{{Of("other")}}] }""", "IDEMPOTENCY_KEY_REUSED"),
            new($$"""{ "idempotencyKey": "batch", "transactions": [{{Of("first")}}], "atomic": true }""", "IDEMPOTENCY_KEY_REUSED"),
            new($$"""{ "atomic": true, "transactions": [{{Of("new")}}, {{Of("bad", "0")}}] }""", "BATCH_NOT_ACCEPTED"),
            new($$"""{ "atomic": true, "transactions": [{{Of("new")}}, {{Of("bad", country: "IR")}}] }""", "BATCH_NOT_ACCEPTED"),
            new($$"""{ "atomic": true, "transactions": [{{Of("new")}}, {{Of("done", "11.00")}}] }""", "BATCH_NOT_ACCEPTED"),
            new("""{ "transactions": null }""", Malformed),
            new($$"""{ "transactions": [{{Of("new")}}, null] }""", Malformed),
            new($$"""{ "atomic": "yes", "transactions": [{{Of("new")}}] }""", Malformed),
            new($$"""{ "transactions": [{{Of("new", type: "GIFT")}}] }""", Malformed),
            new($$"""{ "transactions": [{{Of("new")}}] }""", "AUTH_NOT_AUTHENTICATED", Caller.Nobody),
            new($$"""{ "transactions": [{{Of("new")}}] }""", "AUTH_NOT_AUTHORIZED", Caller.Unpermitted),

            // Inside a batch that is not atomic a wrong item is refused alone, by the code that it would get by itself.
            .. BadItems.Where(bad => bad is { As: Caller.Permitted, Code: not Malformed }).Select(bad => bad with { Input = $$"""{ "transactions": [{{bad.Input}}] }""" }),
        ]);

    [Fact]
    public Task ApproveTransaction_Should_Refuse() => RefusesAsync("approveTransaction", BadReviews);

    [Fact]
    public Task RejectTransaction_Should_Refuse() => RefusesAsync("rejectTransaction", BadReviews);

    public async Task DisposeAsync()
    {
        await transactions.DisposeAsync();
        folder.Dispose();
    }

    private static Bad[] BadItems =>
    [
        new(Of("new", "0"), "AMOUNT_NOT_POSITIVE"),
        new(Of("new", "-0.01"), "AMOUNT_NOT_POSITIVE"),
        new(Of("new", "1.001"), "AMOUNT_TOO_PRECISE"),
        new(Of("new", "1.5", currency: "JPY"), "AMOUNT_TOO_PRECISE"),
        new(Of("new", "99999999999999999999.00"), "AMOUNT_OUT_OF_RANGE"),
        new(Of(""), "IDEMPOTENCY_KEY_INVALID"),
        new(Of("   "), "IDEMPOTENCY_KEY_INVALID"),
        new(Of("a\\u0000b"), "IDEMPOTENCY_KEY_INVALID"),
        new(Of(new string('k', 256)), "IDEMPOTENCY_KEY_INVALID"),
        new(Of("done", "11.00"), "IDEMPOTENCY_KEY_REUSED"),
        new(Of("done", type: "OTHER"), "IDEMPOTENCY_KEY_REUSED"),
        new(Of("batch"), "IDEMPOTENCY_KEY_REUSED"),
        new(Of("new", more: """, "reference": "two\nlines" """), "REFERENCE_INVALID"),
        new(Of("new", more: $", \"reference\": \"{new string('r', 256)}\""), "REFERENCE_INVALID"),
        new(Of("new", more: ", \"description\": \"LONG\""), "DESCRIPTION_TOO_LONG"),
        new(Of("new", more: ", \"sourceAccountId\": \"\""), "ACCOUNT_ID_INVALID"),
        new(Of("new", more: """, "sourceAccountId": "a\u0000b" """), "ACCOUNT_ID_INVALID"),
        new(Of("new", more: $", \"destinationAccountId\": \"{new string('a', 65)}\""), "ACCOUNT_ID_INVALID"),
        new(Of("new", more: ", \"loanId\": \"\""), "LOAN_ID_INVALID"),
        new(Of("new", more: $", \"loanId\": \"{new string('l', 65)}\""), "LOAN_ID_INVALID"),
        .. ((string[])["", "8.8.8", "8.8.8.8.8", "256.1.1.1", "localhost", "8.8.8.8:80", "2606::1::2", "fe80::1%eth0"]).Select(address => new Bad(Of("new", more: $", \"ipAddress\": \"{address}\""), "IP_ADDRESS_INVALID")),
        new(Of("new", more: ", \"deviceId\": \" \""), "DEVICE_ID_INVALID"),
        new(Of("new", more: """, "deviceId": "a\nb" """), "DEVICE_ID_INVALID"),
        new(Of("new", more: $", \"deviceId\": \"{new string('d', 129)}\""), "DEVICE_ID_INVALID"),
        new(Of("new", type: "GIFT"), Malformed),
        new(Of("new", "ten"), Malformed),
        new(Of("new", "NaN"), Malformed),
        new(Of("new", currency: "XXZ"), Malformed),
        new(Of("new", currency: "usd"), Malformed),
        new(Of("new", country: "NK"), Malformed),
        new("""{ "type": "DEPOSIT", "amount": { "amount": "1.00", "currency": "USD" } }""", Malformed),
        new("""{ "amount": { "amount": "1.00", "currency": "USD" }, "idempotencyKey": "new" }""", Malformed),
        new(Of("new", more: ", \"riskScore\": 0"), Malformed),
        new(Of("new"), "AUTH_NOT_AUTHENTICATED", Caller.Nobody),
        new(Of("new"), "AUTH_NOT_AUTHORIZED", Caller.Unpermitted),
    ];

    private static Bad[] BadReviews =>
    [
        .. ((string[])["", "txn_", "txn_0", "org_1", "' OR 1=1 --", "DONE DONE", "a\\u0000b", "two\\nlines", "LONG", "VERY LONG"]).Select(id => new Bad($$"""{ "id": "{{id}}", "reason": "why" }""", "TRANSACTION_NOT_FOUND")),
        new("""{ "id": "DONE", "reason": "why" }""", "TRANSACTION_NOT_HELD"),
        new("""{ "id": "REJECTED", "reason": "why" }""", "TRANSACTION_NOT_HELD"),
        new("""{ "id": "APPROVED", "reason": "why" }""", "TRANSACTION_NOT_HELD"),
        new("""{ "id": "REFUSED", "reason": "why" }""", "TRANSACTION_NOT_HELD"),
        new("""{ "id": "HELD", "reason": "" }""", "REASON_REQUIRED"),
        new("""{ "id": "HELD", "reason": " \t\n " }""", "REASON_REQUIRED"),
        new("""{ "id": "HELD", "reason": "LONG" }""", "REASON_REQUIRED"),
        new("""{ "id": "HELD", "reason": "VERY LONG" }""", "REASON_REQUIRED"),
        new("""{ "id": "HELD", "reason": "a\u0000b" }""", "REASON_REQUIRED"),
        new("""{ "id": "HELD", "reason": "a\u001b[2Jb" }""", "REASON_REQUIRED"),
        new("""{ "id": "HELD" }""", Malformed),
        new("""{ "id": "HELD", "reason": null }""", Malformed),
        new("""{ "id": "HELD", "reason": 7 }""", Malformed),
        new("""{ "id": { "is": "HELD" }, "reason": "why" }""", Malformed),
        new("""{ "id": "HELD", "reason": "why" }""", "AUTH_NOT_AUTHENTICATED", Caller.Nobody),
        new("""{ "id": "HELD", "reason": "why" }""", "AUTH_NOT_AUTHORIZED", Caller.Unpermitted),
    ];

    private static string Of(string key, string amount = "10.00", string type = "DEPOSIT", string currency = "USD", string country = "US", string more = "")
        => $$"""{ "type": "{{type}}", "amount": { "amount": "{{amount}}", "currency": "{{currency}}" }, "country": "{{country}}", "idempotencyKey": "{{key}}"{{more}} }""";

    private async Task RefusesAsync(string mutation, params Bad[] cases)
    {
        Assert.True(cases.Length >= 10);
        var before = StoredRows.Of(folder.File("transactions.db"));
        foreach (var (input, code, caller) in cases)
        {
            var filled = ids.Aggregate(input, (text, id) => text.Replace($"\"{id.Key}\"", $"\"{id.Value}\"", StringComparison.Ordinal));
            Assert.Equal((input, code), (input, CodeOf(await SendAsync(mutation, filled, TokenOf(caller, mutation)), mutation)));
        }

        Assert.Equal(before, StoredRows.Of(folder.File("transactions.db"), permissionsRefused: cases.Count(bad => bad.Code == "AUTH_NOT_AUTHORIZED")));
    }

    private string? TokenOf(Caller caller, string mutation) => (caller, mutation.StartsWith("submit", StringComparison.Ordinal)) switch
    {
        (Caller.Nobody, _) => null,
        (Caller.Permitted, true) or (Caller.Unpermitted, false) => Merchant,
        _ => Reviewer,
    };

    private static string? CodeOf(JsonElement response, string mutation)
    {
        if (response.TryGetProperty("errors", out var errors))
        {
            return response.TryGetProperty("data", out _) ? errors[0].GetProperty("extensions").GetProperty("code").GetString() : Malformed;
        }

        var payload = response.GetProperty("data").GetProperty(mutation);
        return payload.GetProperty("errors") is { ValueKind: JsonValueKind.Array } refusals
            ? refusals[0].GetProperty("code").GetString()
            : payload.TryGetProperty("items", out var items) ? items[0].GetProperty("error").GetProperty("code").GetString() : null;
    }

    private Task<JsonElement> SendAsync(string mutation, string input, string? token)
        => transactions.SendAsync(
            $$"""
            mutation($input: {{char.ToUpperInvariant(mutation[0])}}{{mutation[1..]}}Input!) {
              {{mutation}}(input: $input) { {{(mutation.EndsWith("Batch", StringComparison.Ordinal) ? "items { error { code } }" : "transaction { id }")}} errors { ... on Error { code message } } }
            }
            """,
            new { input = JsonDocument.Parse(input).RootElement },
            token);

    private async Task<JsonElement> DataAsync(string mutation, string input, string token)
    {
        var response = await SendAsync(mutation, input, token);
        Assert.False(response.TryGetProperty("errors", out var errors), $"{errors}");
        return response.GetProperty("data").GetProperty(mutation);
    }

    private async Task<string> SubmitAsync(string input) => (await DataAsync("submitTransaction", input, Merchant)).GetProperty("transaction").GetProperty("id").GetString()!;

    private Task<JsonElement> ReviewAsync(string mutation, string name) => DataAsync(mutation, $$"""{ "id": "{{ids[name]}}", "reason": "why" }""", Reviewer);

    private enum Caller { Permitted, Unpermitted, Nobody }

    private sealed record Bad(string Input, string Code, Caller As = Caller.Permitted);
}
