using System.Globalization;
using Microsoft.Data.Sqlite;

namespace FinFlow.Messaging;

/// <param name="group">Null for a reader that never commits.</param>
internal sealed class SqliteEventReader(SqliteEventLog log, string? group, string topic, long start, WakeUp bell) : IEventReader
{
    private readonly SqliteConnection connection = log.Connect("PRAGMA synchronous = NORMAL;");
    private long done = start;
    private long saved = start;

    public async Task<IReadOnlyList<ReadEvent>> ReadAsync(int eventsMax, CancellationToken cancellationToken)
    {
        while (true)
        {
            var events = Read(eventsMax);
            if (events.Count > 0)
            {
                // The next batch is at hand, so only a full one is worth a write in between.
                if (done - saved >= eventsMax)
                {
                    await SaveOffsetAsync(cancellationToken);
                }

                return events;
            }

            await SaveOffsetAsync(cancellationToken);
            await bell.WaitAsync(SqliteEventLog.SafetyPoll, cancellationToken);
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
            SqliteEventLog.SaveOffset(connection, group, topic, done);
        }

        connection.Dispose();
    }

    private List<ReadEvent> Read(int eventsMax)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT position, key, envelope FROM event WHERE topic = $1 AND position > $2 ORDER BY position LIMIT $3";
        command.Bind(topic, done, eventsMax);
        using var rows = command.ExecuteReader();

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
