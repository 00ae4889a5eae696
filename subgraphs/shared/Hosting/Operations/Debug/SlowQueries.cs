using System.Data.Common;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace FinFlow.Hosting;

/// <summary>A statement that took long.</summary>
/// <param name="TraceId">Of the request or event that it was part of; null for what was part of none.</param>
/// <param name="Database">The context that asked: AuthDbContext …</param>
/// <param name="Statement">Its text, with parameters in the place of values.</param>
public sealed record SlowQuery(DateTimeOffset Time, string? TraceId, string? Database, double ElapsedMs, string Statement);

/// <summary>The last statements that took longer than <see cref="Threshold"/> until their first rows.</summary>
public sealed class SlowQueries : DbCommandInterceptor
{
    /// <summary>As long as a whole request may take at the 99th percentile.</summary>
    public static readonly TimeSpan Threshold = TimeSpan.FromMilliseconds(100);

    private readonly LastFew<SlowQuery> queries = new();

    /// <summary>The newest first.</summary>
    public IReadOnlyList<SlowQuery> Last => queries.All;

    public override DbDataReader ReaderExecuted(DbCommand command, CommandExecutedEventData eventData, DbDataReader result)
    {
        Look(command, eventData);
        return result;
    }

    public override ValueTask<DbDataReader> ReaderExecutedAsync(
        DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default)
    {
        Look(command, eventData);
        return new(result);
    }

    public override object? ScalarExecuted(DbCommand command, CommandExecutedEventData eventData, object? result)
    {
        Look(command, eventData);
        return result;
    }

    public override ValueTask<object?> ScalarExecutedAsync(
        DbCommand command, CommandExecutedEventData eventData, object? result, CancellationToken cancellationToken = default)
    {
        Look(command, eventData);
        return new(result);
    }

    public override int NonQueryExecuted(DbCommand command, CommandExecutedEventData eventData, int result)
    {
        Look(command, eventData);
        return result;
    }

    public override ValueTask<int> NonQueryExecutedAsync(
        DbCommand command, CommandExecutedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        Look(command, eventData);
        return new(result);
    }

    // One that failed after long is as slow as one that did not.
    public override void CommandFailed(DbCommand command, CommandErrorEventData eventData) => Look(command, eventData);

    public override Task CommandFailedAsync(DbCommand command, CommandErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        Look(command, eventData);
        return Task.CompletedTask;
    }

    private void Look(DbCommand command, CommandEndEventData ended)
    {
        if (ended.Duration >= Threshold)
        {
            queries.Add(new SlowQuery(
                ended.StartTime.ToUniversalTime(),
                Activity.Current?.TraceId.ToString(),
                ended.Context?.GetType().Name,
                Math.Round(ended.Duration.TotalMilliseconds, 1),
                command.CommandText));
        }
    }
}
