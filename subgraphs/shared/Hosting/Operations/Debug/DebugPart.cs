namespace FinFlow.Hosting;

/// <summary>Something that <c>/debug</c> shows: what a subgraph's outbox, consumers or cache are about.</summary>
/// <param name="Name">As it is shown.</param>
/// <param name="DescribeAsync">What is written as JSON; it holds no secret and no personal data.</param>
public sealed record DebugPart(string Name, Func<CancellationToken, Task<object>> DescribeAsync)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    /// <summary>A part that cannot be described, since its database is away, must not keep the others from being read.</summary>
    internal async Task<object> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await DescribeAsync(cancellationToken).WaitAsync(Timeout, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return new { unavailable = exception.GetType().Name };
        }
    }
}
