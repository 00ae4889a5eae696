using System.Text.Json;
using FinFlow.Accounting;
using FinFlow.Messaging;

namespace FinFlow.Subgraphs.Tests;

/// <summary>A book from its opening to its statements: by events and through the schema, over a real database.</summary>
public sealed class AccountingTests : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private readonly SettableClock clock = new(new DateTimeOffset(2026, 3, 10, 12, 0, 0, TimeSpan.Zero));
    private RunningSubgraph accounting = null!;

    private string Ada => accounting.TokenFor("usr_1", "org_1", "MERCHANT");

    private string Stranger => accounting.TokenFor("usr_2", "org_2", "MERCHANT");

    public async Task InitializeAsync()
    {
        accounting = await RunningSubgraph.StartAsync<AccountingSubgraph>(folder.Path, clock);
        await accounting.TellAsync(clock, new UserRegistered("usr_1", "org_1", "ada@shop.example", "Ada", ["MERCHANT"], clock.Now));
        await SomeEvents.UntilAsync(async () => (await DataAsync("{ accounts { totalCount } }")).GetProperty("accounts").GetProperty("totalCount").GetInt32() == 19);
    }

    [Fact]
    public async Task CapturedAndRefundedPayment_Should_PostOnce_AndBalance()
    {
        var payment = SomeEvents.Payment("pay_1", "org_1", 12995);
        var captured = new PaymentCaptured(payment, 12995, 407, clock.Now);
        var refunded = new PaymentRefunded(payment, "ref_1", 2995, 2995, null, clock.Now);
        await accounting.TellAsync(clock, captured, refunded, captured, refunded);
        await EntriesAsync(2);

        var entry = (await DataAsync(
            "query($id: ID!) { paymentById(id: $id) { journalEntry { sourceType lines { account { code name } debit { amount currency } credit { amount } } } } }",
            new { id = "pay_1" })).GetProperty("paymentById").GetProperty("journalEntry");
        Assert.Equal(
            ["1010 129.95 ", "4000  129.95", "6000 4.07 ", "1010  4.07"],
            entry.GetProperty("lines").EnumerateArray().Select(line =>
                $"{line.GetProperty("account").GetProperty("code")} {AmountOf(line.GetProperty("debit"))} {AmountOf(line.GetProperty("credit"))}"));

        var sheet = (await DataAsync(
            """
            { balanceSheet { asOf currency balanced assets { lines { account { code name } balance { amount currency } } total { amount } }
              liabilities { total { amount } } equity { total { amount } lines { account { code } balance { amount } } } } }
            """)).GetProperty("balanceSheet");
        Assert.True(sheet.GetProperty("balanced").GetBoolean());
        Assert.Equal("2026-03-10", sheet.GetProperty("asOf").GetString());
        Assert.Equal("95.93", AmountOf(sheet.GetProperty("assets").GetProperty("total")));
        Assert.Equal("95.93", AmountOf(sheet.GetProperty("equity").GetProperty("total")));

        var flow = (await DataAsync(
            "{ cashFlowStatement { operating { total { amount } } netChange { amount } closingCash { amount } } incomeStatement { netIncome { amount } } }"));
        Assert.Equal("95.93", AmountOf(flow.GetProperty("cashFlowStatement").GetProperty("operating").GetProperty("total")));
        Assert.Equal("95.93", AmountOf(flow.GetProperty("incomeStatement").GetProperty("netIncome")));
    }

    [Fact]
    public async Task Loan_Should_ComeAsCashAndDebt_AndGoWithInterest()
    {
        var loan = new LoanFacts("lon_1", "org_1", "usr_1", 100_000, 91_000, "USD");
        await accounting.TellAsync(clock, new LoanDisbursed(loan, clock.Now), new LoanRepaid(loan, "rpy_1", 9_000, 800, clock.Now));
        await EntriesAsync(2);

        var balances = (await DataAsync("{ accounts(where: { code: { in: [\"1000\", \"2100\", \"6100\"] } }) { nodes { code balances { amount } } } }"))
            .GetProperty("accounts").GetProperty("nodes");
        Assert.Equal(
            ["1000 902.00", "2100 910.00", "6100 8.00"],
            balances.EnumerateArray().Select(account => $"{account.GetProperty("code")} {AmountOf(account.GetProperty("balances")[0])}"));
    }

    [Fact]
    public async Task Entry_Should_BePostedOnceForAKey_AndReversedOnce()
    {
        var first = await PostAsync("key 1", "100.00", "100.00");
        var again = await PostAsync("key 1", "100.00", "100.00");
        Assert.Equal(first.GetProperty("journalEntry").ToString(), again.GetProperty("journalEntry").ToString());
        Assert.Equal("IDEMPOTENCY_KEY_REUSED", CodeOf(await PostAsync("key 1", "200.00", "200.00")));
        Assert.Equal("JOURNAL_ENTRY_UNBALANCED", CodeOf(await PostAsync("key 2", "100.00", "99.99")));

        var id = first.GetProperty("journalEntry").GetProperty("id").GetString()!;
        Assert.Equal("JOURNAL_ENTRY_NOT_FOUND", CodeOf(await ReverseAsync("key 3", id, Stranger)));
        var reversal = (await ReverseAsync("key 4", id, Ada)).GetProperty("journalEntry");
        Assert.Equal(id, reversal.GetProperty("reverses").GetProperty("id").GetString());
        Assert.Equal("JOURNAL_ENTRY_ALREADY_REVERSED", CodeOf(await ReverseAsync("key 5", id, Ada)));

        var trial = (await DataAsync("{ trialBalance { balanced lines { account { code } } totals { debit { amount } } } journalEntries { totalCount } }"));
        Assert.Empty(trial.GetProperty("trialBalance").GetProperty("lines").EnumerateArray());
        Assert.Equal(2, trial.GetProperty("journalEntries").GetProperty("totalCount").GetInt32());
    }

    [Fact]
    public async Task ManyAtOnceWithOneKey_Should_PostOneEntry()
    {
        var payloads = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => PostAsync("one key", "100.00", "100.00"))));

        Assert.Single(payloads.Select(payload => payload.GetProperty("journalEntry").GetProperty("id").GetString()).Distinct());
        Assert.Equal(1, (await DataAsync("{ journalEntries { totalCount } }")).GetProperty("journalEntries").GetProperty("totalCount").GetInt32());
    }

    [Fact]
    public async Task Strangers_Should_SeeNothing()
    {
        await PostAsync("key 1", "100.00", "100.00");
        var entry = (await DataAsync("{ journalEntries { nodes { id } } accounts(first: 1) { nodes { id } } }"));
        var ids = new
        {
            entry = entry.GetProperty("journalEntries").GetProperty("nodes")[0].GetProperty("id").GetString(),
            account = entry.GetProperty("accounts").GetProperty("nodes")[0].GetProperty("id").GetString(),
        };

        var seen = await accounting.DataAsync(
            "query($entry: ID!, $account: ID!) { journalEntry(id: $entry) { id } account(id: $account) { id } journalEntries { totalCount } }", ids, Stranger);
        Assert.Equal("""{"journalEntry":null,"account":null,"journalEntries":{"totalCount":0}}""", seen.ToString());

        var nobody = await accounting.SendAsync("{ balanceSheet { currency } }");
        Assert.Equal("AUTH_NOT_AUTHENTICATED", nobody.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString());
    }

    [Fact]
    public async Task Invoice_Should_BeIssuedOverdueAndPaid()
    {
        var created = (await DataAsync(
            """
            mutation { createInvoice(input: { customerName: "Café Solstice", amount: { amount: "400.00", currency: "USD" }, dueDate: "2026-03-20", idempotencyKey: "i1" }) {
              invoice { id number status } errors { ... on Error { code message } } } }
            """)).GetProperty("createInvoice").GetProperty("invoice");
        Assert.Equal(("INV-00001", "DRAFT"), (created.GetProperty("number").GetString(), created.GetProperty("status").GetString()));
        var id = created.GetProperty("id").GetString()!;

        Assert.Equal("INVOICE_NOT_PAYABLE", CodeOf(await InvoiceAsync("payInvoice", id)));
        Assert.Equal("ISSUED", StatusOf(await InvoiceAsync("issueInvoice", id)));
        clock.Now = clock.Now.AddDays(11);
        await accounting.RunPeriodicJobsAsync();
        Assert.Equal("OVERDUE", (await DataAsync("query($id: ID!) { invoice(id: $id) { status } }", new { id })).GetProperty("invoice").GetProperty("status").GetString());
        Assert.Equal(["invoice.issued INV-00001", "invoice.overdue INV-00001 1"], await InvoiceEventsAsync());
        await accounting.RunPeriodicJobsAsync();
        Assert.Equal("PAID", StatusOf(await InvoiceAsync("payInvoice", id)));
        Assert.Equal(["invoice.issued INV-00001", "invoice.overdue INV-00001 1", "invoice.paid INV-00001"], await InvoiceEventsAsync(3));
        Assert.Equal("INVOICE_NOT_CANCELLABLE", CodeOf(await InvoiceAsync("cancelInvoice", id)));

        var balances = (await DataAsync("{ accounts(where: { code: { in: [\"1000\", \"1100\", \"4000\"] } }) { nodes { balances { amount } } } }")).GetProperty("accounts").GetProperty("nodes");
        Assert.Equal(["400.00", "0.00", "400.00"], balances.EnumerateArray().Select(account => AmountOf(account.GetProperty("balances")[0])));
    }

    [Fact]
    public async Task BalanceChanged_Should_TellEachEntryThatMovesTheAccount()
    {
        var account = (await DataAsync("{ accounts(where: { code: { eq: \"1000\" } }) { nodes { id } } }"))
            .GetProperty("accounts").GetProperty("nodes")[0].GetProperty("id").GetString();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        const string Document = "subscription($id: ID!) { balanceChanged(accountId: $id) { account { code balances { amount } } journalEntry { description } } }";
        await using var changes = accounting.SubscribeAsync(Document, new { id = account }, Ada, patience.Token).GetAsyncEnumerator(patience.Token);
        var next = changes.MoveNextAsync().AsTask();
        while (!next.IsCompleted)
        {
            await PostAsync($"key {Guid.CreateVersion7()}", "100.00", "100.00");
            await Task.WhenAny(next, Task.Delay(200));
        }

        Assert.True(await next);
        var change = changes.Current.GetProperty("balanceChanged");
        Assert.Equal("1000", change.GetProperty("account").GetProperty("code").GetString());
        Assert.Equal("Opening", change.GetProperty("journalEntry").GetProperty("description").GetString());
    }

    public async Task DisposeAsync()
    {
        await accounting.DisposeAsync();
        folder.Dispose();
    }

    private static string AmountOf(JsonElement money) => money.ValueKind == JsonValueKind.Null ? "" : money.GetProperty("amount").GetString()!;

    private static string? CodeOf(JsonElement payload)
        => payload.GetProperty("errors") is { ValueKind: JsonValueKind.Array } errors ? errors[0].GetProperty("code").GetString() : null;

    private static string? StatusOf(JsonElement payload) => payload.GetProperty("invoice").GetProperty("status").GetString();

    private Task<JsonElement> DataAsync(string document, object? variables = null) => accounting.DataAsync(document, variables, Ada);

    private Task EntriesAsync(int count)
        => SomeEvents.UntilAsync(async () =>
            (await DataAsync("{ journalEntries { totalCount } }")).GetProperty("journalEntries").GetProperty("totalCount").GetInt32() == count);

    private async Task<JsonElement> PostAsync(string key, string debit, string credit)
        => (await DataAsync(
            """
            mutation($input: PostJournalEntryInput!) { postJournalEntry(input: $input) {
              journalEntry { id description effectiveDate lines { number account { code } debit { amount } credit { amount } } }
              errors { ... on Error { code message } } } }
            """,
            new
            {
                input = new
                {
                    description = "Opening",
                    idempotencyKey = key,
                    lines = new object[]
                    {
                        new { accountCode = "1000", debit = new { amount = debit, currency = "USD" } },
                        new { accountCode = "3000", credit = new { amount = credit, currency = "USD" } },
                    },
                },
            })).GetProperty("postJournalEntry");

    private async Task<JsonElement> ReverseAsync(string key, string id, string token)
        => (await accounting.DataAsync(
            """
            mutation($input: ReverseJournalEntryInput!) { reverseJournalEntry(input: $input) {
              journalEntry { id reverses { id } } errors { ... on Error { code } } } }
            """,
            new { input = new { id, reason = "A mistake", idempotencyKey = key } },
            token)).GetProperty("reverseJournalEntry");

    private async Task<string[]> InvoiceEventsAsync(int count = 2)
        => await Telling.UntilAsync(
            async () =>
            {
                using var reader = accounting.Events.ReadAs($"{Guid.CreateVersion7()}", Topics.Accounting);
                var told = (await reader.ReadAsync(50, CancellationToken.None)).Select(read => JsonDocument.Parse(read.Envelope).RootElement);
                return told
                    .Where(envelope => envelope.GetProperty("type").GetString()!.StartsWith("invoice.", StringComparison.Ordinal))
                    .Select(envelope =>
                    {
                        var data = envelope.GetProperty("data");
                        var days = data.TryGetProperty("daysOverdue", out var overdue) ? $" {overdue}" : "";
                        return $"{envelope.GetProperty("type").GetString()} {data.GetProperty("invoice").GetProperty("number").GetString()}{days}";
                    })
                    .ToArray();
            },
            events => events.Length >= count);

    private async Task<JsonElement> InvoiceAsync(string mutation, string id)
        => (await DataAsync(
            $"mutation($id: ID!, $key: String!) {{ {mutation}(input: {{ id: $id, idempotencyKey: $key }}) {{ invoice {{ status }} errors {{ ... on Error {{ code message }} }} }} }}",
            new { id, key = $"{mutation} {id} {clock.Now.Ticks}" })).GetProperty(mutation);
}
