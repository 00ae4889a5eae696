using FinFlow.Messaging;
using Microsoft.Extensions.Hosting;

namespace FinFlow.Hosting;

/// <summary>Keeps a process's revocations in step with what auth tells, beginning as far back as the oldest token that may still live.</summary>
public sealed class RevocationFeed(
    IEventLog log, SessionRevocations revocations, FinFlowConfiguration configuration, TimeProvider clock) : BackgroundService
{
    private const int EventsMax = 500;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var reader = log.ReadSince(clock.GetUtcNow() - configuration.AccessTokenLifetime, Topics.Users);
        try
        {
            while (true)
            {
                var events = await reader.ReadAsync(EventsMax, stoppingToken);
                foreach (var read in events)
                {
                    Apply(EventEnvelope.Parse(read.Envelope.Span));
                }

                await reader.CommitAsync(events[^1].Position, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return;
        }
    }

    private void Apply(EventEnvelope envelope)
    {
        switch (envelope.TryRead())
        {
            case SessionRevoked revoked:
                revocations.RevokeSession(revoked.SessionId, revoked.OccurredAt);
                break;
            case RoleChanged changed:
                revocations.MakeStale(changed.UserId, changed.OccurredAt);
                break;
            case UserDeactivated deactivated:
                revocations.MakeStale(deactivated.UserId, deactivated.OccurredAt);
                break;
        }
    }
}
