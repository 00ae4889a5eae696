using Npgsql;

namespace FinFlow.Journeys.Tests;

/// <summary>
/// A step of a payment's life at which the process that takes it is killed: a change of a row, or the commit of that change. The database holds the
/// process there, so that the moment is exact and the programs know nothing of it.
/// </summary>
/// <param name="Table">With its schema, which has the name of the subgraph and so of the process.</param>
/// <param name="Change">INSERT, UPDATE or DELETE.</param>
/// <param name="Status">Only where the row's status becomes this.</param>
/// <param name="AtCommit">Everything of the transaction is written, and nothing of it counts yet.</param>
internal sealed record KillPoint(string Table, string Change, string? Status = null, bool AtCommit = false)
{
    /// <summary>From the card to the dashboard.</summary>
    public static IReadOnlyList<KillPoint> OfAPaymentsLife { get; } =
    [
        // The request is taken, and the processor asked.
        new("payments.payments", "INSERT"),
        new("payments.payments", "INSERT", AtCommit: true),
        new("payments.idempotency_keys", "INSERT", AtCommit: true),
        new("payments.payments", "UPDATE", "AUTHORIZED"),
        new("payments.payments", "UPDATE", "AUTHORIZED", AtCommit: true),
        new("payments.outbox", "INSERT"),

        // Told to the others, but not yet noted as told.
        new("payments.outbox", "DELETE", AtCommit: true),

        // Validated.
        new("transactions.inbox", "INSERT"),
        new("transactions.\"Transactions\"", "INSERT"),
        new("transactions.\"Transactions\"", "INSERT", AtCommit: true),
        new("transactions.outbox", "DELETE", AtCommit: true),

        // Captured.
        new("payments.inbox", "INSERT"),
        new("payments.payments", "UPDATE", "CAPTURED"),
        new("payments.payments", "UPDATE", "CAPTURED", AtCommit: true),
        new("payments.payment_events", "INSERT", "CAPTURED", AtCommit: true),

        // Posted.
        new("accounting.inbox", "INSERT"),
        new("accounting.journal_entries", "INSERT"),
        new("accounting.journal_lines", "INSERT"),
        new("accounting.journal_entries", "INSERT", AtCommit: true),
        new("accounting.outbox", "DELETE", AtCommit: true),

        // On the dashboard, and in the trail.
        new("analytics.inbox", "INSERT"),
        new("analytics.payment_days", "INSERT", AtCommit: true),
        new("compliance.inbox", "INSERT"),
        new("compliance.audit_entries", "INSERT", AtCommit: true),
    ];

    /// <summary>When it is taken, told, validated, captured, posted and counted, and stands in the trail.</summary>
    public static IReadOnlyList<KillPoint> Few { get; } =
    [
        .. OfAPaymentsLife.Where(point => point is
            { Table: "payments.payments", Change: "INSERT", AtCommit: true } or { Table: "payments.outbox", Change: "DELETE" } or { Table: "transactions.inbox" }
            or { Table: "payments.payments", Status: "CAPTURED", AtCommit: true } or { Table: "accounting.journal_entries", AtCommit: true }
            or { Table: "analytics.payment_days" } or { Table: "compliance.audit_entries" }),
    ];

    public string Process => Table[..Table.IndexOf('.', StringComparison.Ordinal)];

    /// <summary>From now on, whoever comes to this point stays there.</summary>
    public async Task ArmAsync(NpgsqlConnection database)
    {
        var trigger = AtCommit ? "CREATE CONSTRAINT TRIGGER kill_point" : "CREATE TRIGGER kill_point";
        var when = Status is null ? "" : $"""WHEN (upper(NEW."Status") = '{Status}')""";
        await RunAsync(database, $"""
            CREATE OR REPLACE FUNCTION public.kill_point() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(120); RETURN NULL; END $$;
            {trigger} AFTER {Change} ON {Table} {(AtCommit ? "DEFERRABLE INITIALLY DEFERRED" : "")} FOR EACH ROW {when} EXECUTE FUNCTION public.kill_point();
            """);
    }

    /// <summary>Whether somebody is there.</summary>
    public static async Task<bool> IsReachedAsync(NpgsqlConnection database)
    {
        await using var command = new NpgsqlCommand("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'", database);
        return (long)(await command.ExecuteScalarAsync())! > 0;
    }

    /// <summary>Ends what the database goes on doing for a client that is gone, and lets everybody pass again.</summary>
    public Task DisarmAsync(NpgsqlConnection database) => RunAsync(database, $"""
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'PgSleep';
        DROP TRIGGER kill_point ON {Table};
        """);

    public override string ToString() => $"{(AtCommit ? "commit of " : "")}{Change} {Table}{(Status is null ? "" : $" to {Status}")}";

    private static async Task RunAsync(NpgsqlConnection database, string sql)
    {
        await using var command = new NpgsqlCommand(sql, database);
        await command.ExecuteNonQueryAsync();
    }
}
