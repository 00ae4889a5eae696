using System.Text.Json;
using FinFlow.Subgraphs.Tests;

namespace FinFlow.Journeys.Tests;

/// <summary>What a business does beside taking payments, with all data in PostgreSQL; what holds afterwards is verified as an operator would.</summary>
public sealed class PostgresJourneyTests
{
    [PostgresFact]
    public async Task Business_Should_RefundReportAndBeForgotten_OnPostgres()
    {
        await using var finflow = await Deployment.StartAsync(Shape.OneProcessOnPostgres);
        using var business = await Business.RegisterAsync(finflow);
        using var officer = await ComplianceDesk.OfficerAsync(finflow);
        var payment = await business.PayAsync(await business.AddPaymentMethodAsync(), "100.00");
        await business.UntilPaymentIsAsync(payment, "CAPTURED");

        await AssertRefundsNeverExceedAsync(business, payment);
        await AssertReportAsync(finflow, business);
        await AssertStrangeTextIsNoFaultAsync(business);
        await AssertRequestsAreAnsweredAsync(business, officer);
        await Verification.AssertHoldsAsync(finflow);
        Assert.Empty(Directory.GetFiles(finflow.Data, "payments.db*"));
    }

    private static async Task AssertRefundsNeverExceedAsync(Business business, string payment)
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(number => business.Client.MutateAsync(
            "refundPayment",
            new { id = payment, amount = new { amount = "30.00", currency = "USD" }, idempotencyKey = $"refund {number}" },
            "refund { id }")));

        Assert.Equal(3, answers.Count(answer => answer.GetProperty("refund").ValueKind is JsonValueKind.Object));
        Assert.Equal(
            ["REFUND_EXCEEDS_CAPTURE", "REFUND_EXCEEDS_CAPTURE", "REFUND_EXCEEDS_CAPTURE"],
            answers.Where(answer => answer.GetProperty("refund").ValueKind is JsonValueKind.Null).Select(answer => answer.GetProperty("errors")[0].Text("code")));
    }

    private static async Task AssertReportAsync(Deployment finflow, Business business)
    {
        await Eventually.GetAsync(
            async () => (await business.Client.DataAsync("{ dashboard { revenue { amount } refunds { amount } } }")).Value("dashboard"),
            dashboard => (dashboard.Text("revenue.amount"), dashboard.Text("refunds.amount")) == ("100.00", "90.00"));
        var report = await business.Client.MakeAsync("generateReport", new { kind = "REVENUE", range = "LAST_7_DAYS" }, "report", "id table { totals { cells } }");
        Assert.Equal("100.00", report.Value("table.totals.cells")[1].GetString());

        var export = await business.Client.MakeAsync("exportReport", new { reportId = report.Text("id"), format = "CSV" }, "export", "url");
        using var anybody = new HttpClient { BaseAddress = finflow.Address };
        Assert.StartsWith("Date,Revenue", await anybody.GetStringAsync(new Uri(export.Text("url"), UriKind.Relative)), StringComparison.Ordinal);
    }

    /// <summary>PostgreSQL stores no U+0000; a client that sends one is answered like anybody who asks for what there is not.</summary>
    private static async Task AssertStrangeTextIsNoFaultAsync(Business business)
    {
        var none = await business.Client.DataAsync("""{ payment(id: "pay_\u0000") { id } }""");
        Assert.Equal(JsonValueKind.Null, none.GetProperty("payment").ValueKind);
    }

    private static async Task AssertRequestsAreAnsweredAsync(Business business, GraphQLClient officer)
    {
        var access = await business.Client.RequestAsync(new { type = "ACCESS" });
        Assert.Equal(7, access.Value("answers").GetArrayLength());
        Assert.Contains(business.Email, access.Text("export"), StringComparison.Ordinal);

        var erasure = await business.Client.RequestAsync(new { type = "ERASURE" }, reader: officer);
        Assert.Equal(
            7, erasure.Value("outcomes").EnumerateArray().Select(outcome => outcome.Text("subgraph")).Distinct().Count());
        await Assert.ThrowsAnyAsync<Exception>(business.LoginAsync);
        Assert.True((await officer.DataAsync("{ verifyAuditTrail { intact } }")).Value("verifyAuditTrail.intact").GetBoolean());
    }
}
