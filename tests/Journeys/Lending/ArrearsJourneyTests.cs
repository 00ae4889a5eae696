using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace FinFlow.Journeys.Tests;

/// <summary>A loan that is not paid in time: overdue, caught up, and at last given up for lost. It has a process of its own, because it restarts it.</summary>
public sealed class ArrearsJourneyTests : IAsyncLifetime
{
    private Deployment finflow = null!;

    public async Task InitializeAsync() => finflow = await Deployment.StartAsync(Shape.OneProcess, Deployment.Embedded);

    public async Task DisposeAsync() => await finflow.DisposeAsync();

    [Fact]
    public async Task UnpaidLoan_Should_BecomeOverdue_BeCaughtUp_AndDefault()
    {
        using var business = await Business.RegisterAsync(finflow);
        var atFirst = await business.ScoreAsync();
        Assert.Equal(0, atFirst.Value("features.delinquencies").GetInt32());
        var loan = await business.BorrowAsync((await business.OffersAsync("1200.00", 6))[0].Text("id"), "id status");
        var id = loan.Text("id");

        // The day after the first due date: the job that looks for such loans runs at start and then every hour.
        await LetDaysPassAsync(id, Bookkeeping.Today.AddMonths(1).DayNumber - Bookkeeping.Today.DayNumber + 1);
        await UntilLoanIsAsync(business, id, "OVERDUE");
        Assert.Equal("BORROWER_IN_ARREARS", await business.RefusalAsync("requestLoanOffers", new { amount = new { amount = "500.00", currency = "USD" }, termMonths = 6, purpose = "more" }));
        var late = await business.ScoreAsync();
        Assert.Equal(1, late.Value("features.delinquencies").GetInt32());
        Assert.Contains(
            "One installment was late or one payment disputed in the last 24 months.", late.Value("analysis").EnumerateArray().Select(part => part.Text("finding")));
        await UntilToldAsync(id, 1);

        // Whoever catches up may borrow again.
        Assert.Equal("ACTIVE", (await business.RepayAsync(id, "caught up", null, "status")).Text("status"));
        Assert.NotEmpty(await business.OffersAsync("500.00", 6));

        await LetDaysPassAsync(id, 150);
        await UntilLoanIsAsync(business, id, "DEFAULTED");
        await UntilToldAsync(id, 2);
        Assert.Equal("BORROWER_IN_ARREARS", await business.RefusalAsync("requestLoanOffers", new { amount = new { amount = "500.00", currency = "USD" }, termMonths = 6, purpose = "more" }));
    }

    private static Task<JsonElement> UntilLoanIsAsync(Business business, string id, string status) => Eventually.GetAsync(
        async () => (await business.Client.DataAsync("query($id: ID!) { loan(id: $id) { status } }", new { id })).Value("loan"), loan => loan.Text("status") == status);

    /// <summary>The trail hears of it each time once.</summary>
    private async Task UntilToldAsync(string id, int times)
    {
        using var officer = await ComplianceDesk.OfficerAsync(finflow);
        await Eventually.GetAsync(
            async () => (await officer.DataAsync("query($id: ID!) { auditTrail(subjectId: $id, action: \"loan.overdue\") { totalCount } }", new { id })).Value("auditTrail.totalCount").GetInt32(),
            told => told == times);
    }

    private async Task LetDaysPassAsync(string loanId, int days)
    {
        await finflow.KillAsync();
        await using (var connection = new SqliteConnection($"Data Source={Path.Combine(finflow.Data, "credit.db")};Pooling=False"))
        {
            await connection.OpenAsync();
            foreach (var due in (string[])["loans SET NextDueDate = date(NextDueDate, $ago) WHERE Id", "loan_installments SET DueDate = date(DueDate, $ago) WHERE LoanId"])
            {
                await using var command = connection.CreateCommand();
                command.CommandText = $"UPDATE {due} = $id";
                command.Parameters.AddWithValue("$ago", $"-{days} days");
                command.Parameters.AddWithValue("$id", loanId);
                Assert.True(await command.ExecuteNonQueryAsync() > 0);
            }
        }

        await finflow.KillAndRestartAsync();
    }
}
