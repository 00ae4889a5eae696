using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace FinFlow.Hosting;

/// <summary>Many new rows of one table, written past the change tracker, which costs several times the insert itself.</summary>
public static class BulkInserts
{
    private static readonly ConcurrentDictionary<IEntityType, InsertPlan> Plans = new();

    extension(FinFlowDbContext db)
    {
        /// <summary>
        /// Inserts the rows inside the context's open transaction: one prepared statement for each row, all sent together where the database
        /// is reached over a network, and run one after another where it is a file.
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
            if (db.Database.GetDbConnection() is { CanCreateBatch: true } connection)
            {
                await InsertTogetherAsync(plan, rows, connection, transaction, cancellationToken);
                return;
            }

            await using var command = db.Database.GetDbConnection().CreateCommand();
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

    /// <summary>The statement for one row of an entity, and how its parameters are read from the entity.</summary>
    private sealed record InsertPlan(string Statement, IReadOnlyList<InsertColumn> Columns)
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
            var statement = new StringBuilder("INSERT INTO ")
                .Append(Quoted(table.Name))
                .Append(" (").AppendJoin(", ", columns.Select(column => Quoted(column.Name)))
                .Append(") VALUES (").AppendJoin(", ", columns.Select(column => column.Parameter)).Append(')');
            return new InsertPlan(statement.ToString(), columns);
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
