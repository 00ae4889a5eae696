using System.Data.Common;
using System.Text.Json;
using FinFlow.Accounting;
using FinFlow.Finance;
using FinFlow.Messaging;

namespace FinFlow.Subgraphs.Tests;

/// <summary>What must hold after every operation, whatever it was: operations are drawn at random, always with the same seed.</summary>
public sealed class LedgerInvariantTests : IAsyncLifetime
{
    private const int Operations = 250;
    private const int WritersMax = 12;

    private static readonly string[] Codes = ["1000", "1100", "1500", "2000", "2100", "3000", "3100", "4000", "6000"];
    private static readonly string[] Currencies = ["USD", "EUR", "JPY"];

    private readonly TemporaryFolder folder = new();
    private readonly SettableClock clock = new(new DateTimeOffset(2026, 3, 31, 12, 0, 0, TimeSpan.Zero));
    private readonly Dictionary<(string Code, string Currency), long> expected = [];
    private readonly List<(string Key, JsonElement Input, JsonElement Answer)> answered = [];
    private readonly Dictionary<string, (string Debit, string Credit, string Currency, long Minor)> reversible = [];
    private RunningSubgraph accounting = null!;
    private DbConnection database = null!;

    private string Accountant => accounting.TokenFor("usr_1", "org_1", "ACCOUNTANT");

    public async Task InitializeAsync()
    {
        accounting = await RunningSubgraph.StartAsync<AccountingSubgraph>(folder.Path, clock);
        await accounting.TellAsync(clock, new UserRegistered("usr_1", "org_1", "ada@shop.example", "Ada", ["MERCHANT"], clock.Now));
        database = TestDatabase.Open(folder.File("accounting.db"));
        await SomeEvents.UntilAsync(() => Task.FromResult(Read("SELECT COUNT(*) FROM accounts") == "19"));
        await SendAsync("setExchangeRate", new { from = "EUR", to = "USD", rate = "1.0831", date = "2026-01-01" });
        await SendAsync("setExchangeRate", new { from = "JPY", to = "USD", rate = "0.0067", date = "2026-01-01" });
    }

    [Fact]
    public async Task Invariants_Should_HoldAfterEveryOperation()
    {
        var random = new Random(20260331);
        for (var operation = 1; operation <= Operations; operation++)
        {
            var before = State();
            var isRefused = await OperateAsync(random, operation);
            Assert.True(!isRefused || before == State(), $"Operation {operation} was refused and wrote something.");
            AssertInvariants(operation);
        }

        var sheet = (await accounting.DataAsync("{ balanceSheet { balanced untranslated { currency } } cashFlowStatement { netChange { amount } } }", null, Accountant));
        Assert.True(sheet.GetProperty("balanceSheet").GetProperty("balanced").GetBoolean());
        Assert.Equal(Expected(), (await TrialBalanceAsync()).Order());
    }

    [Fact]
    public async Task ManyWriters_Should_LeaveTheBalancesExact()
    {
        await Task.WhenAll(Enumerable.Range(0, WritersMax).Select(writer => Task.Run(async () =>
        {
            for (var entry = 1; entry <= 10; entry++)
            {
                // Every writer on the same two accounts, half of them the other way round.
                var (debit, credit) = writer % 2 == 0 ? ("1000", "4000") : ("4000", "1000");
                Assert.Null(CodeOf(await SendAsync("postJournalEntry", EntryOf($"{writer} {entry}", debit, credit, "USD", 100 + writer))));
            }
        })));

        AssertInvariants(0);
        var net = Enumerable.Range(0, WritersMax).Sum(writer => (writer % 2 == 0 ? 1 : -1) * 10 * (100 + writer));
        Assert.Equal(new[] { $"1000 USD {net}", $"4000 USD {-net}" }, (await TrialBalanceAsync()).Order());
        Assert.Equal($"{WritersMax * 10}", Read("SELECT COUNT(*) FROM journal_entries"));
    }

    [Fact]
    public async Task EveryReversalSentTwiceAtOnce_Should_SucceedOnce()
    {
        var posted = await SendAsync("postJournalEntry", EntryOf("original", "1000", "4000", "USD", 100));
        var id = posted.GetProperty("journalEntry").Text("id");

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(attempt => Task.Run(
            () => SendAsync("reverseJournalEntry", new { id, reason = "A mistake", idempotencyKey = $"reversal {attempt}" }))));

        Assert.Equal(7, answers.Count(answer => CodeOf(answer) == "JOURNAL_ENTRY_ALREADY_REVERSED"));
        Assert.Empty(await TrialBalanceAsync());
        AssertInvariants(0);
    }

    public async Task DisposeAsync()
    {
        await database.DisposeAsync();
        await accounting.DisposeAsync();
        folder.Dispose();
    }

    /// <summary>One operation; true when it was refused.</summary>
    private async Task<bool> OperateAsync(Random random, int operation)
    {
        switch (random.Next(10))
        {
            case < 5:
                var (debit, credit, currency, minor) = (Pick(random, Codes), Pick(random, Codes), Pick(random, Currencies), random.NextInt64(-20, 1_000_000));
                var entry = EntryOf($"key {operation}", debit, credit, currency, minor, creditMinor: random.Next(6) == 0 ? minor + 1 : minor);
                var posted = await SendAsync("postJournalEntry", entry);
                if (CodeOf(posted) is not null)
                {
                    return true;
                }

                answered.Add(($"key {operation}", JsonSerializer.SerializeToElement(entry), posted));
                reversible.Add(posted.GetProperty("journalEntry").Text("id")!, (debit, credit, currency, minor));
                Count(debit, credit, currency, minor);
                return false;
            case < 7 when reversible.Count > 0:
                var id = Pick(random, [.. reversible.Keys.Order()]);
                if (CodeOf(await SendAsync("reverseJournalEntry", new { id, reason = "A mistake", idempotencyKey = $"key {operation}" })) is not null)
                {
                    return true;
                }

                var original = reversible[id];
                Count(original.Credit, original.Debit, original.Currency, original.Minor);
                return false;
            case 7 when answered.Count > 0:
                var (_, input, answer) = answered[random.Next(answered.Count)];
                var state = State();
                Assert.Equal(answer.ToString(), (await SendAsync("postJournalEntry", input)).ToString());
                Assert.Equal(state, State());
                return false;
            case 8:
                return await InvoiceAsync(random, operation);
            default:
                var (id8, amount) = ($"pay_{operation}", random.NextInt64(100, 100_000));
                await accounting.TellAsync(clock, new PaymentCaptured(SomeEvents.Payment(id8, "org_1", amount), amount, 30, clock.Now));
                await SomeEvents.UntilAsync(() => Task.FromResult(Read($"SELECT COUNT(*) FROM journal_entries WHERE SourceId = '{id8}'") == "1"));
                Count("1010", "4000", "USD", amount);
                Count("6000", "1010", "USD", 30);
                return false;
        }
    }

    private async Task<bool> InvoiceAsync(Random random, int operation)
    {
        var minor = random.NextInt64(1, 100_000);
        var created = await SendAsync("createInvoice", new
        {
            customerName = "Café Solstice", amount = MoneyOf("USD", minor), dueDate = "2026-04-30", idempotencyKey = $"create {operation}",
        });
        var id = created.GetProperty("invoice").Text("id");
        Assert.Null(CodeOf(await SendAsync("issueInvoice", new { id, idempotencyKey = $"issue {operation}" })));
        Count("1100", "4000", "USD", minor);
        AssertInvariants(operation);
        if (random.Next(2) == 0)
        {
            Assert.Null(CodeOf(await SendAsync("cancelInvoice", new { id, idempotencyKey = $"cancel {operation}" })));
            Count("4000", "1100", "USD", minor);
            return false;
        }

        Assert.Null(CodeOf(await SendAsync("payInvoice", new { id, idempotencyKey = $"pay {operation}" })));
        Count("1000", "1100", "USD", minor);
        return false;
    }

    private void AssertInvariants(int operation)
    {
        const string Net = "SUM(CASE Side WHEN 'DEBIT' THEN Amount_Minor ELSE -Amount_Minor END)";
        Assert.True(Read($"SELECT COUNT(*) FROM (SELECT 1 FROM journal_lines GROUP BY JournalEntryId, Amount_Currency HAVING {Net} <> 0) AS unbalanced") == "0", $"Out of balance after {operation}.");
        Assert.True(Read("SELECT COUNT(*) FROM journal_lines WHERE JournalEntryId NOT IN (SELECT Id FROM journal_entries)") == "0", $"Lines without an entry after {operation}.");
        Assert.Equal(
            database.Rows($"SELECT AccountId, Amount_Currency, EffectiveDate, {Net} FROM journal_lines GROUP BY AccountId, Amount_Currency, EffectiveDate").Order(),
            database.Rows("SELECT AccountId, Currency, Day, NetDebitMinor FROM account_days").Order());
    }

    private string State() => string.Join('\n',
    [
        .. new[] { "journal_entries", "journal_lines", "idempotency_keys", "invoices" }.Select(table => Read($"SELECT COUNT(*) FROM {table}")!),
        .. database.Rows("SELECT * FROM account_days").Order(),
    ]);

    private IEnumerable<string> Expected() => expected.Where(balance => balance.Value != 0)
        .Select(balance => $"{balance.Key.Code} {balance.Key.Currency} {balance.Value}").Order();

    private void Count(string debit, string credit, string currency, long minor)
    {
        expected[(debit, currency)] = expected.GetValueOrDefault((debit, currency)) + minor;
        expected[(credit, currency)] = expected.GetValueOrDefault((credit, currency)) - minor;
    }

    private async Task<IEnumerable<string>> TrialBalanceAsync()
    {
        var trial = (await accounting.DataAsync(
            "{ trialBalance { balanced lines { account { code } debit { amount currency } credit { amount currency } } } }", null, Accountant)).GetProperty("trialBalance");
        Assert.True(trial.GetProperty("balanced").GetBoolean());
        return trial.GetProperty("lines").EnumerateArray().Select(line =>
        {
            var isDebit = line.GetProperty("debit").ValueKind == JsonValueKind.Object;
            var amount = line.GetProperty(isDebit ? "debit" : "credit");
            var money = Money.Parse(amount.Text("amount")!, Currency.Of(amount.Text("currency")!)).Value;
            return $"{line.GetProperty("account").Text("code")} {money.Currency.Code} {(isDebit ? money.Minor : -money.Minor)}";
        });
    }

    private async Task<JsonElement> SendAsync(string mutation, object input)
    {
        var fields = mutation switch
        {
            "setExchangeRate" => "exchangeRate { id }", _ when mutation.EndsWith("Invoice", StringComparison.Ordinal) => "invoice { id }", _ => "journalEntry { id }",
        };
        var type = $"{char.ToUpperInvariant(mutation[0])}{mutation[1..]}Input";
        return (await accounting.DataAsync(
            $"mutation($input: {type}!) {{ {mutation}(input: $input) {{ {fields} errors {{ ... on Error {{ code message }} }} }} }}", new { input }, Accountant)).GetProperty(mutation);
    }

    private static object EntryOf(string key, string debit, string credit, string currency, long minor, long? creditMinor = null) => new
    {
        description = "Something happened",
        idempotencyKey = key,
        lines = new object[]
        {
            new { accountCode = debit, debit = MoneyOf(currency, minor) }, new { accountCode = credit, credit = MoneyOf(currency, creditMinor ?? minor) },
        },
    };

    private static object MoneyOf(string currency, long minor) => new { amount = new Money(minor, Currency.Of(currency)).ToAmountText(), currency };

    private static string? CodeOf(JsonElement payload)
        => payload.GetProperty("errors") is { ValueKind: JsonValueKind.Array } errors ? errors[0].Text("code") : null;

    private static T Pick<T>(Random random, T[] from) => from[random.Next(from.Length)];

    private string? Read(string sql) => database.Rows(sql).SingleOrDefault();
}
