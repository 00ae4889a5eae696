using System.Data.Common;
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

            if (db.Database.CurrentTransaction is null)
            {
                throw new InvalidOperationException("Many rows are inserted inside a transaction.");
            }

            var plan = InsertPlan.Of(db, typeof(T));
            await db.AskForTurnsAsync(cancellationToken);
            await (db.Database.GetDbConnection() is NpgsqlConnection connection && rows.Count >= CopiedMin
                ? CopyAsync(plan, rows, connection, cancellationToken)
                : db.RunForAllAsync(plan, plan.Statement, rows, cancellationToken));
        }

        /// <summary>Runs one of the plan's statements for each row, within the context's transaction: as one message where the database takes several.</summary>
        internal Task RunForAllAsync(InsertPlan plan, string statement, IReadOnlyCollection<object> rows, CancellationToken cancellationToken)
        {
            var (connection, transaction) = (db.Database.GetDbConnection(), db.Database.CurrentTransaction!.GetDbTransaction());
            return connection.CanCreateBatch
                ? RunTogetherAsync(plan, statement, rows, connection, transaction, cancellationToken)
                : RunOneByOneAsync(plan, statement, rows, connection, transaction, cancellationToken);
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

    private static async Task RunOneByOneAsync(
        InsertPlan plan, string statement, IReadOnlyCollection<object> rows, DbConnection connection, DbTransaction transaction, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = statement;
        plan.AddParameters(command);
        await command.PrepareAsync(cancellationToken);
        foreach (var row in rows)
        {
            plan.Fill(command, row);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private static async Task RunTogetherAsync(
        InsertPlan plan, string statement, IReadOnlyCollection<object> rows, DbConnection connection, DbTransaction transaction, CancellationToken cancellationToken)
    {
        await using var batch = connection.CreateBatch();
        batch.Transaction = transaction;
        // Only a command makes parameters as the model has them typed.
        await using var maker = connection.CreateCommand();
        foreach (var row in rows)
        {
            var command = batch.CreateBatchCommand();
            command.CommandText = statement;
            plan.Fill(command.Parameters, maker, row);
            batch.BatchCommands.Add(command);
        }

        await batch.PrepareAsync(cancellationToken);
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }
}
