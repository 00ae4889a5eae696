using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace FinFlow.Subgraphs.Tests;

/// <summary>How PostgreSQL would carry out the statements that a piece of work sends it.</summary>
internal sealed partial class QueryPlans : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
{
    private static readonly AsyncLocal<ConcurrentQueue<NpgsqlCommand>?> Current = new();

    /// <summary>Of a database: what anybody sends it.</summary>
    private static readonly ConcurrentDictionary<string, ConcurrentQueue<NpgsqlCommand>> Watched = new();

    private static readonly IDisposable Subscription = DiagnosticListener.AllListeners.Subscribe(new QueryPlans());

    private QueryPlans()
    {
    }

    /// <summary>Call it before the databases are first used: a context looks only once a second whether somebody listens.</summary>
    internal static void Listen() => GC.KeepAlive(Subscription);

    /// <summary>The tables that are read from one end to the other, and the indexes that are used, over all SELECTs of the work.</summary>
    internal static async Task<(List<string> ScannedTables, List<string> Indexes)> OfAsync(string connectionString, Func<Task> work)
    {
        var statements = Current.Value = [];
        try
        {
            await work();
        }
        finally
        {
            Current.Value = null;
        }

        return await ExplainAsync(connectionString, statements);
    }

    /// <summary>The same over all SELECTs that anybody sends to the database until the work is done.</summary>
    internal static async Task<(List<string> ScannedTables, List<string> Indexes)> OfDatabaseAsync(string connectionString, Func<Task> work)
    {
        var database = new NpgsqlConnectionStringBuilder(connectionString).Database!;
        var statements = Watched[database] = [];
        try
        {
            await work();
        }
        finally
        {
            Watched.TryRemove(database, out _);
        }

        return await ExplainAsync(connectionString, statements);
    }

    private static async Task<(List<string> ScannedTables, List<string> Indexes)> ExplainAsync(string connectionString, IEnumerable<NpgsqlCommand> statements)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        var plans = new List<string>();
        foreach (var statement in statements)
        {
            statement.Connection = connection;
            statement.CommandText = $"EXPLAIN {statement.CommandText}";
            plans.AddRange(await ReadAsync(statement));
        }

        return (Find(plans, SeqScan()), Find(plans, IndexScan()));
    }

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == DbLoggerCategory.Name)
        {
            value.Subscribe(this);
        }
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value.Key == RelationalEventId.CommandExecuting.Name
            && value.Value is CommandEventData { Command: NpgsqlCommand { CommandText: var sql } command } && sql.StartsWith("SELECT", StringComparison.Ordinal)
            && (Current.Value ?? Watched.GetValueOrDefault(command.Connection!.Database)) is { } statements)
        {
            statements.Enqueue(command.Clone());
        }
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    private static async Task<List<string>> ReadAsync(NpgsqlCommand command)
    {
        await using var answer = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await answer.ReadAsync())
        {
            lines.Add(answer.GetString(0));
        }

        return lines;
    }

    private static List<string> Find(IEnumerable<string> plans, Regex pattern)
        => [.. plans.Select(line => pattern.Match(line)).Where(match => match.Success).Select(match => match.Groups[1].Value).Distinct().Order(StringComparer.Ordinal)];

    [GeneratedRegex("""Seq Scan on "?(\w+)""")]
    private static partial Regex SeqScan();

    // An index is named before the table that it leads to, or alone when only a bitmap is made of it.
    [GeneratedRegex("""(?:Index (?:Only )?Scan (?:Backward )?using|Bitmap Index Scan on) "?(\w+)""")]
    private static partial Regex IndexScan();
}
