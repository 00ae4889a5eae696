using Microsoft.Extensions.Logging;

namespace FinFlow.Analytics;

/// <summary>Counts an event of the system topic and writes it into the log, where what a metric cannot say is read.</summary>
public abstract class CountSystemEvents<TEvent>(ILogger<TEvent> logger) : IEventHandler<TEvent>
    where TEvent : IEvent
{
    public Task HandleAsync(EventContext<TEvent> received, CancellationToken cancellationToken)
    {
        var type = Topics.ContractOf(typeof(TEvent)).Type;
        SystemEventMetrics.Count(type, received.Source.Split('/')[^1]);
        logger.Log(Level, "{Type} of {Source}: {Payload}", type, received.Source, received.Payload);
        return Task.CompletedTask;
    }

    /// <summary>What belongs to everyday life is not what an operator looks for.</summary>
    protected virtual LogLevel Level => LogLevel.Warning;
}

public sealed class CountStartedProcess(ILogger<ProcessStarted> logger) : CountSystemEvents<ProcessStarted>(logger)
{
    protected override LogLevel Level => LogLevel.Information;
}

public sealed class CountStoppedProcess(ILogger<ProcessStopped> logger) : CountSystemEvents<ProcessStopped>(logger)
{
    protected override LogLevel Level => LogLevel.Information;
}

public sealed class CountDeadLetter(ILogger<DeadLetterAdded> logger) : CountSystemEvents<DeadLetterAdded>(logger);

public sealed class CountExceededLag(ILogger<LagExceeded> logger) : CountSystemEvents<LagExceeded>(logger);

public sealed class CountFailedVerification(ILogger<VerificationFailed> logger) : CountSystemEvents<VerificationFailed>(logger);
