using System.Text.Json;
using FinFlow.Accounting;
using FinFlow.Messaging;

namespace FinFlow.Subgraphs.Tests;

/// <summary>Ten bad inputs and more for each mutation that posts or changes an account: each gets its own refusal, and nothing is written.</summary>
public sealed class LedgerBadInputTests : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private readonly SettableClock clock = new(new DateTimeOffset(2026, 3, 10, 12, 0, 0, TimeSpan.Zero));
    private readonly Dictionary<string, string> ids = [];
    private RunningSubgraph accounting = null!;

    private string Accountant => accounting.TokenFor("usr_1", "org_1", "ACCOUNTANT");

    public async Task InitializeAsync()
    {
        accounting = await RunningSubgraph.StartAsync<AccountingSubgraph>(folder.Path, clock);
        await accounting.TellAsync(clock, new PaymentCaptured(SomeEvents.Payment("pay_1", "org_1", 1_000), 1_000, 0, clock.Now));
        await SomeEvents.UntilAsync(async () => (await StateAsync()).Contains("\"PAYMENT\"", StringComparison.Ordinal));
        ids["PAYMENT"] = (await DataAsync("{ journalEntries { nodes { id } } }")).GetProperty("journalEntries").GetProperty("nodes")[0].Text("id")!;
        ids["STANDARD"] = (await DataAsync("""{ accounts(where: { code: { eq: "1000" } }) { nodes { id } } }""")).GetProperty("accounts").GetProperty("nodes")[0].Text("id")!;
        ids["FULL"] = await MakeAsync("openAccount", """{ "code": "1050", "name": "Till", "type": "ASSET" }""", "account");
        ids["CLOSED"] = await MakeAsync("openAccount", """{ "code": "1060", "name": "Old till", "type": "ASSET" }""", "account");
        await MakeAsync("closeAccount", $$"""{ "id": "{{ids["CLOSED"]}}" }""", "account");
        ids["REVERSED"] = await MakeAsync("postJournalEntry", EntryOf("1050", "3000", "1.00", "used"), "journalEntry");
        ids["REVERSAL"] = await MakeAsync("reverseJournalEntry", $$"""{ "id": "{{ids["REVERSED"]}}", "reason": "why", "idempotencyKey": "reversed" }""", "journalEntry");
        ids["MANUAL"] = await MakeAsync("postJournalEntry", EntryOf("1050", "3000", "5.00", "manual"), "journalEntry");
        ids["DRAFT"] = await InvoiceAsync("draft");
        ids["ISSUED"] = await InvoiceAsync("issued", "issueInvoice");
        ids["PAID"] = await InvoiceAsync("paid", "issueInvoice", "payInvoice");
        ids["CANCELLED"] = await InvoiceAsync("cancelled", "cancelInvoice");
        ids["LONG"] = new string('x', 501);
    }

    [Fact]
    public Task OpenAccount_Should_Refuse() => RefusesAsync(
        "openAccount",
        ("""{ "code": "", "name": "Till", "type": "ASSET" }""", "ACCOUNT_CODE_INVALID"),
        ("""{ "code": "12", "name": "Till", "type": "ASSET" }""", "ACCOUNT_CODE_INVALID"),
        ("""{ "code": "12345678901", "name": "Till", "type": "ASSET" }""", "ACCOUNT_CODE_INVALID"),
        ("""{ "code": "12a4", "name": "Till", "type": "ASSET" }""", "ACCOUNT_CODE_INVALID"),
        ("""{ "code": "-123", "name": "Till", "type": "ASSET" }""", "ACCOUNT_CODE_INVALID"),
        ("""{ "code": "١٢٣٤", "name": "Till", "type": "ASSET" }""", "ACCOUNT_CODE_INVALID"),
        ("""{ "code": "1070", "name": "", "type": "ASSET" }""", "ACCOUNT_NAME_INVALID"),
        ("""{ "code": "1070", "name": "a\u0000b", "type": "ASSET" }""", "ACCOUNT_NAME_INVALID"),
        ("""{ "code": "1070", "name": "LONG", "type": "ASSET" }""", "ACCOUNT_NAME_INVALID"),
        ("""{ "code": "1070", "name": "Till", "type": "REVENUE", "cashFlowActivity": "CASH" }""", "CASH_ACCOUNT_NOT_ASSET"),
        ("""{ "code": "1000", "name": "Till", "type": "ASSET" }""", "ACCOUNT_CODE_TAKEN"),
        ("""{ "code": "1060", "name": "Till", "type": "ASSET" }""", "ACCOUNT_CODE_TAKEN"));

    [Fact]
    public Task CloseAccount_Should_Refuse() => RefusesAsync(
        "closeAccount",
        [
            .. NoIds.Select(id => ($$"""{ "id": "{{id}}" }""", "ACCOUNT_NOT_FOUND")),
            ("""{ "id": "STANDARD" }""", "ACCOUNT_IS_STANDARD"), ("""{ "id": "FULL" }""", "ACCOUNT_NOT_EMPTY"), ("""{ "id": "CLOSED" }""", "ACCOUNT_ALREADY_CLOSED"),
        ]);

    [Fact]
    public Task PostJournalEntry_Should_Refuse() => RefusesAsync(
        "postJournalEntry",
        ("""{ "description": "x", "idempotencyKey": "bad", "lines": [] }""", "JOURNAL_ENTRY_TOO_SHORT"),
        ("""{ "description": "x", "idempotencyKey": "bad", "lines": [{ "accountCode": "1000", "debit": { "amount": "1", "currency": "USD" } }] }""", "JOURNAL_ENTRY_TOO_SHORT"),
        ("""{ "description": "x", "idempotencyKey": "bad", "lines": [{ "accountCode": "1000" }, { "accountCode": "3000" }] }""", "LINE_SIDE_INVALID"),
        (EntryOf("1000", "1000", "1.00", "bad"), "JOURNAL_ENTRY_ON_ONE_ACCOUNT"),
        (EntryOf("1000", "9999", "1.00", "bad"), "ACCOUNT_NOT_FOUND"),
        (EntryOf("1060", "3000", "1.00", "bad"), "ACCOUNT_INACTIVE"),
        (EntryOf("1000", "3000", "0", "bad"), "AMOUNT_NOT_POSITIVE"),
        (EntryOf("1000", "3000", "-1.00", "bad"), "AMOUNT_NOT_POSITIVE"),
        (EntryOf("1000", "3000", "1.001", "bad"), "AMOUNT_TOO_PRECISE"),
        (EntryOf("1000", "3000", "10000000000000.01", "bad"), "LINE_AMOUNT_TOO_LARGE"),
        (EntryOf("1000", "3000", "1.00", ""), "IDEMPOTENCY_KEY_INVALID"),
        (EntryOf("1000", "3000", "1.01", "manual"), "IDEMPOTENCY_KEY_REUSED"),
        (EntryOf("1000", "3000", "1.00", "bad", "2026-03-12"), "EFFECTIVE_DATE_IN_FUTURE"),
        (EntryOf("1000", "3000", "1.00", "bad").Replace("Something", " ", StringComparison.Ordinal), "DESCRIPTION_INVALID"),
        (EntryOf("1000", "3000", "1.00", "bad").Replace("Something", "LONG", StringComparison.Ordinal), "DESCRIPTION_INVALID"));

    [Fact]
    public Task ReverseJournalEntry_Should_Refuse() => RefusesAsync(
        "reverseJournalEntry",
        [
            .. NoIds.Select(id => ($$"""{ "id": "{{id}}", "reason": "why", "idempotencyKey": "bad" }""", "JOURNAL_ENTRY_NOT_FOUND")),
            ("""{ "id": "PAYMENT", "reason": "why", "idempotencyKey": "bad" }""", "JOURNAL_ENTRY_NOT_MANUAL"),
            ("""{ "id": "REVERSAL", "reason": "why", "idempotencyKey": "bad" }""", "REVERSAL_NOT_REVERSIBLE"),
            ("""{ "id": "REVERSED", "reason": "why", "idempotencyKey": "bad" }""", "JOURNAL_ENTRY_ALREADY_REVERSED"),
            ("""{ "id": "MANUAL", "reason": "", "idempotencyKey": "bad" }""", "DESCRIPTION_INVALID"),
            ("""{ "id": "MANUAL", "reason": "LONG", "idempotencyKey": "bad" }""", "DESCRIPTION_INVALID"),
            ("""{ "id": "MANUAL", "reason": "why", "idempotencyKey": "" }""", "IDEMPOTENCY_KEY_INVALID"),
            ("""{ "id": "MANUAL", "reason": "why", "idempotencyKey": "reversed" }""", "IDEMPOTENCY_KEY_REUSED"),
            ("""{ "id": "MANUAL", "reason": "why", "effectiveDate": "2026-03-12", "idempotencyKey": "bad" }""", "EFFECTIVE_DATE_IN_FUTURE"),
        ]);

    [Fact]
    public Task CreateInvoice_Should_Refuse() => RefusesAsync(
        "createInvoice",
        (DraftOf("", "1.00", "2026-03-20", "bad"), "CUSTOMER_NAME_INVALID"),
        (DraftOf(" ", "1.00", "2026-03-20", "bad"), "CUSTOMER_NAME_INVALID"),
        (DraftOf("LONG", "1.00", "2026-03-20", "bad"), "CUSTOMER_NAME_INVALID"),
        (DraftOf("Café", "0.00", "2026-03-20", "bad"), "AMOUNT_NOT_POSITIVE"),
        (DraftOf("Café", "-1.00", "2026-03-20", "bad"), "AMOUNT_NOT_POSITIVE"),
        (DraftOf("Café", "1.001", "2026-03-20", "bad"), "AMOUNT_TOO_PRECISE"),
        (DraftOf("Café", "10000000000000.01", "2026-03-20", "bad"), "LINE_AMOUNT_TOO_LARGE"),
        (DraftOf("Café", "1.00", "2026-03-09", "bad"), "DUE_DATE_PASSED"),
        (DraftOf("Café", "1.00", "0001-01-01", "bad"), "DUE_DATE_PASSED"),
        (DraftOf("Café", "1.00", "2026-03-20", ""), "IDEMPOTENCY_KEY_INVALID"),
        (DraftOf("Café", "1.00", "2026-03-20", "draft"), "IDEMPOTENCY_KEY_REUSED"));

    [Theory]
    [InlineData("issueInvoice", "INVOICE_NOT_ISSUABLE", "ISSUED", "PAID", "CANCELLED")]
    [InlineData("payInvoice", "INVOICE_NOT_PAYABLE", "DRAFT", "PAID", "CANCELLED")]
    [InlineData("cancelInvoice", "INVOICE_NOT_CANCELLABLE", "PAID", "CANCELLED", "PAID")]
    public Task InvoiceStep_Should_Refuse(string mutation, string code, params string[] states) => RefusesAsync(
        mutation,
        [
            .. NoIds.Select(id => ($$"""{ "id": "{{id}}", "idempotencyKey": "bad" }""", "INVOICE_NOT_FOUND")),
            .. states.Select(state => ($$"""{ "id": "{{state}}", "idempotencyKey": "bad" }""", code)),
            ("""{ "id": "DRAFT", "idempotencyKey": "" }""", "IDEMPOTENCY_KEY_INVALID"),
            ("""{ "id": "DRAFT", "idempotencyKey": " " }""", "IDEMPOTENCY_KEY_INVALID"),
            ("""{ "id": "DRAFT" }""", null),
        ]);

    public async Task DisposeAsync()
    {
        await accounting.DisposeAsync();
        folder.Dispose();
    }

    private static string[] NoIds => ["", "x_nothing", "org_1", "' OR 1=1 --", "1000", "acc_", "je_0"];

    private static string EntryOf(string debit, string credit, string amount, string key, string date = "2026-03-10")
        => $$"""
            { "description": "Something", "idempotencyKey": "{{key}}", "effectiveDate": "{{date}}", "lines": [
              { "accountCode": "{{debit}}", "debit": { "amount": "{{amount}}", "currency": "USD" } },
              { "accountCode": "{{credit}}", "credit": { "amount": "{{amount}}", "currency": "USD" } }] }
            """;

    private static string DraftOf(string customer, string amount, string due, string key)
        => $$"""{ "customerName": "{{customer}}", "amount": { "amount": "{{amount}}", "currency": "USD" }, "dueDate": "{{due}}", "idempotencyKey": "{{key}}" }""";

    private async Task RefusesAsync(string mutation, params (string Input, string? Code)[] cases)
    {
        Assert.True(cases.Length >= 10);
        var before = await StateAsync();
        foreach (var (input, code) in cases)
        {
            var filled = ids.Aggregate(input, (text, id) => text.Replace($"\"{id.Key}\"", $"\"{id.Value}\"", StringComparison.Ordinal));
            var response = await SendAsync(mutation, filled);
            var isRefused = response.TryGetProperty("data", out var data);

            // A key that is missing is no request at all: it is refused before anything runs.
            Assert.Equal((input, code), (input, isRefused ? data.GetProperty(mutation).GetProperty("errors")[0].Text("code") : null));
        }

        Assert.Equal(before, await StateAsync());
    }

    private Task<JsonElement> SendAsync(string mutation, string input)
        => accounting.SendAsync(
            $"mutation($input: {char.ToUpperInvariant(mutation[0])}{mutation[1..]}Input!) {{ {mutation}(input: $input) {{ errors {{ ... on Error {{ code message }} }} }} }}",
            new { input = JsonDocument.Parse(input).RootElement },
            Accountant);

    private Task<JsonElement> DataAsync(string document) => accounting.DataAsync(document, null, Accountant);

    private async Task<string> StateAsync() => (await DataAsync(
        "{ accounts(first: 100) { nodes { id isActive } } journalEntries(first: 100) { nodes { id sourceType } } invoices(first: 100) { nodes { id status } } }")).ToString();

    private async Task<string> MakeAsync(string mutation, string input, string made)
    {
        var payload = (await accounting.DataAsync(
            $"mutation($input: {char.ToUpperInvariant(mutation[0])}{mutation[1..]}Input!) {{ {mutation}(input: $input) {{ {made} {{ id }} }} }}",
            new { input = JsonDocument.Parse(input).RootElement },
            Accountant)).GetProperty(mutation);
        return payload.GetProperty(made).Text("id")!;
    }

    private async Task<string> InvoiceAsync(string key, params string[] steps)
    {
        var id = await MakeAsync("createInvoice", DraftOf("Café", "3.00", "2026-03-20", key), "invoice");
        foreach (var step in steps)
        {
            await MakeAsync(step, $$"""{ "id": "{{id}}", "idempotencyKey": "{{step}} {{key}}" }""", "invoice");
        }

        return id;
    }
}
