using FinFlow.Messaging;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FinFlow.Subgraph;

/// <summary>Tells on the system topic that the subgraph has started, and that it ends. One that starts again and again is seen by it.</summary>
/// <remarks>It goes to the log past the outbox: nothing is committed with it, and a log that is away must keep nobody from starting or ending.</remarks>
internal sealed class ProcessNotices(string subgraph, IEventLog log, TimeProvider clock, ILogger<ProcessNotices> logger) : IHostedService, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource ending = new();
    private Task telling = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        telling = TellAsync(new ProcessStarted(subgraph, clock.GetUtcNow()), ending.Token);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        ending.CancelAfter(Patience);
        await telling;
        await TellAsync(new ProcessStopped(subgraph, clock.GetUtcNow()), ending.Token);
    }

    public void Dispose() => ending.Dispose();

    private async Task TellAsync(IEvent notice, CancellationToken cancellationToken)
    {
        await Task.Yield();
        try
        {
            var envelope = EventEnvelope.Wrap(notice, $"/finflow/{subgraph}", clock);
            await log.AppendAsync([new LoggedEvent(Topics.System, envelope.Subject, envelope.Id, envelope.ToUtf8())], cancellationToken)
                .WaitAsync(cancellationToken);
        }
        catch (Exception exception)
        {
            logger.LogDebug(exception, "{Subgraph} could not tell that it starts or ends", subgraph);
        }
    }
}
