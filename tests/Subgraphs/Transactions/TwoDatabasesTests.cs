namespace FinFlow.Subgraphs.Tests;

/// <summary>A process may hold the subgraph on both kinds of database: no query is bound to the model of the first.</summary>
public sealed class TwoDatabasesTests
{
    [PostgresFact]
    public async Task Transactions_Should_BeReviewed_WhicheverDatabaseCameFirst()
    {
        var database = PostgresDatabase.Create();
        await using var embedded = await RunningTransactions.StartAsync(TestDatabase.Embedded);
        await using var postgres = await RunningTransactions.StartAsync([.. database.Variables]);

        foreach (var transactions in (RunningTransactions[])[embedded, postgres])
        {
            var reviewed = await transactions.ReviewAsync("approveTransaction", await transactions.HoldAsync(), "known customer");
            Assert.Equal("PROCESSING", reviewed.GetProperty("transaction").GetProperty("status").GetString());
        }
    }
}
