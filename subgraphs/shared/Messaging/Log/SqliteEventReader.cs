using System.Globalization;
using Microsoft.Data.Sqlite;

namespace FinFlow.Messaging;

internal sealed class SqliteEventReader : IEventReader
{
    // Under load the next events are there in moments, and an offset is a write.
    private static readonly TimeSpan SaveDelay = TimeSpan.FromMilliseconds(250);

    private readonly SqliteEventLog log;
    private readonly string? group;
    private readonly string topic;
    private readonly WakeUp bell;
    private readonly SqliteConnection connection;
    private readonly SqliteStatement select;
    private long done;
    private long saved;

    /// <param name="group">Null for a reader that never commits.</param>
    internal SqliteEventReader(SqliteEventLog log, string? group, string topic, long start, WakeUp bell)
    {
        (this.log, this.group, this.topic, this.bell) = (log, group, topic, bell);
        done = saved = start;
        connection = log.Connect("PRAGMA synchronous = NORMAL;");
        select = new SqliteStatement(
            connection, "SELECT position, key, envelope FROM event WHERE topic = $1 AND position > $2 ORDER BY position LIMIT $3", valuesCount: 3);
    }

    public async Task<IReadOnlyList<ReadEvent>> ReadAsync(int eventsMax, CancellationToken cancellationToken)
    {
        while (true)
        {
            // What stands between the two would be read again after a crash.
            if (done - saved >= eventsMax)
            {
                await SaveOffsetAsync(cancellationToken);
            }

            var events = Read(eventsMax);
            if (events.Count > 0)
            {
                return events;
            }

            if (!await bell.WaitAsync(group is not null && done != saved ? SaveDelay : Timeout.InfiniteTimeSpan, cancellationToken))
            {
                await SaveOffsetAsync(cancellationToken);
            }
        }
    }

    public Task CommitAsync(long position, CancellationToken cancellationToken)
    {
        Volatile.Write(ref done, position);
        return Task.CompletedTask;
    }

    public long CountLag()
    {
        using var counting = log.Connect();
        return counting.ReadNumber("SELECT count(*) FROM event WHERE topic = $1 AND position > $2", topic, Volatile.Read(ref done));
    }

    public void Dispose()
    {
        log.Forget(topic, bell);
        if (group is not null && done != saved)
        {
            SqliteEventLog.SaveLastOffset(connection, group, topic, done);
        }

        select.Dispose();
        connection.Dispose();
    }

    private List<ReadEvent> Read(int eventsMax)
    {
        using var rows = select.Read(topic, done, eventsMax);
        var events = new List<ReadEvent>();
        while (rows.Read())
        {
            var position = rows.GetInt64(0);
            events.Add(new ReadEvent(position, topic, rows.GetString(1), (byte[])rows.GetValue(2), string.Create(CultureInfo.InvariantCulture, $"{topic}@{position}")));
        }

        return events;
    }

    private async Task SaveOffsetAsync(CancellationToken cancellationToken)
    {
        var position = done;
        if (group is not null && position != saved)
        {
            await log.SaveOffsetAsync(group, topic, position, cancellationToken);
            saved = position;
        }
    }
}
