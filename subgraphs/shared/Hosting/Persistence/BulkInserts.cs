using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace FinFlow.Hosting;

/// <summary>Many new rows of one table, written past the change tracker, which costs several times the insert itself.</summary>
public static class BulkInserts
{
    /// <summary>Below this a message of statements, which the server has prepared already, is as quick as COPY, which it plans each time.</summary>
    private const int CopiedMin = 50;

    private static readonly ConcurrentDictionary<IEntityType, InsertPlan> Plans = new();

    extension(FinFlowDbContext db)
    {
        /// <summary>
        /// Inserts the rows inside the context's open transaction. PostgreSQL takes many by COPY, and a few as one message of prepared
        /// statements; SQLite runs one prepared statement again and again.
        /// </summary>
        /// <exception cref="InvalidOperationException">No transaction is open, so the rows would be written one by one.</exception>
        public async Task InsertAllAsync<T>(IReadOnlyCollection<T> rows, CancellationToken cancellationToken)
            where T : class
        {
            if (rows.Count == 0)
            {
                return;
            }

            var transaction = db.Database.CurrentTransaction?.GetDbTransaction()
                ?? throw new InvalidOperationException("Many rows are inserted inside a transaction.");
            var entity = db.Model.FindEntityType(typeof(T))
                ?? throw new InvalidOperationException($"{typeof(T).Name} is no entity of {db.GetType().Name}.");
            var plan = Plans.GetOrAdd(entity, InsertPlan.Of);
            await db.AskForTurnsAsync(cancellationToken);
            await (db.Database.GetDbConnection() switch
            {
                NpgsqlConnection connection when rows.Count >= CopiedMin => CopyAsync(plan, rows, connection, cancellationToken),
                { CanCreateBatch: true } connection => InsertTogetherAsync(plan, rows, connection, transaction, cancellationToken),
                var connection => InsertOneByOneAsync(plan, rows, connection, transaction, cancellationToken),
            });
        }
    }

    // A constraint that refuses a row ends the copying, and the transaction with it, as it does with a statement.
    private static async Task CopyAsync<T>(InsertPlan plan, IReadOnlyCollection<T> rows, NpgsqlConnection connection, CancellationToken cancellationToken)
        where T : class
    {
        await using var maker = connection.CreateCommand();
        var types = plan.Columns.Select(column => ((NpgsqlParameter)column.CreateParameter(maker)).NpgsqlDbType).ToList();
        await using var copying = await connection.BeginBinaryImportAsync(plan.Copy, cancellationToken);
        foreach (var row in rows)
        {
            await copying.StartRowAsync(cancellationToken);
            for (var i = 0; i < types.Count; i++)
            {
                await copying.WriteAsync(plan.Columns[i].ValueOf(row), types[i], cancellationToken);
            }
        }

        await copying.CompleteAsync(cancellationToken);
    }

    private static async Task InsertOneByOneAsync<T>(
        InsertPlan plan, IReadOnlyCollection<T> rows, DbConnection connection, DbTransaction transaction, CancellationToken cancellationToken)
        where T : class
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = plan.Statement;
        plan.AddParameters(command);
        await command.PrepareAsync(cancellationToken);
        foreach (var row in rows)
        {
            plan.Fill(command, row);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private static async Task InsertTogetherAsync<T>(
        InsertPlan plan, IReadOnlyCollection<T> rows, DbConnection connection, DbTransaction transaction, CancellationToken cancellationToken)
        where T : class
    {
        await using var batch = connection.CreateBatch();
        batch.Transaction = transaction;
        // Only a command makes parameters as the model has them typed.
        await using var maker = connection.CreateCommand();
        foreach (var row in rows)
        {
            var insert = batch.CreateBatchCommand();
            insert.CommandText = plan.Statement;
            plan.Fill(insert.Parameters, maker, row);
            batch.BatchCommands.Add(insert);
        }

        await batch.PrepareAsync(cancellationToken);
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The statements for rows of an entity, and how its parameters are read from the entity.</summary>
    private sealed record InsertPlan(string Statement, string Copy, IReadOnlyList<InsertColumn> Columns)
    {
        public static InsertPlan Of(IEntityType entity)
        {
            var table = entity.GetTableMappings().Single().Table;
            var columns = table.Columns
                .Select(column => (column.Name, column.PropertyMappings[0].Property))
                // The database itself gives these their values.
                .Where(column => column.Property.ValueGenerated == ValueGenerated.Never || !column.Property.ClrType.IsValueType)
                .Select((column, index) => new InsertColumn(column.Name, $"@p{index.ToString(CultureInfo.InvariantCulture)}", column.Property))
                .ToList();
            var place = $"{Quoted(table.Name)} ({string.Join(", ", columns.Select(column => Quoted(column.Name)))})";
            var parameters = string.Join(", ", columns.Select(column => column.Parameter));
            return new InsertPlan($"INSERT INTO {place} VALUES ({parameters})", $"COPY {place} FROM STDIN (FORMAT BINARY)", columns);
        }

        public void AddParameters(DbCommand command)
        {
            foreach (var column in Columns)
            {
                command.Parameters.Add(column.CreateParameter(command));
            }
        }

        public void Fill(DbCommand command, object row)
        {
            for (var i = 0; i < Columns.Count; i++)
            {
                command.Parameters[i].Value = Columns[i].ValueOf(row);
            }
        }

        public void Fill(DbParameterCollection parameters, DbCommand maker, object row)
        {
            foreach (var column in Columns)
            {
                var parameter = column.CreateParameter(maker);
                parameter.Value = column.ValueOf(row);
                parameters.Add(parameter);
            }
        }

        // Double quotes are standard SQL, and both databases take them.
        private static string Quoted(string name) => $"\"{name}\"";
    }

    private sealed record InsertColumn(string Name, string Parameter, IProperty Property)
    {
        private readonly RelationalTypeMapping _mapping = Property.GetRelationalTypeMapping();

        public DbParameter CreateParameter(DbCommand command) => _mapping.CreateParameter(command, Parameter, null, Property.IsNullable);

        public object ValueOf(object row)
        {
            var value = Property.GetGetter().GetClrValueUsingContainingEntity(row, []);
            return (value is null || _mapping.Converter is not { } converter ? value : converter.ConvertToProvider(value)) ?? DBNull.Value;
        }
    }
}
