using FinFlow.Finance;
using FinFlow.Messaging;
using Microsoft.EntityFrameworkCore;

namespace FinFlow.Subgraphs.Tests;

/// <summary>A log, and a bakery that bakes a loaf of each event it is told, which says in which transaction it came.</summary>
public abstract class BakeryTests : IDisposable
{
    private protected static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder folder = new();

    protected BakeryTests() => Log = new SqliteEventLog(folder.File("events.db"), TimeProvider.System);

    private protected SqliteEventLog Log { get; }

    public void Dispose()
    {
        Log.Dispose();
        folder.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Opens a bakery that tries everything twice.</summary>
    private protected Task<Bakery> OpenAsync(Action<MessagingBuilder> listen, object? witness = null)
        => Bakery.OpenAsync(folder.Path, Log, listening =>
        {
            listening.Options.AttemptsMax = 2;
            listening.Options.RetryDelay = TimeSpan.FromMilliseconds(1);
            listen(listening);
        }, witness);

    private protected Task TellAsync(params IReadOnlyList<IEvent> events)
        => Log.AppendAsync([.. events.Select(told =>
        {
            var envelope = EventEnvelope.Wrap(told, "/finflow/test", TimeProvider.System);
            return new LoggedEvent(Topics.ContractOf(told.GetType()).Topic, told.AggregateId, envelope.Id, envelope.ToUtf8());
        })], CancellationToken.None);

    private protected static void Bake(BakeryDbContext db, string name)
        => db.Add(new Loaf { Id = $"{name} {db.Database.CurrentTransaction!.TransactionId}", State = LoafState.Sold, Price = new Money(1, Currency.Of("USD")), BakedAt = Noon });

    /// <summary>Waits until so many events are consumed, and gives the loaves by their names.</summary>
    private protected static async Task<List<(string Name, string Transaction)>> UntilConsumedAsync(Bakery bakery, int count)
    {
        await Telling.UntilAsync(() => bakery.WithDbAsync(db => db.Set<InboxMessage>().CountAsync()), consumed => consumed == count);
        var loaves = await bakery.WithDbAsync(db => db.Loaves.AsNoTracking().OrderBy(loaf => loaf.Id).Select(loaf => loaf.Id).ToListAsync());
        return [.. loaves.Select(id => (id.Split(' ')[0], id.Split(' ')[1]))];
    }
}
