using Microsoft.Data.Sqlite;

namespace FinFlow.Journeys.Tests;

/// <summary>Invoices from draft to paid, overdue in between, each step with its posting. It has a process of its own, because it restarts it.</summary>
public sealed class InvoiceJourneyTests : IAsyncLifetime
{
    private Deployment finflow = null!;

    public async Task InitializeAsync() => finflow = await Deployment.StartAsync(Shape.OneProcess, Deployment.Embedded);

    public async Task DisposeAsync() => await finflow.DisposeAsync();

    [Fact]
    public async Task Invoice_Should_BeIssued_BecomeOverdue_AndBePaid_WithItsPostings()
    {
        using var business = await Business.RegisterAsync(finflow);
        var invoice = await CreateAsync(business, "400.00");
        Assert.Equal(("INV-00001", "DRAFT"), (invoice.Text("number"), invoice.Text("status")));
        var (id, number) = (invoice.Text("id"), invoice.Text("number"));
        Assert.Equal("INVOICE_NOT_PAYABLE", await business.RefusalAsync("payInvoice", new { id, idempotencyKey = "pay too early" }));
        Assert.Equal("ISSUED", await StepAsync(business, "issueInvoice", id));
        Assert.Equal("1100 400.00, 4000 400.00", await BalancesAsync(business));

        // Its last day to be paid passes; the job that looks for such invoices runs at start and then every hour.
        LetTheDueDatePass(id);
        await finflow.KillAndRestartAsync();
        await Eventually.GetAsync(
            async () => (await business.Client.DataAsync("{ invoices(where: { status: { eq: OVERDUE } }) { nodes { number } } }")).Value("invoices.nodes"),
            overdue => overdue.GetArrayLength() == 1 && overdue[0].Text("number") == number);

        Assert.Equal("PAID", await StepAsync(business, "payInvoice", id));
        Assert.Equal("PAID", await StepAsync(business, "payInvoice", id));
        Assert.Equal("INVOICE_NOT_CANCELLABLE", await business.RefusalAsync("cancelInvoice", new { id, idempotencyKey = "cancel too late" }));
        Assert.Equal("1000 400.00, 1100 0.00, 4000 400.00", await BalancesAsync(business));

        // Another one is taken back: what issuing it booked is reversed, and its number is not given again.
        var mistaken = await CreateAsync(business, "60.00");
        Assert.Equal("ISSUED", await StepAsync(business, "issueInvoice", mistaken.Text("id")));
        Assert.Equal("CANCELLED", await StepAsync(business, "cancelInvoice", mistaken.Text("id")));
        Assert.Equal("1000 400.00, 1100 0.00, 4000 400.00", await BalancesAsync(business));
        Assert.Equal("INV-00003", (await CreateAsync(business, "61.00")).Text("number"));
    }

    private static Task<System.Text.Json.JsonElement> CreateAsync(Business business, string amount)
        => business.MakeAsync(
            "createInvoice",
            new { customerName = "Café Solstice", amount = new { amount, currency = "USD" }, dueDate = $"{Bookkeeping.Today.AddDays(30):yyyy-MM-dd}", idempotencyKey = amount },
            "invoice",
            "id number status");

    /// <summary>A step sent twice with one key is one step.</summary>
    private static async Task<string> StepAsync(Business business, string mutation, string id)
        => (await business.MakeAsync(mutation, new { id, idempotencyKey = $"{mutation} {id}" }, "invoice", "status")).Text("status");

    private static async Task<string> BalancesAsync(Business business)
        => string.Join(", ", (await business.Client.DataAsync("{ accounts { nodes { code balances { amount } } } }")).Value("accounts.nodes").EnumerateArray()
            .Where(account => account.Value("balances").GetArrayLength() > 0)
            .Select(account => $"{account.Text("code")} {account.Value("balances")[0].Text("amount")}"));

    private void LetTheDueDatePass(string id)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(finflow.Data, "accounting.db")}");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "UPDATE invoices SET DueDate = $yesterday WHERE Id = $id";
        command.Parameters.AddWithValue("$yesterday", $"{Bookkeeping.Today.AddDays(-1):yyyy-MM-dd}");
        command.Parameters.AddWithValue("$id", id);
        Assert.Equal(1, command.ExecuteNonQuery());
    }
}
