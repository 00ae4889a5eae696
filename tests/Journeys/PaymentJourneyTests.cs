using System.Security.Cryptography;
using System.Text.Json;

namespace FinFlow.Journeys.Tests;

/// <summary>The main job, end to end, over HTTP, WebSocket and SSE, in every shape.</summary>
public sealed class PaymentJourneyTests
{
    private const string PaymentUpdated = "subscription { paymentUpdated { cursor status occurredAt payment { id amount { amount currency } } } }";
    private const string DashboardUpdated = "subscription { dashboardUpdated(range: LAST_30_DAYS) { paymentCount revenue { amount currency } } }";

    [Theory, ClassData(typeof(EveryShape))]
    public async Task Payment_Should_GoFromCardToBalanceSheet(Shape shape)
    {
        await using var finflow = await Deployment.StartAsync(shape);
        await GoFromCardToBalanceSheetAsync(finflow);
    }

    internal static async Task GoFromCardToBalanceSheetAsync(Deployment finflow)
    {
        using var business = await Business.RegisterAsync(finflow);
        var method = await business.AddPaymentMethodAsync();
        await using var payments = await WebSocketSubscription.StartAsync(finflow.Address, business.AccessToken, PaymentUpdated);
        await using var dashboards = await WebSocketSubscription.StartAsync(finflow.Address, business.AccessToken, DashboardUpdated);
        await using var paymentsBySse = await ServerSentEvents.StartAsync(finflow.Address, business.AccessToken, PaymentUpdated);
        await using var dashboardsBySse = await ServerSentEvents.StartAsync(finflow.Address, business.AccessToken, DashboardUpdated);

        var processed = await business.ProcessPaymentAsync(method, "129.95");
        var id = processed.Text("payment.id");
        Assert.Equal("129.95", processed.Text("payment.amount.amount"));

        foreach (var subscription in new Subscription[] { payments, paymentsBySse })
        {
            foreach (var status in new[] { "AUTHORIZED", "CAPTURED" })
            {
                var update = await subscription.UntilAsync(data => data.Text("paymentUpdated.status") == status);
                Assert.Equal(id, update.Text("paymentUpdated.payment.id"));
            }
        }

        await dashboards.UntilAsync(data => data.Text("dashboardUpdated.revenue.amount") == "129.95");
        await dashboardsBySse.UntilAsync(data => data.Text("dashboardUpdated.revenue.amount") == "129.95");
        await AssertPostedAsync(business, id);
        await AssertScoredAndScreenedAsync(finflow, business);
        await AssertHomeScreenAsync(business, id);
        await AssertTrustedDocumentAsync(business, id);
    }

    private static async Task AssertPostedAsync(Business business, string paymentId)
    {
        var payment = await Eventually.GetAsync(
            () => business.UntilPaymentIsAsync(paymentId, "CAPTURED"),
            payment => payment.GetProperty("journalEntry").ValueKind == JsonValueKind.Object);
        Assert.Equal("LOW", payment.Text("transaction.riskLevel"));
        var lines = payment.Value("journalEntry.lines").EnumerateArray().ToList();
        var debits = lines.Where(line => line.GetProperty("debit").ValueKind != JsonValueKind.Null).Sum(line => line.Amount("debit.amount"));
        var credits = lines.Where(line => line.GetProperty("credit").ValueKind != JsonValueKind.Null).Sum(line => line.Amount("credit.amount"));
        Assert.Equal(debits, credits);
        Assert.Contains(lines, line => line.Text("account.code") == "1010");
        Assert.Contains(lines, line => line.Text("account.code") == "4000" && line.Amount("credit.amount") == 129.95m);
    }

    private static async Task AssertScoredAndScreenedAsync(Deployment finflow, Business business)
    {
        var score = (await business.Client.DataAsync(
            "mutation { requestCreditScore { creditScore { id score scale band probabilityOfDefault reasons { code contribution } model { name version } } errors { ... on Error { code } } } }"))
            .Value("requestCreditScore.creditScore");
        Assert.StartsWith("csc_", score.Text("id"), StringComparison.Ordinal);
        Assert.NotEqual("", score.Text("model.name"));

        await ImportWatchlistAsync(finflow);
        var screening = (await business.Client.DataAsync(
            """
            mutation {
              screenEntity(input: { name: "Viktor Anatolyevich Boutov", type: PERSON, country: "RU" }) {
                screening { id status riskLevel matches { name list score explanation } }
                errors { ... on Error { code message } }
              }
            }
            """)).Value("screenEntity.screening");
        Assert.Contains(screening.GetProperty("matches").EnumerateArray(), match => match.Text("list") == "Journey list");
    }

    private static async Task ImportWatchlistAsync(Deployment finflow)
    {
        using var admin = finflow.Client();
        admin.AccessToken = await Business.LoginAsync(admin, Deployment.AdminEmail, Deployment.AdminPassword);
        var imported = await admin.DataAsync(
            """
            mutation($content: String!) {
              importWatchlist(input: { format: CSV, name: "Journey list", content: $content }) {
                watchlist { id name entryCount }
                errors { ... on Error { code message } }
              }
            }
            """,
            new { content = "id,type,name,aliases,birthDate,country\n1,PERSON,Viktor Anatoljevitch Boutov,Victor Butov,1967-01-13,RU\n2,COMPANY,Invented Trading FZE,,,AE\n" });
        Assert.Equal(2, imported.Value("importWatchlist.watchlist.entryCount").GetInt32());
    }

    private static async Task AssertHomeScreenAsync(Business business, string paymentId)
    {
        var home = await business.Client.DataAsync(HomeScreenText());
        Assert.Equal(business.UserId, home.Text("me.id"));
        Assert.Equal(paymentId, home.Value("me.payments.nodes")[0].Text("id"));
        Assert.True(home.Value("balanceSheet.balanced").GetBoolean());
        Assert.Equal("129.95", home.Text("dashboard.revenue.amount"));
        Assert.NotEqual(JsonValueKind.Null, home.Value("me.creditScore").ValueKind);
    }

    private static async Task AssertTrustedDocumentAsync(Business business, string paymentId)
    {
        var documentId = $"sha256:{Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(HomeScreenPath)))}";

        var posted = await business.Client.SendAsync(new { documentId });
        Assert.Equal(paymentId, posted.Body.Value("data.me.payments.nodes")[0].Text("id"));

        var got = await business.Client.GetAsync($"/graphql?documentId={Uri.EscapeDataString(documentId)}");
        Assert.Equal(200, got.Status);
        Assert.Equal(paymentId, got.Body.Value("data.me.payments.nodes")[0].Text("id"));
    }

    private static string HomeScreenPath => Path.Combine(BuildOutput.RepositoryRoot, "schema", "operations", "HomeScreen.graphql");

    private static string HomeScreenText() => File.ReadAllText(HomeScreenPath);
}
