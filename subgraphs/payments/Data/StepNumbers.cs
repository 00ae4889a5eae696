using Microsoft.EntityFrameworkCore;

namespace FinFlow.Payments;

/// <summary>
/// Up to which number no step can appear any more. Numbers are drawn when steps are written and seen when they commit, which may be in another order:
/// a reader that went on from a number while a lower one was not yet committed would never see that one.
/// </summary>
/// <remarks>
/// On PostgreSQL a trigger lets whoever writes an organisation's step share a lock until the end of the transaction, and draws the number afterwards.
/// Nobody takes the lock for themselves, so nobody waits for it: a reader looks who holds it. SQLite has one writer at a time.
/// </remarks>
internal static class StepNumbers
{
    private const string Table = "payment_events";

    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(5);

    internal static IEnumerable<string> Postgres =>
    [
        $"""
        CREATE OR REPLACE FUNCTION {Table}_numbered() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            PERFORM pg_advisory_xact_lock_shared(hashtext(TG_TABLE_SCHEMA || '.{Table}'), hashtext(NEW."OrganizationId"));
            NEW."Sequence" := nextval(pg_get_serial_sequence(TG_TABLE_SCHEMA || '.{Table}', 'Sequence'));
            RETURN NEW;
        END $$
        """,
        $"CREATE OR REPLACE TRIGGER {Table}_numbered BEFORE INSERT ON {Table} FOR EACH ROW EXECUTE FUNCTION {Table}_numbered()",
    ];

    /// <summary>Waits until everybody has committed or given up who may have drawn a number below the last of these steps.</summary>
    /// <param name="steps">Of one organisation.</param>
    /// <returns>The last one's number; null when there is none.</returns>
    internal static async Task<long?> FindLastSettledAsync(
        this PaymentsDbContext db, IQueryable<PaymentStep> steps, string organizationId, CancellationToken cancellationToken)
    {
        var last = await steps.MaxAsync(step => (long?)step.Sequence, cancellationToken);
        if (last is null || !db.Database.IsNpgsql())
        {
            return last;
        }

        // Whoever comes later draws a higher number.
        var writing = await ListWritersAsync(db, organizationId, cancellationToken);
        while (writing.Count > 0)
        {
            await Task.Delay(LookAgain, TimeProvider.System, cancellationToken);
            writing.IntersectWith(await ListWritersAsync(db, organizationId, cancellationToken));
        }

        return last;
    }

    private static async Task<HashSet<string>> ListWritersAsync(PaymentsDbContext db, string organizationId, CancellationToken cancellationToken)
        => await db.Database.SqlQuery<string>(
            $"""
            SELECT virtualtransaction AS "Value" FROM pg_locks
            WHERE locktype = 'advisory' AND objsubid = 2 AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
              AND classid = hashtext(current_schema() || '.payment_events')::oid AND objid = hashtext({organizationId})::oid
            """).ToHashSetAsync(cancellationToken);
}
