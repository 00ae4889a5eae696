using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace FinFlow.Hosting;

/// <summary>
/// Triggers and views are made by the first process of their version. An older one that starts again beside it would put back what the newer one relies
/// on to be gone, and one of the same version would only wait for the locks of those who are at work.
/// </summary>
internal static class RepeatableSqlAtStart
{
    internal const string VersionsTable = "repeatable_sql_versions";

    private const string CreateVersions = $"""CREATE TABLE IF NOT EXISTS {VersionsTable} ("Version" integer NOT NULL PRIMARY KEY)""";

    /// <summary>Within the transaction that holds the schema's lock.</summary>
    internal static async Task ApplyAsync(FinFlowDbContext db, ILogger logger, CancellationToken cancellationToken)
    {
        var statements = db.RepeatableSql.ToList();
        if (statements.Count == 0)
        {
            return;
        }

        await db.Database.ExecuteSqlRawAsync(CreateVersions, cancellationToken);
        var newest = await db.Database.SqlQueryRaw<int>($"""SELECT COALESCE(MAX("Version"), 0) AS "Value" FROM {VersionsTable}""").SingleAsync(cancellationToken);
        if (newest >= db.RepeatableSqlVersion)
        {
            logger.LogDebug("{Context} finds triggers and views of version {Newest}", db.GetType().Name, newest);
            return;
        }

        await DatabaseSchema.RunAsync(db, statements, cancellationToken);
        await db.Database.ExecuteSqlAsync($"INSERT INTO repeatable_sql_versions VALUES ({db.RepeatableSqlVersion}) ON CONFLICT DO NOTHING", cancellationToken);
    }
}
