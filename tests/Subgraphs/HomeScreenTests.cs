using System.Text;
using System.Text.Json;
using FinFlow.Accounting;
using FinFlow.Analytics;
using FinFlow.Auth;
using FinFlow.Compliance;
using FinFlow.Credit;
using FinFlow.Gateway;
using FinFlow.Gateway.Fusion;
using FinFlow.GraphQL.Types;
using FinFlow.Hosting;
using FinFlow.Payments;
using FinFlow.Subgraph;
using FinFlow.Transactions;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace FinFlow.Subgraphs.Tests;

/// <summary>The home screen of the apps costs each subgraph a few statements, however many rows there are.</summary>
public sealed class HomeScreenTests : IAsyncLifetime
{
    private const int StatementsMax = 6;
    private const string Password = "a long enough pass phrase";

    private static readonly Func<SubgraphEnvironment, SubgraphRuntime>[] Seven =
    [
        SubgraphRuntime.Create<AuthSubgraph>, SubgraphRuntime.Create<PaymentsSubgraph>, SubgraphRuntime.Create<TransactionsSubgraph>,
        SubgraphRuntime.Create<AccountingSubgraph>, SubgraphRuntime.Create<AnalyticsSubgraph>, SubgraphRuntime.Create<ComplianceSubgraph>,
        SubgraphRuntime.Create<CreditSubgraph>,
    ];

    private static readonly string[] Contexts =
    [
        "AccountingDbContext", "AnalyticsDbContext", "AuthDbContext", "ComplianceDbContext", "CreditDbContext", "PaymentsDbContext", "TransactionsDbContext",
    ];

    private readonly TemporaryFolder folder = new();
    private readonly SettableClock clock = new(new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero));
    private SubgraphEnvironment environment = null!;
    private List<SubgraphRuntime> subgraphs = null!;
    private GatewayRuntime gateway = null!;
    private string? token;
    private string person = "";
    private string paymentMethodId = "";

    public async Task InitializeAsync()
    {
        StatementCount.Listen();
        var configuration = FinFlowConfiguration.From(TestDatabase.Configure(folder.Path, [("JWT_EXPIRATION", "86400")]));
        environment = new SubgraphEnvironment(configuration, clock, NullLoggerFactory.Instance);
        subgraphs = [.. Seven.Select(create => create(environment))];
        foreach (var subgraph in subgraphs)
        {
            await subgraph.StartAsync(CancellationToken.None);
        }

        gateway = GatewayRuntime.Create(
            new GatewaySettings { SchemaPath = Path.Combine(SharedData.RepositoryRoot, "schema", "gateway.graphql") },
            source => new InProcessSourceClient(subgraphs.Single(subgraph => subgraph.Name == source).Executor),
            NullLoggerFactory.Instance);
    }

    [Fact]
    public async Task HomeScreen_Should_RunInAFewStatements_InEverySubgraph_HoweverManyRowsThereAre()
    {
        await OpenBusinessAsync("grace@shop.example");
        await PayAsync(20);
        await OpenBusinessAsync("ada@shop.example");
        await PayAsync(5);
        await AssessAsync();
        var few = await CountAsync();

        await PayAsync(95);
        var many = await CountAsync();

        Assert.Equal(Contexts, many.Keys.Order());
        Assert.All(many, count => Assert.InRange(count.Value, 1, StatementsMax));
        Assert.Equal(few.OrderBy(count => count.Key), many.OrderBy(count => count.Key));
        Assert.Equal((120, 120, 120), (CountRows("payments.db", "payments"), CountRows("transactions.db", "Transactions"), CountRows("accounting.db", "journal_entries")));
        Assert.InRange(CountRows("analytics.db", "revenue_days"), 10, 30);
    }

    public async Task DisposeAsync()
    {
        gateway.Dispose();
        foreach (var subgraph in subgraphs)
        {
            await subgraph.DisposeAsync();
        }

        environment.Dispose();
        SqliteConnection.ClearAllPools();
        folder.Dispose();
    }

    /// <summary>From then on, the merchant who asks.</summary>
    private async Task OpenBusinessAsync(string email)
    {
        person = email;
        token = null;
        await SendAsync("mutation($input: RegisterInput!) { register(input: $input) { user { id } } }", new { input = new { email, password = Password, name = "Ada" } });
        await LogInAsync();
        var added = await SendAsync("""mutation { addPaymentMethod(input: { token: "pm_card_visa", setDefault: true }) { paymentMethod { id } } }""");
        paymentMethodId = added.GetProperty("addPaymentMethod").GetProperty("paymentMethod").GetProperty("id").GetString()!;
    }

    private async Task LogInAsync()
    {
        token = null;
        var login = await SendAsync("mutation($input: LoginInput!) { login(input: $input) { session { accessToken } } }", new { input = new { email = person, password = Password } });
        token = login.GetProperty("login").GetProperty("session").GetProperty("accessToken").GetString();
    }

    /// <summary>Two hours apart, so that none is held for coming too fast; and waits until all are in the book.</summary>
    private async Task PayAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            clock.Now += TimeSpan.FromHours(2);
            if (i % 10 == 0)
            {
                // A token lives a day.
                await LogInAsync();
            }

            var paid = await SendAsync(
                "mutation($input: ProcessPaymentInput!) { processPayment(input: $input) { payment { id } errors { ... on Error { message } } } }",
                new { input = new { amount = new { amount = "25.00", currency = "USD" }, paymentMethodId, reference = "order", country = "US", idempotencyKey = $"{Guid.CreateVersion7()}" } });
            var id = paid.GetProperty("processPayment").GetProperty("payment").GetProperty("id").GetString();
            await Telling.UntilAsync(
                () => SendAsync("query($id: ID!) { payment(id: $id) { status journalEntry { id } } }", new { id }),
                answer => answer.GetProperty("payment").GetProperty("journalEntry").ValueKind == JsonValueKind.Object);
        }
    }

    /// <summary>What the screen shows of credit and compliance is there, too.</summary>
    private async Task AssessAsync()
    {
        await SendAsync("mutation { requestCreditScore { creditScore { id } errors { ... on Error { message } } } }");
        await SendAsync("mutation { assessRisk(input: {}) { riskAssessment { id } errors { ... on Error { message } } } }");
    }

    /// <summary>The statements of the screen by context, as the first one after a change, when nothing is cached.</summary>
    private async Task<IReadOnlyDictionary<string, int>> CountAsync()
    {
        var document = await File.ReadAllTextAsync(Path.Combine(SharedData.RepositoryRoot, "schema", "operations", "HomeScreen.graphql"));
        subgraphs.Single(subgraph => subgraph.Name == TransactionsSubgraph.Name).Services.GetRequiredService<ReadCache>().InvalidateAll();
        JsonElement screen = default;
        var counts = await StatementCount.OfAsync(async () => screen = await SendAsync(document));

        var me = screen.GetProperty("me");
        Assert.Equal(5, me.GetProperty("payments").GetProperty("nodes").EnumerateArray().Count(payment => payment.GetProperty("journalEntry").GetProperty("lines").GetArrayLength() >= 2));
        Assert.All(["creditScore", "riskAssessment"], part => Assert.Equal(JsonValueKind.Object, me.GetProperty(part).ValueKind));
        Assert.True(screen.GetProperty("balanceSheet").GetProperty("balanced").GetBoolean());
        return counts;
    }

    private long CountRows(string database, string table)
        => long.Parse(TestDatabase.Value(folder.File(database), $"SELECT COUNT(*) FROM \"{table}\"")!, System.Globalization.CultureInfo.InvariantCulture);

    private async Task<JsonElement> SendAsync(string document, object? variables = null)
    {
        await using var result = await gateway.Executor.ExecuteAsync(
            new OperationRequest
            {
                Document = Encoding.UTF8.GetBytes(document),
                Variables = variables is null ? default : JsonSerializer.SerializeToUtf8Bytes(variables),
                Authorization = token is null ? null : $"Bearer {token}",
            },
            CancellationToken.None);
        var answer = JsonDocument.Parse(((OperationResult)result).Body.WrittenMemory.ToArray()).RootElement;
        return answer.TryGetProperty("errors", out var errors) ? throw new InvalidOperationException($"{errors}") : answer.GetProperty("data");
    }
}
