using System.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Microsoft.EntityFrameworkCore.Storage;

namespace FinFlow.Hosting;

/// <summary>The names of what a database has.</summary>
internal sealed record ExistingSchema(IReadOnlySet<(string Table, string Column)> Columns, IReadOnlySet<string> Indexes)
{
    private const string SqliteColumns =
        "SELECT t.name, c.name FROM sqlite_master t, pragma_table_info(t.name) c WHERE t.type = 'table'";

    private const string SqliteIndexes = "SELECT name, '' FROM sqlite_master WHERE type = 'index'";

    private const string PostgresColumns =
        "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_setting('search_path')";

    private const string PostgresIndexes = "SELECT indexname, '' FROM pg_indexes WHERE schemaname = current_setting('search_path')";

    internal static async Task<ExistingSchema> ReadAsync(DbContext db, CancellationToken cancellationToken)
    {
        var columns = await ReadAsync(db, db.Database.IsSqlite() ? SqliteColumns : PostgresColumns, cancellationToken);
        var indexes = await ReadAsync(db, db.Database.IsSqlite() ? SqliteIndexes : PostgresIndexes, cancellationToken);
        return new ExistingSchema(columns, indexes.Select(row => row.Item1).ToHashSet());
    }

    /// <summary>Of an operation that builds the model from nothing, what this database still needs.</summary>
    internal IEnumerable<MigrationOperation> WhatIsMissing(MigrationOperation operation) => operation switch
    {
        CreateTableOperation table when HasTable(table.Name) => table.Columns.Where(column => !Columns.Contains((table.Name, column.Name))).Select(Addable),
        CreateIndexOperation index when Indexes.Contains(index.Name) => [],
        _ => [operation],
    };

    private bool HasTable(string name) => Columns.Any(column => column.Table == name);

    // The rows that are there already need a value in a column that may not be null.
    private static AddColumnOperation Addable(AddColumnOperation column)
    {
        if (!column.IsNullable && column.DefaultValue is null && column.DefaultValueSql is null)
        {
            column.DefaultValueSql = column.ClrType == typeof(string) ? "''" : column.ClrType == typeof(bool) ? "FALSE" : "0";
        }

        return column;
    }

    private static async Task<HashSet<(string, string)>> ReadAsync(DbContext db, string sql, CancellationToken cancellationToken)
    {
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        command.CommandType = CommandType.Text;
        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new HashSet<(string, string)>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add((reader.GetString(0), reader.GetString(1)));
        }

        return rows;
    }
}
