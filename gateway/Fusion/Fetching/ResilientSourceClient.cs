using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace FinFlow.Gateway.Fusion;

/// <summary>How a source's failures are met.</summary>
public sealed record ResilienceOptions
{
    public static ResilienceOptions Default { get; } = new();

    /// <summary>Time for one attempt.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Further attempts of a query; a mutation has one only.</summary>
    public int RetriesMax { get; init; } = 2;

    /// <summary>Before the first further attempt; then twice as long each.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Share of failures within ten seconds from which on the source is left alone.</summary>
    public double FailureRatio { get; init; } = 0.5;

    /// <summary>Requests within ten seconds below which nothing is concluded.</summary>
    public int RequestsMin { get; init; } = 20;

    /// <summary>How long it is left alone.</summary>
    public TimeSpan BreakDuration { get; init; } = TimeSpan.FromSeconds(5);

    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}

/// <summary>
/// A source with time limit, retries and circuit breaker: a source that is down costs a request no more than a refusal. Only queries are
/// retried: nobody knows what a mutation without an answer has done.
/// </summary>
public sealed class ResilientSourceClient : ISourceClient
{
    private readonly ISourceClient _source;
    private readonly ResiliencePipeline _once;
    private readonly ResiliencePipeline _retrying;

    public ResilientSourceClient(ISourceClient source, ResilienceOptions? options = null)
    {
        options ??= ResilienceOptions.Default;
        _source = source;
        var failures = new PredicateBuilder().Handle<SourceUnavailableException>().Handle<TimeoutRejectedException>();
        _once = new ResiliencePipelineBuilder { TimeProvider = options.TimeProvider }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                ShouldHandle = failures,
                FailureRatio = options.FailureRatio,
                MinimumThroughput = options.RequestsMin,
                SamplingDuration = TimeSpan.FromSeconds(10),
                BreakDuration = options.BreakDuration,
            })
            .AddTimeout(options.AttemptTimeout)
            .Build();
        _retrying = options.RetriesMax == 0 ? _once : new ResiliencePipelineBuilder { TimeProvider = options.TimeProvider }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = failures,
                MaxRetryAttempts = options.RetriesMax,
                Delay = options.RetryDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
            })
            .AddPipeline(_once)
            .Build();
    }

    public async ValueTask<SourceResponse> FetchAsync(SourceRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await (request.IsIdempotent ? _retrying : _once).ExecuteAsync(
                static (state, token) => state._source.FetchAsync(state.request, token), (_source, request), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is TimeoutRejectedException or BrokenCircuitException)
        {
            throw new SourceUnavailableException(failure.Message, failure);
        }
    }

    public IAsyncEnumerable<SourceResponse> SubscribeAsync(SourceRequest request, CancellationToken cancellationToken)
        => _source.SubscribeAsync(request, cancellationToken);
}
