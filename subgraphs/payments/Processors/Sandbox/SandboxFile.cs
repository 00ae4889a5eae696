using System.Globalization;
using Microsoft.Data.Sqlite;

namespace FinFlow.Payments;

/// <summary>
/// The sandbox's own books, one SQLite file apart from the payments database: the table <c>charges</c> is the witness of what
/// was charged, whatever we believe. Every request is one transaction.
/// </summary>
/// <remarks>Writers of this process take turns: a driver that finds the file busy sleeps for 150 ms, and with it a thread that others need.</remarks>
public sealed class SandboxFile : IDisposable
{
    private const string Schema = """
        PRAGMA journal_mode = WAL;
        CREATE TABLE IF NOT EXISTS charges (
            id TEXT PRIMARY KEY,
            key TEXT NOT NULL UNIQUE,
            token TEXT NOT NULL,
            reference TEXT NOT NULL,
            currency TEXT NOT NULL,
            amount_minor INTEGER NOT NULL,
            captured_minor INTEGER NOT NULL DEFAULT 0,
            fee_minor INTEGER NOT NULL DEFAULT 0,
            refunded_minor INTEGER NOT NULL DEFAULT 0,
            status TEXT NOT NULL,
            created_at TEXT NOT NULL,
            updated_at TEXT NOT NULL,
            CHECK (refunded_minor <= captured_minor AND captured_minor <= amount_minor)) STRICT;
        CREATE TABLE IF NOT EXISTS refunds (
            key TEXT PRIMARY KEY,
            charge_id TEXT NOT NULL REFERENCES charges (id),
            amount_minor INTEGER NOT NULL,
            created_at TEXT NOT NULL) STRICT;
        CREATE TABLE IF NOT EXISTS movements (
            id TEXT PRIMARY KEY,
            payment_key TEXT NOT NULL,
            refund_key TEXT,
            currency TEXT NOT NULL,
            amount_minor INTEGER NOT NULL,
            fee_minor INTEGER NOT NULL,
            created_at TEXT NOT NULL) STRICT;
        CREATE INDEX IF NOT EXISTS movements_by_time ON movements (created_at);
        """;

    private readonly string path;
    private readonly TimeProvider clock;
    private readonly SemaphoreSlim turn = new(1);

    public SandboxFile(SandboxOptions options, TimeProvider clock)
    {
        (path, this.clock) = (options.Path, clock);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        using var connection = Open();
        Execute(connection, Schema);
    }

    public void Dispose() => turn.Dispose();

    /// <summary>The charge of this key: made now, or long ago by the same request.</summary>
    internal Task<SandboxCharge> ChargeAsync(AuthorizationRequest request, string status, DateTimeOffset now) => InTurnAsync(connection =>
    {
        Execute(
            connection,
            """
            INSERT INTO charges (id, key, token, reference, currency, amount_minor, status, created_at, updated_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8) ON CONFLICT (key) DO NOTHING
            """,
            Id.New("ch", clock), request.Key, request.Token, request.Reference, request.Amount.Currency.Code, request.Amount.Minor, status, Text(now));
        return Find(connection, "key", request.Key)!;
    });

    internal SandboxCharge? FindByKey(string key)
    {
        using var connection = Open();
        return Find(connection, "key", key);
    }

    internal Task<ProcessorAnswer> CaptureAsync(string chargeId, Money amount, Money fee, DateTimeOffset now) => InTurnAsync<ProcessorAnswer>(connection =>
    {
        using var transaction = connection.BeginTransaction();
        var changed = Execute(
            connection,
            """
            UPDATE charges SET status = 'captured', captured_minor = $2, fee_minor = $3, updated_at = $4
            WHERE id = $1 AND status = 'authorized' AND $2 <= amount_minor
            """,
            chargeId, amount.Minor, fee.Minor, Text(now));
        if (changed == 1)
        {
            Move(connection, chargeId, DBNull.Value, amount, fee, now);
        }

        transaction.Commit();
        var charge = Find(connection, "id", chargeId);

        // Asked again after a lost answer, it says what it said then.
        return charge is not null && (changed == 1 || charge.Captured == amount)
            ? new ProcessorAnswer.Done(chargeId, charge.Fee)
            : new ProcessorAnswer.Declined("charge_not_capturable");
    });

    internal Task<ProcessorAnswer> VoidAsync(string chargeId, DateTimeOffset now) => InTurnAsync<ProcessorAnswer>(connection =>
    {
        Execute(
            connection,
            "UPDATE charges SET status = 'voided', updated_at = $2 WHERE id = $1 AND status IN ('authorized', 'requires_action')",
            chargeId, Text(now));
        return Find(connection, "id", chargeId) is { Status: SandboxChargeStatus.Voided } charge
            ? new ProcessorAnswer.Done(chargeId, charge.Fee)
            : new ProcessorAnswer.Declined("charge_not_voidable");
    });

    internal Task<ProcessorAnswer> RefundAsync(string chargeId, Money amount, string key, DateTimeOffset now) => InTurnAsync<ProcessorAnswer>(connection =>
    {
        using var transaction = connection.BeginTransaction();
        var known = Execute(
            connection,
            "INSERT INTO refunds (key, charge_id, amount_minor, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT (key) DO NOTHING",
            key, chargeId, amount.Minor, Text(now)) == 0;
        var refunded = known || Execute(
            connection,
            """
            UPDATE charges SET refunded_minor = refunded_minor + $2, updated_at = $3,
                status = CASE WHEN refunded_minor + $2 = captured_minor THEN 'refunded' ELSE 'partially_refunded' END
            WHERE id = $1 AND status IN ('captured', 'partially_refunded') AND refunded_minor + $2 <= captured_minor
            """,
            chargeId, amount.Minor, Text(now)) == 1;
        if (!refunded)
        {
            return new ProcessorAnswer.Declined("charge_not_refundable");
        }

        if (!known)
        {
            Move(connection, chargeId, key, amount, Money.Zero(amount.Currency), now);
        }

        transaction.Commit();
        return new ProcessorAnswer.Done(chargeId, Money.Zero(amount.Currency));
    });

    /// <summary>What was captured and refunded from one time on until before another.</summary>
    internal List<ProcessorCharge> ListMovements(DateTimeOffset from, DateTimeOffset until)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = """
            SELECT id, payment_key, refund_key, currency, amount_minor, fee_minor, created_at FROM movements
            WHERE created_at >= $1 AND created_at < $2 ORDER BY rowid
            """;
        command.Parameters.AddWithValue("$1", Text(from));
        command.Parameters.AddWithValue("$2", Text(until));
        using var row = command.ExecuteReader();
        var movements = new List<ProcessorCharge>();
        while (row.Read())
        {
            var currency = Currency.Of(row.GetString(3));
            var refundKey = row.IsDBNull(2) ? null : row.GetString(2);
            movements.Add(new ProcessorCharge(
                row.GetString(0),
                row.GetString(1),
                ChargeId: null,
                refundKey,
                refundKey is null ? ChargeKind.Capture : ChargeKind.Refund,
                new Money(row.GetInt64(4), currency),
                new Money(row.GetInt64(5), currency),
                DateTimeOffset.Parse(row.GetString(6), CultureInfo.InvariantCulture)));
        }

        return movements;
    }

    /// <summary>Every movement of money is a line of its own, never changed: the day's list is made of these.</summary>
    private void Move(SqliteConnection connection, string chargeId, object refundKey, Money amount, Money fee, DateTimeOffset now)
        => Execute(
            connection,
            """
            INSERT INTO movements (id, payment_key, refund_key, currency, amount_minor, fee_minor, created_at)
            SELECT $1, key, $3, currency, $4, $5, $6 FROM charges WHERE id = $2
            """,
            Id.New("mov", clock), chargeId, refundKey, amount.Minor, fee.Minor, Text(now));

    private static SandboxCharge? Find(SqliteConnection connection, string column, string value)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT id, token, currency, amount_minor, captured_minor, fee_minor, status FROM charges WHERE {column} = $1";
        command.Parameters.AddWithValue("$1", value);
        using var row = command.ExecuteReader();
        if (!row.Read())
        {
            return null;
        }

        var currency = Currency.Of(row.GetString(2));
        return new SandboxCharge(
            row.GetString(0), row.GetString(1), new(row.GetInt64(3), currency), new(row.GetInt64(4), currency), new(row.GetInt64(5), currency), row.GetString(6));
    }

    private static int Execute(SqliteConnection connection, string sql, params ReadOnlySpan<object> values)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters.AddWithValue(string.Create(CultureInfo.InvariantCulture, $"${i + 1}"), values[i]);
        }

        return command.ExecuteNonQuery();
    }

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    private async Task<T> InTurnAsync<T>(Func<SqliteConnection, T> write)
    {
        await turn.WaitAsync();
        try
        {
            using var connection = Open();
            return write(connection);
        }
        finally
        {
            turn.Release();
        }
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection($"Data Source={path};Default Timeout=10");
        connection.Open();
        return connection;
    }
}

/// <summary>A charge as the sandbox knows it.</summary>
internal sealed record SandboxCharge(string Id, string Token, Money Amount, Money Captured, Money Fee, string Status);

/// <summary>The words in the column <c>status</c>.</summary>
internal static class SandboxChargeStatus
{
    internal const string Authorized = "authorized";
    internal const string RequiresAction = "requires_action";
    internal const string Declined = "declined";
    internal const string Voided = "voided";
}
