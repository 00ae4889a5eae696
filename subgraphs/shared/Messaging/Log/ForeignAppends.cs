using Microsoft.Data.Sqlite;

namespace FinFlow.Messaging;

/// <summary>Sees what other processes append to the file. One look serves all readers of this process, so an idle one costs nothing.</summary>
internal sealed class ForeignAppends : IDisposable
{
    /// <summary>How long something that rang no bell here may stay unseen.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly Lock gate = new();
    private readonly SqliteConnection connection;
    private readonly Action found;
    private readonly Timer timer;
    private long seen;
    private bool isDisposed;

    /// <param name="connection">Its own from now on.</param>
    /// <param name="found">Called when others have appended.</param>
    public ForeignAppends(SqliteConnection connection, Action found)
    {
        (this.connection, this.found) = (connection, found);
        seen = Last();
        timer = new Timer(_ => Look(), state: null, Interval, Interval);
    }

    /// <summary>This process appended the positions from first to last, and has rung for them.</summary>
    public void Know(long first, long last)
    {
        lock (gate)
        {
            // When something of others stands in between, the next look finds it.
            if (first == seen + 1)
            {
                seen = last;
            }
        }
    }

    public void Dispose()
    {
        timer.Dispose();
        lock (gate)
        {
            isDisposed = true;
            connection.Dispose();
        }
    }

    private void Look()
    {
        lock (gate)
        {
            if (isDisposed || !TryReadLast(out var last) || last <= seen)
            {
                return;
            }

            seen = last;
        }

        found();
    }

    private bool TryReadLast(out long last)
    {
        try
        {
            last = Last();
            return true;
        }
        catch (SqliteException)
        {
            last = 0; // A file that cannot be read now is asked again by the next look, and whoever reads or appends says what is wrong.
            return false;
        }
    }

    private long Last() => connection.ReadNumber("SELECT max(position) FROM event");
}
