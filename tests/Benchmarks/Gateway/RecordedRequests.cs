using FinFlow.Gateway.Fusion;

namespace FinFlow.Benchmarks;

/// <summary>
/// What the gateway asks its sources for one operation, in waves: a request of a wave was sent when all of the wave before it had been answered.
/// </summary>
internal sealed class RecordedRequests(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private readonly List<Recorded> _requests = [];
    private readonly Lock _gate = new();

    public IReadOnlyList<Recorded> Requests => _requests;

    public IEnumerable<IGrouping<int, Recorded>> Waves => _requests.GroupBy(request => request.Wave).OrderBy(wave => wave.Key);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = await request.Content!.ReadAsByteArrayAsync(cancellationToken);
        Recorded recorded;
        lock (_gate)
        {
            var wave = _requests.Where(other => other.IsAnswered).Select(other => other.Wave + 1).DefaultIfEmpty().Max();
            _requests.Add(recorded = new Recorded(request.RequestUri!, request.Headers.Accept.ToString(), body, wave));
        }

        var response = await base.SendAsync(request, cancellationToken);
        await response.Content.LoadIntoBufferAsync(cancellationToken);
        lock (_gate)
        {
            recorded.IsAnswered = true;
        }

        return response;
    }
}

internal sealed record Recorded(Uri Address, string Accept, byte[] Body, int Wave)
{
    public bool IsAnswered { get; set; }
}
