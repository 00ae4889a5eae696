using FinFlow.Hosting;
using FinFlow.Payments;
using Microsoft.EntityFrameworkCore;
using static FinFlow.Subgraphs.Tests.SomePayment;

namespace FinFlow.Subgraphs.Tests;

/// <summary>Whoever has read a row for a change keeps it until they have made it: others wait for what it is then, also those who know the row from before and take no turn.</summary>
public sealed class RowLockTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly PostgresDatabase database = PostgresDatabase.Create();

    [PostgresFact]
    public async Task Writer_Should_WaitForWhoeverReadThePaymentForAChange_AndDecideOnWhatThatOneLeft()
    {
        await using var bench = await PaymentsBench.StartAsync(folder.Path, null, database.Variables);
        var known = await bench.PayAsync(await bench.AddMethodAsync(), captureMethod: CaptureMethod.Manual);
        await using var db = await bench.DatabaseAsync();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var locked = await db.Payments.AsNoTracking().TagWith(RowLocks.ForChange).SingleAsync(payment => payment.Id == known.Id);

        // This one knows the payment from before: its version would let it through, and make the other fail that has it.
        var decidedOn = new List<PaymentStatus>();
        var late = bench.UseAsync((PaymentStore payments) => payments.ChangeAsync(
            known,
            payment =>
            {
                decidedOn.Add(payment.Status);
                return payment.Approve(DateTimeOffset.UnixEpoch);
            },
            CancellationToken.None));
        await Telling.UntilAsync(() => Task.FromResult(Waiting()), waiting => waiting == 1);
        db.Update(locked.Hold().Value);
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
        await late;

        Assert.Equal([PaymentStatus.Authorized, PaymentStatus.Held], decidedOn);
        Assert.Equal(DateTimeOffset.UnixEpoch, (await bench.FindAsync(known.Id)).ApprovedAt);
    }

    [PostgresFact]
    public async Task Reference_Should_BeWritten_WhileItsPaymentIsChanged()
    {
        await using var bench = await PaymentsBench.StartAsync(folder.Path, null, database.Variables);
        var payment = await bench.PayAsync(await bench.AddMethodAsync());
        await using var db = await bench.DatabaseAsync();
        await using var transaction = await db.Database.BeginTransactionAsync();
        await db.Payments.AsNoTracking().TagWith(RowLocks.ForChange).SingleAsync(known => known.Id == payment.Id);

        await using var other = new Npgsql.NpgsqlConnection(database.ConnectionStringOf("payments"));
        await other.OpenAsync();
        Assert.Equal([payment.Id], other.Rows($"SET lock_timeout = '2s'; SELECT Id FROM payments WHERE Id = '{payment.Id}' FOR KEY SHARE"));
    }

    public void Dispose()
    {
        Npgsql.NpgsqlConnection.ClearAllPools();
        folder.Dispose();
    }

    private int Waiting()
    {
        using var connection = new Npgsql.NpgsqlConnection(database.ConnectionString);
        connection.Open();
        return int.Parse(
            connection.Rows("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'").Single(), System.Globalization.CultureInfo.InvariantCulture);
    }
}
