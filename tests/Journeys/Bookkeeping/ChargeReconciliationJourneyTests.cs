using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace FinFlow.Journeys.Tests;

/// <summary>What the processor moved and what the book says are held against each other, without anybody's hand.</summary>
[Collection(BookkeepingCollection.Name)]
public sealed class ChargeReconciliationJourneyTests(SharedDeployment shared)
{
    [Fact]
    public async Task CapturedPayments_Should_ReconcileThemselves_WithTheProcessorsList()
    {
        using var business = await Business.RegisterAsync(shared.Deployment);
        var method = await business.AddPaymentMethodAsync();
        string[] payments = [await CapturedAsync(business, method), await CapturedAsync(business, method)];
        var day = (await business.Client.DataAsync("{ journalEntries(first: 1) { nodes { effectiveDate } } }")).Value("journalEntries.nodes")[0].Text("effectiveDate");
        await ListAsync(business, day);

        // Two sales of one price are two: each line of the list is proven by its own payment's entry.
        var found = await UntilAsync(business, "MATCHED", matched: 2);
        Assert.Equal(("1010", "sandbox"), (found.Text("account.code"), found.Text("statement.processor")));
        Assert.Equal(payments.Order(), found.Value("matches").EnumerateArray().Select(match => match.Text("journalEntry.payment.id")).Order());
        Assert.Equal("CAPTURED", found.Value("matches")[0].Text("journalEntry.payment.status"));

        // The processor now says that it kept ten cents more than it had told.
        ChangeFee(payments[0], byMinor: 10);
        await ListAsync(business, day);
        var differing = (await UntilAsync(business, "DISCREPANT", matched: 1)).Value("discrepancies");
        Assert.Equal(
            [("AMOUNT_DIFFERS", "-0.10", payments[0])],
            differing.EnumerateArray().Select(one => (one.Text("kind"), one.Text("difference.amount"), one.Text("journalEntry.payment.id"))));

        ChangeFee(payments[0], byMinor: -10);
        await ListAsync(business, day);
        await UntilAsync(business, "MATCHED", matched: 2);
    }

    private static async Task<string> CapturedAsync(Business business, string method)
    {
        var id = await business.PayAsync(method, "40.00");
        await Eventually.GetAsync(() => business.UntilPaymentIsAsync(id, "CAPTURED"), payment => payment.GetProperty("journalEntry").ValueKind == JsonValueKind.Object);
        return id;
    }

    // Days that are over are listed by themselves; today is listed on demand.
    private static async Task ListAsync(Business business, string day)
        => Assert.Equal(JsonValueKind.Null, (await business.MutateAsync("listCharges", new { day }, "lists { isComplete }")).Value("errors").ValueKind);

    private static Task<JsonElement> UntilAsync(Business business, string status, int matched)
        => Eventually.GetAsync(
            async () => (await business.Client.DataAsync(
                """
                { reconciliations { nodes { status matchedCount account { code } statement { processor } matches { journalEntry { payment { id status } } }
                  discrepancies { kind difference { amount } journalEntry { payment { id } } } } } }
                """)).Value("reconciliations.nodes").EnumerateArray().FirstOrDefault(),
            found => found.ValueKind == JsonValueKind.Object && found.Text("status") == status && found.Value("matchedCount").GetInt32() == matched);

    private void ChangeFee(string paymentId, int byMinor)
    {
        using var processor = new SqliteConnection($"Data Source={Path.Combine(shared.Deployment.Data, "sandbox-processor.db")}");
        processor.Open();
        using var change = processor.CreateCommand();
        change.CommandText = "UPDATE movements SET fee_minor = fee_minor + $by WHERE payment_key = $id";
        change.Parameters.AddWithValue("$by", byMinor);
        change.Parameters.AddWithValue("$id", paymentId);
        Assert.Equal(1, change.ExecuteNonQuery());
    }
}
