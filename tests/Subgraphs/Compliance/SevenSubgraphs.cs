using System.Text.Json;
using FinFlow.Accounting;
using FinFlow.Analytics;
using FinFlow.Auth;
using FinFlow.Compliance;
using FinFlow.Credit;
using FinFlow.Payments;
using FinFlow.Transactions;

namespace FinFlow.Subgraphs.Tests;

/// <summary>All subgraphs, each with an event log of its own over one file, as processes of their own would have it.</summary>
public sealed class SevenSubgraphs : IAsyncLifetime, IDisposable
{
    internal const string Password = "a long enough pass phrase";
    internal const string AdminEmail = "root@finflow.example";

    private readonly TemporaryFolder folder = new();

    internal RunningSubgraph Auth { get; private set; } = null!;

    internal RunningSubgraph Payments { get; private set; } = null!;

    internal RunningSubgraph Transactions { get; private set; } = null!;

    internal RunningSubgraph Accounting { get; private set; } = null!;

    internal RunningSubgraph Analytics { get; private set; } = null!;

    internal RunningSubgraph Compliance { get; private set; } = null!;

    internal RunningSubgraph Credit { get; private set; } = null!;

    internal string Officer => Compliance.TokenFor("usr_officer", "org_operator", Hosting.Roles.ComplianceOfficer);

    private RunningSubgraph[] All => [Credit, Compliance, Analytics, Accounting, Transactions, Payments, Auth];

    public async Task InitializeAsync()
    {
        Auth = await RunningSubgraph.StartAsync<AuthSubgraph>(
            folder.Path, null, ("FINFLOW_ADMIN_EMAIL", AdminEmail), ("FINFLOW_ADMIN_PASSWORD", Password));
        Payments = await RunningSubgraph.StartAsync<PaymentsSubgraph>(folder.Path);
        Transactions = await RunningSubgraph.StartAsync<TransactionsSubgraph>(folder.Path);
        Accounting = await RunningSubgraph.StartAsync<AccountingSubgraph>(folder.Path);
        Analytics = await RunningSubgraph.StartAsync<AnalyticsSubgraph>(folder.Path);
        Compliance = await RunningSubgraph.StartAsync<ComplianceSubgraph>(folder.Path);
        Credit = await RunningSubgraph.StartAsync<CreditSubgraph>(folder.Path);
    }

    public async Task DisposeAsync()
    {
        foreach (var subgraph in All)
        {
            await subgraph.DisposeAsync();
        }
    }

    public void Dispose() => folder.Dispose();

    internal Task RunPeriodicJobsAsync() => Task.WhenAll(All.Select(subgraph => subgraph.RunPeriodicJobsAsync()));

    internal string File(string name) => folder.File(name);

    /// <summary>A merchant who is logged in, with a card and a captured payment.</summary>
    internal async Task<(string UserId, string Email, string Token, string PaymentId)> MerchantAsync(string name)
    {
        var email = $"{Guid.CreateVersion7():n}@shop.example";
        var registered = await Auth.DataAsync(
            "mutation($input: RegisterInput!) { register(input: $input) { user { id } } }", new { input = new { email, password = Password, name } });
        var userId = registered.GetProperty("register").GetProperty("user").GetProperty("id").GetString()!;
        var token = (await LoginAsync(email)).GetProperty("session").GetProperty("accessToken").GetString()!;
        var method = (await Payments.DataAsync("mutation { addPaymentMethod(input: { token: \"pm_card_visa\", setDefault: true }) { paymentMethod { id } } }", null, token))
            .GetProperty("addPaymentMethod").GetProperty("paymentMethod").GetProperty("id").GetString()!;
        var paid = (await PayAsync(token, method)).GetProperty("payment").GetProperty("id").GetString()!;
        await Telling.UntilAsync(
            async () => (await Payments.DataAsync("query($id: ID!) { payment(id: $id) { status } }", new { id = paid }, token)).GetProperty("payment").GetProperty("status").GetString(),
            status => status == "CAPTURED");
        return (userId, email, token, paid);
    }

    internal async Task<JsonElement> LoginAsync(string email)
        => (await Auth.DataAsync(
            "mutation($input: LoginInput!) { login(input: $input) { session { accessToken } errors { ... on Error { code } } } }",
            new { input = new { email, password = Password } })).GetProperty("login");

    internal async Task<JsonElement> PayAsync(string token, string? method = null)
    {
        method ??= (await Payments.DataAsync("{ paymentMethods { id } }", null, token)).GetProperty("paymentMethods")[0].GetProperty("id").GetString();
        return (await Payments.DataAsync(
            "mutation($input: ProcessPaymentInput!) { processPayment(input: $input) { payment { id status } errors { ... on Error { code message } } } }",
            new
            {
                input = new
                {
                    amount = new { amount = "129.95", currency = "USD" }, paymentMethodId = method, reference = "order 1", description = "For Grace", country = "US",
                    idempotencyKey = $"{Guid.CreateVersion7()}",
                },
            },
            token)).GetProperty("processPayment");
    }

    /// <summary>Asks, and waits until every subgraph has answered; the request as an officer sees it.</summary>
    internal async Task<JsonElement> RequestAsync(string token, string type, string more = "", string status = "COMPLETED")
    {
        var created = (await Compliance.DataAsync(
            $$"""mutation { createDataRequest(input: { type: {{type}}{{more}} }) { dataRequest { id status } errors { ... on Error { code message } } } }""", null, token))
            .GetProperty("createDataRequest");
        Assert.True(created.GetProperty("dataRequest").ValueKind == JsonValueKind.Object, $"{created}");
        var id = created.GetProperty("dataRequest").GetProperty("id").GetString();
        return await Telling.UntilAsync(
            async () => (await Compliance.DataAsync(
                "query($id: ID!) { dataRequest(id: $id) { id status answer export answers { subgraph } outcomes { subgraph category action records reason } } }", new { id }, Officer))
                .GetProperty("dataRequest"),
            request => request.GetProperty("status").GetString() == status);
    }
}
