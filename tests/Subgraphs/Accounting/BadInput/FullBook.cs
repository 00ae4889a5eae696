using System.Data.Common;
using System.Text.Json;
using FinFlow.Messaging;
using static FinFlow.Subgraphs.Tests.BookOfBadInput;

namespace FinFlow.Subgraphs.Tests;

/// <summary>A book with something of everything in it, and beside it a stranger's.</summary>
/// <param name="tablesSql">Names the tables that must stay as they are.</param>
internal sealed class FullBook(RunningSubgraph accounting, SettableClock clock, DbConnection database, string tablesSql) : IAsyncDisposable
{
    /// <summary>How many events were ever told, as SQLite counts them.</summary>
    private const string Told = "sqlite_sequence: outbox";

    private readonly Dictionary<string, string> ids = [];

    private string Accountant => accounting.TokenFor("usr_1", "org_1", "ACCOUNTANT");

    private string Stranger => accounting.TokenFor("usr_2", "org_2", "ACCOUNTANT");

    internal async Task FillAsync()
    {
        await database.OpenAsync();
        await accounting.TellAsync(clock, new PaymentCaptured(SomeEvents.Payment("pay_1", "org_1", 1_000), 1_000, 0, clock.Now));
        ids["PAYMENT"] = await Telling.UntilAsync(
            async () => (await DataAsync("{ journalEntries { nodes { id } } }")).GetProperty("journalEntries").GetProperty("nodes").EnumerateArray()
                .Select(entry => entry.Text("id")!).FirstOrDefault(""),
            id => id.Length > 0);
        await OpenAccountsAndEntriesAsync();
        await OpenYearAsync();
        await RevalueOnceAsync();
        foreach (var (state, steps) in new (string, string[])[] { ("DRAFT", []), ("ISSUED", ["issueInvoice"]), ("PAID", ["issueInvoice", "payInvoice"]), ("CANCELLED", ["cancelInvoice"]) })
        {
            ids[state] = await InvoiceAsync($"invoice {state}", Accountant, steps);
        }

        ids["STATEMENT"] = await MakeAsync("importStatement", $$"""{ "format": "CSV", "content": "{{Csv}}", "accountCode": "1010" }""", "bankStatement { id }");
        await MakeForStrangerAsync();
        ids["LONG"] = new string('x', 501);
        ids["VERY LONG"] = new string('x', 3_000);
        ids["TOO LARGE"] = new string('x', 1_000_001);
        ids["TOO LONG"] = "date,amount,currency\\n" + string.Concat(Enumerable.Repeat("2026-03-01,1.00,USD\\n", 5_001));
    }

    public async ValueTask DisposeAsync()
    {
        await database.DisposeAsync();
        await accounting.DisposeAsync();
    }

    internal async Task RefusesAsync(string mutation, (string Input, string? Code)[] cases)
    {
        var before = await StateAsync();
        Assert.Equal("AUTH_NOT_AUTHENTICATED", ErrorOf(await SendAsync(mutation, cases[0].Input, null)));
        Assert.Equal("AUTH_NOT_AUTHORIZED", ErrorOf(await SendAsync(mutation, cases[0].Input, accounting.TokenFor("usr_3", "org_1", "ANALYST"))));

        // That a caller lacked the permission is told to the audit trail, and nothing else is.
        Assert.Equal(before.Where(row => !row.StartsWith(Told, StringComparison.Ordinal)), (await StateAsync()).Where(row => !row.StartsWith(Told, StringComparison.Ordinal)));
        before = await StateAsync();
        foreach (var (input, code) in ((string, string?)[])[.. cases, ("null", null), ("[]", null), ("{}", null), ("""{ "surprise": true }""", null)])
        {
            var response = await SendAsync(mutation, input, Accountant);
            var ran = response.TryGetProperty("data", out var data);
            Assert.True(response.TryGetProperty("errors", out _) != ran, $"{input}: {response}");
            Assert.Equal((input, code), (input, ran ? CodeOf(data.GetProperty(mutation)) : null));
        }

        Assert.Equal(before, await StateAsync());
    }

    private static string? ErrorOf(JsonElement response) => response.GetProperty("errors")[0].GetProperty("extensions").Text("code");

    private static string? CodeOf(JsonElement payload)
        => payload.GetProperty("errors") is { ValueKind: JsonValueKind.Array } errors ? errors[0].Text("code") : "it was accepted";

    private static string TypeOf(string mutation) => $"{char.ToUpperInvariant(mutation[0])}{mutation[1..]}Input";

    private async Task OpenAccountsAndEntriesAsync()
    {
        ids["STANDARD"] = (await DataAsync("""{ accounts(where: { code: { eq: "1000" } }) { nodes { id } } }""")).GetProperty("accounts").GetProperty("nodes")[0].Text("id")!;
        ids["FULL"] = await MakeAsync("openAccount", """{ "code": "1050", "name": "Till", "type": "ASSET" }""", "account { id }");
        ids["CLOSED"] = await MakeAsync("openAccount", """{ "code": "1060", "name": "Old till", "type": "ASSET" }""", "account { id }");
        await MakeAsync("closeAccount", """{ "id": "CLOSED" }""", "account { id }");
        ids["REVERSED"] = await MakeAsync("postJournalEntry", EntryOf("1050", "3000", "1.00", "used"), "journalEntry { id }");
        ids["REVERSAL"] = await MakeAsync("reverseJournalEntry", """{ "id": "REVERSED", "reason": "why", "idempotencyKey": "reversed" }""", "journalEntry { id }");
        ids["MANUAL"] = await MakeAsync("postJournalEntry", EntryOf("1050", "3000", "5.00", "manual"), "journalEntry { id }");
    }

    /// <summary>November and December are closed; January and February are over, and open.</summary>
    private async Task OpenYearAsync()
    {
        ids["YEAR"] = await MakeAsync("openFiscalYear", """{ "from": "2025-11-01" }""", "fiscalYear { id }");
        var months = (await DataAsync("{ fiscalPeriods { nodes { id } } }")).GetProperty("fiscalPeriods").GetProperty("nodes");
        for (var month = 1; month <= 12; month++)
        {
            ids[$"MONTH {month}"] = months[month - 1].Text("id")!;
        }

        await MakeAsync("closeFiscalPeriod", """{ "id": "MONTH 1" }""", "fiscalPeriod { id }");
        await MakeAsync("closeFiscalPeriod", """{ "id": "MONTH 2" }""", "fiscalPeriod { id }");
    }

    /// <summary>Euros, which were revalued on 4 March, and from 6 March on pounds, for which nobody has set a rate.</summary>
    private async Task RevalueOnceAsync()
    {
        await MakeAsync("postJournalEntry", EntryOf("1000", "3000", "100.00", "euros", "2026-03-02", "EUR"), "journalEntry { id }");
        await MakeAsync("setExchangeRate", """{ "from": "EUR", "to": "USD", "rate": "1.10", "date": "2026-03-01" }""", "exchangeRate { id }");
        await MakeAsync("setExchangeRate", """{ "from": "EUR", "to": "USD", "rate": "1.20", "date": "2026-03-04" }""", "exchangeRate { id }");
        await MakeAsync("revalue", """{ "asOf": "2026-03-04", "idempotencyKey": "revalued" }""", "revaluation { id }");
        await MakeAsync("postJournalEntry", EntryOf("1000", "3000", "100.00", "pounds", "2026-03-06", "GBP"), "journalEntry { id }");
    }

    private async Task MakeForStrangerAsync()
    {
        ids["FOREIGN ACCOUNT"] = await MakeAsync("openAccount", """{ "code": "1050", "name": "Till", "type": "ASSET" }""", "account { id }", Stranger);
        ids["FOREIGN ENTRY"] = await MakeAsync("postJournalEntry", EntryOf("1000", "3000", "1.00", "entry"), "journalEntry { id }", Stranger);
        ids["FOREIGN INVOICE"] = await InvoiceAsync("invoice", Stranger);
        ids["FOREIGN STATEMENT"] = await MakeAsync("importStatement", $$"""{ "format": "CSV", "content": "{{Csv}}" }""", "bankStatement { id }", Stranger);
        await MakeAsync("openFiscalYear", """{ "from": "2025-11-01" }""", "fiscalYear { id }", Stranger);
        ids["FOREIGN MONTH"] = (await accounting.DataAsync("{ fiscalPeriods { nodes { id } } }", null, Stranger)).GetProperty("fiscalPeriods").GetProperty("nodes")[0].Text("id")!;
    }

    private async Task<string> InvoiceAsync(string key, string token, params string[] steps)
    {
        var id = await MakeAsync("createInvoice", DraftOf("Café", "3.00", "2026-03-20", key), "invoice { id }", token);
        foreach (var step in steps)
        {
            await MakeAsync(step, $$"""{ "id": "{{id}}", "idempotencyKey": "{{step}} {{key}}" }""", "invoice { id }", token);
        }

        return id;
    }

    private async Task<string> MakeAsync(string mutation, string input, string made, string? token = null)
    {
        var payload = (await accounting.DataAsync(
            $"mutation($input: {TypeOf(mutation)}!) {{ {mutation}(input: $input) {{ {made} errors {{ ... on Error {{ code message }} }} }} }}",
            new { input = Filled(input) },
            token ?? Accountant)).GetProperty(mutation);
        Assert.True(payload.GetProperty("errors").ValueKind == JsonValueKind.Null, $"{mutation}: {payload}");
        return payload.GetProperty(made.Split(' ')[0]).Text("id")!;
    }

    private Task<JsonElement> SendAsync(string mutation, string input, string? token)
        => accounting.SendAsync(
            $"mutation($input: {TypeOf(mutation)}!) {{ {mutation}(input: $input) {{ errors {{ ... on Error {{ code message }} }} }} }}", new { input = Filled(input) }, token);

    private Task<JsonElement> DataAsync(string document) => accounting.DataAsync(document, null, Accountant);

    private JsonElement Filled(string input)
        => JsonDocument.Parse(ids.Aggregate(input, (text, id) => text.Replace($"\"{id.Key}\"", $"\"{id.Value}\"", StringComparison.Ordinal))).RootElement;

    /// <summary>Every row of every table.</summary>
    private async Task<List<string>> StateAsync()
    {
        var state = new List<string>();
        foreach (var table in (await RowsAsync(tablesSql)).Order(StringComparer.Ordinal))
        {
            state.AddRange((await RowsAsync($"SELECT * FROM \"{table}\"")).Order(StringComparer.Ordinal).Select(row => $"{table}: {row}"));
        }

        return state;
    }

    private async Task<List<string>> RowsAsync(string sql)
    {
        await using var command = database.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(reader.GetValue)));
        }

        return rows;
    }
}
