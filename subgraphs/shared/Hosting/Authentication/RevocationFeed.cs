using System.Text.Json;
using FinFlow.Messaging;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FinFlow.Hosting;

/// <summary>Keeps a process's revocations in step with what auth tells, beginning as far back as the oldest token that may still live.</summary>
public sealed class RevocationFeed(
    IEventLog log, SessionRevocations revocations, FinFlowConfiguration configuration, TimeProvider clock, ILogger<RevocationFeed> logger)
    : BackgroundService
{
    private const int EventsMax = 500;
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(500);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var reader = log.ReadSince(clock.GetUtcNow() - configuration.AccessTokenLifetime, Topics.Users);
        using (reader)
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                try
                {
                    await FollowAsync(reader, stoppingToken);
                }
                catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
                {
                    return;
                }
                catch (Exception exception)
                {
                    // A feed that gave up would leave revoked sessions alive, so it goes on from where it was.
                    logger.LogError(exception, "Following {Topic} failed", Topics.Users);
                    await Task.Delay(RetryDelay, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }
            }
        }
    }

    private async Task FollowAsync(IEventReader reader, CancellationToken cancellationToken)
    {
        foreach (var read in await reader.ReadAsync(EventsMax, cancellationToken))
        {
            try
            {
                Apply(EventEnvelope.Parse(read.Envelope.Span));
            }
            catch (JsonException exception)
            {
                logger.LogError(exception, "Event {Position} of {Topic} cannot be read", read.Position, Topics.Users);
            }

            await reader.CommitAsync(read.Position, cancellationToken);
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
