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
/// <remarks>
/// The usual case, a closed circuit and a first attempt that succeeds, only tells the breaker that it did. The pipeline takes over when the
/// first attempt fails, beginning with that failure, or when the circuit is not closed.
/// </remarks>
public sealed class ResilientSourceClient : ISourceClient
{
    private readonly ISourceClient _source;
    private readonly ResilienceOptions _options;
    private readonly CircuitBreakerStateProvider _circuit = new();
    private readonly ResiliencePipeline _breaker;
    private readonly ResiliencePipeline _retrying;

    public ResilientSourceClient(ISourceClient source, ResilienceOptions? options = null)
    {
        (_source, _options) = (source, options ?? ResilienceOptions.Default);
        var failures = new PredicateBuilder().Handle<SourceUnavailableException>().Handle<TimeoutRejectedException>();
        _breaker = new ResiliencePipelineBuilder { TimeProvider = _options.TimeProvider }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                ShouldHandle = failures,
                FailureRatio = _options.FailureRatio,
                MinimumThroughput = _options.RequestsMin,
                SamplingDuration = TimeSpan.FromSeconds(10),
                BreakDuration = _options.BreakDuration,
                StateProvider = _circuit,
            })
            .Build();
        _retrying = _options.RetriesMax == 0 ? _breaker : new ResiliencePipelineBuilder { TimeProvider = _options.TimeProvider }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = failures,
                MaxRetryAttempts = _options.RetriesMax,
                Delay = _options.RetryDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
            })
            .AddPipeline(_breaker)
            .Build();
    }

    public async ValueTask<SourceResponse> FetchAsync(SourceRequest request, CancellationToken cancellationToken)
    {
        Exception? failed = null;
        if (_circuit.CircuitState == CircuitState.Closed)
        {
            try
            {
                var response = await AttemptAsync(request, cancellationToken).ConfigureAwait(false);
                CountSuccess();
                return response;
            }
            catch (Exception failure) when (failure is SourceUnavailableException or TimeoutRejectedException)
            {
                failed = failure;
            }
        }

        try
        {
            return await (request.IsIdempotent ? _retrying : _breaker).ExecuteAsync(
                token => Interlocked.Exchange(ref failed, null) is { } first
                    ? ValueTask.FromException<SourceResponse>(first)
                    : AttemptAsync(request, token),
                cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is TimeoutRejectedException or BrokenCircuitException)
        {
            throw new SourceUnavailableException(failure.Message, failure);
        }
    }

    public IAsyncEnumerable<SourceResponse> SubscribeAsync(SourceRequest request, CancellationToken cancellationToken)
        => _source.SubscribeAsync(request, cancellationToken);

    private async ValueTask<SourceResponse> AttemptAsync(SourceRequest request, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(_options.AttemptTimeout, _options.TimeProvider);
        await using var registration = cancellationToken.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), patience).ConfigureAwait(false);
        try
        {
            return await _source.FetchAsync(request, patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException canceled) when (patience.IsCancellationRequested)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new TimeoutRejectedException($"No answer within {_options.AttemptTimeout.TotalSeconds:0.#} seconds.", _options.AttemptTimeout, canceled);
        }
    }

    private void CountSuccess()
    {
        try
        {
            _breaker.Execute(static () => { });
        }
        catch (BrokenCircuitException)
        {
            // Others have opened the circuit in the meantime; this answer is there all the same.
        }
    }
}
