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
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace FinFlow.Subgraphs.Tests;

/// <summary>The home screen of the apps costs each subgraph a few statements, however many payments it shows.</summary>
public sealed class HomeScreenTests : IAsyncLifetime
{
    private const int StatementsMax = 6;

    private static readonly Func<SubgraphEnvironment, SubgraphRuntime>[] Seven =
    [
        SubgraphRuntime.Create<AuthSubgraph>, SubgraphRuntime.Create<PaymentsSubgraph>, SubgraphRuntime.Create<TransactionsSubgraph>,
        SubgraphRuntime.Create<AccountingSubgraph>, SubgraphRuntime.Create<AnalyticsSubgraph>, SubgraphRuntime.Create<ComplianceSubgraph>,
        SubgraphRuntime.Create<CreditSubgraph>,
    ];

    private readonly TemporaryFolder folder = new();
    private SubgraphEnvironment environment = null!;
    private List<SubgraphRuntime> subgraphs = null!;
    private GatewayRuntime gateway = null!;
    private string? token;

    public async Task InitializeAsync()
    {
        StatementCount.Listen();
        var configuration = FinFlowConfiguration.From(new Dictionary<string, string> { ["FINFLOW_DATA"] = folder.Path });
        environment = new SubgraphEnvironment(configuration, TimeProvider.System, NullLoggerFactory.Instance);
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
    public async Task HomeScreen_Should_RunInAFewStatements_InEverySubgraph()
    {
        await OpenBusinessAsync();
        var document = await File.ReadAllTextAsync(Path.Combine(SharedData.RepositoryRoot, "schema", "operations", "HomeScreen.graphql"));
        var screen = await Telling.UntilAsync(
            () => SendAsync(document),
            answer => answer.GetProperty("me").GetProperty("payments").GetProperty("nodes").EnumerateArray()
                .All(payment => payment.GetProperty("journalEntry").ValueKind == JsonValueKind.Object));
        Assert.Equal(5, screen.GetProperty("me").GetProperty("payments").GetProperty("nodes").GetArrayLength());

        // As the first screen after a change, when nothing is cached.
        subgraphs.Single(subgraph => subgraph.Name == TransactionsSubgraph.Name).Services.GetRequiredService<ReadCache>().InvalidateAll();
        var counts = await StatementCount.OfAsync(() => SendAsync(document));

        Assert.Contains("TransactionsDbContext", counts.Keys);
        Assert.Contains("PaymentsDbContext", counts.Keys);
        Assert.Empty(counts.Where(count => count.Value > StatementsMax).Select(count => $"{count.Key}: {count.Value} statements"));
    }

    public async Task DisposeAsync()
    {
        gateway.Dispose();
        foreach (var subgraph in subgraphs)
        {
            await subgraph.DisposeAsync();
        }

        environment.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        folder.Dispose();
    }

    private async Task OpenBusinessAsync()
    {
        var person = new { email = "ada@shop.example", password = "a long enough pass phrase" };
        await SendAsync("mutation($input: RegisterInput!) { register(input: $input) { user { id } } }", new { input = new { person.email, person.password, name = "Ada" } });
        var login = await SendAsync("mutation($input: LoginInput!) { login(input: $input) { session { accessToken } } }", new { input = person });
        token = login.GetProperty("login").GetProperty("session").GetProperty("accessToken").GetString();
        var added = await SendAsync("""mutation { addPaymentMethod(input: { token: "pm_card_visa", setDefault: true }) { paymentMethod { id } } }""");
        var paymentMethodId = added.GetProperty("addPaymentMethod").GetProperty("paymentMethod").GetProperty("id").GetString();
        for (var i = 0; i < 5; i++)
        {
            await SendAsync(
                "mutation($input: ProcessPaymentInput!) { processPayment(input: $input) { payment { id } errors { ... on Error { message } } } }",
                new { input = new { amount = new { amount = "25.00", currency = "USD" }, paymentMethodId, reference = "order", country = "US", idempotencyKey = $"{i}" } });
        }
    }

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
