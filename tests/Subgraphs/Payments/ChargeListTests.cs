using FinFlow.Finance;
using FinFlow.Messaging;
using FinFlow.Payments;
using Microsoft.Data.Sqlite;
using static FinFlow.Subgraphs.Tests.SomePayment;

namespace FinFlow.Subgraphs.Tests;

/// <summary>What the processor moved on a day, told to whoever keeps the book: by the processor's own file, not by ours.</summary>
public sealed class ChargeListTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly SettableClock clock = new(Noon);

    [Fact]
    public async Task DayThatIsOver_Should_BeToldOnceWithWhatTheProcessorMoved()
    {
        await using var bench = await PaymentsBench.StartAsync(folder.Path, clock);
        var payment = await bench.CaptureAsync(await bench.AddMethodAsync());
        var refund = (await bench.RefundAsync(payment.Id, "40.00", "r1")).Value;

        await bench.ListDaysAsync();
        Assert.Empty(await bench.ToldAsync<ChargesListed>());

        clock.Now = Noon.AddDays(1);
        await bench.ListDaysAsync();
        await bench.ListDaysAsync();

        var told = Assert.Single(await bench.ToldAsync<ChargesListed>());
        Assert.Equal(("org_1", "sandbox", DateOnly.FromDateTime(Noon.UtcDateTime), true), (told.OrganizationId, told.Processor, told.Day, told.IsComplete));
        Assert.Equal(
            [(payment.Id, null, "CAPTURE", 10000L, 320L, "USD"), (payment.Id, refund.Id, "REFUND", 4000L, 0L, "USD")],
            told.Charges.Select(charge => (charge.PaymentId, charge.RefundId, charge.Kind, charge.AmountMinor, charge.FeeMinor, charge.Currency)));
        Assert.All(told.Charges, charge => Assert.Equal(Noon, charge.OccurredAt));
        Assert.Equal(2, told.Charges.Select(charge => charge.Id).Distinct().Count());
    }

    [Fact]
    public async Task SeveralProcessesAtOnce_Should_TellADayOnce()
    {
        await using var bench = await PaymentsBench.StartAsync(folder.Path, clock);
        await bench.CaptureAsync(await bench.AddMethodAsync());

        clock.Now = Noon.AddDays(2);
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => bench.ListDaysAsync())));

        Assert.Single(await bench.ToldAsync<ChargesListed>());
    }

    [Fact]
    public async Task DaysThatWereMissed_Should_BeMadeUpForInOrder()
    {
        await using var bench = await PaymentsBench.StartAsync(folder.Path, clock);
        clock.Now = Noon.AddDays(1);
        await bench.ListDaysAsync();
        var method = await bench.AddMethodAsync();
        await bench.CaptureAsync(method, key: "k1");
        clock.Now = Noon.AddDays(20);
        await bench.CaptureAsync(method, key: "k2");

        clock.Now = Noon.AddDays(30);
        await bench.ListDaysAsync();

        Assert.Equal([1, 20], (await bench.ToldAsync<ChargesListed>()).Select(told => told.Day.DayNumber - DateOnly.FromDateTime(Noon.UtcDateTime).DayNumber));
    }

    [Fact]
    public async Task CaptureThatTheProcessorDoesNotList_Should_StillBeToldAsAnEmptyList()
    {
        await using var bench = await PaymentsBench.StartAsync(folder.Path, clock);
        await bench.CaptureAsync(await bench.AddMethodAsync());
        Execute("DELETE FROM movements");

        clock.Now = Noon.AddDays(1);
        await bench.ListDaysAsync();

        Assert.Empty(Assert.Single(await bench.ToldAsync<ChargesListed>()).Charges);
    }

    [Fact]
    public async Task ChargeOfNoPayment_Should_BeReported_AndBeNobodys()
    {
        await using var bench = await PaymentsBench.StartAsync(folder.Path, clock);
        await bench.CaptureAsync(await bench.AddMethodAsync());
        Execute("INSERT INTO movements SELECT 'mov_stray', 'pay_of_nobody', NULL, currency, 700, 0, created_at FROM movements");

        clock.Now = Noon.AddDays(1);
        await bench.ListDaysAsync();

        Assert.Single(Assert.Single(await bench.ToldAsync<ChargesListed>()).Charges);
        var reported = Assert.Single(await bench.ToldAsync<VerificationFailed>());
        Assert.Equal("charges of sandbox on 2026-03-02", reported.Subject);
        Assert.Equal("1 of no payment: mov_stray", reported.Finding);
    }

    public void Dispose() => folder.Dispose();

    // What happens to the processor's file happened at the processor.
    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={folder.File("sandbox-processor.db")}");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
