using System.Reflection;
using System.Runtime.InteropServices;

namespace FinFlow.Hosting;

/// <summary>What <c>/debug</c> answers: how the process is set up, what waits in it, and what went wrong or slowly last.</summary>
internal sealed class DebugPage(string process, FinFlowConfiguration configuration, IReadOnlyList<DebugPart> parts, RecentErrors? errors, SlowQueries? queries)
{
    /// <param name="traceId">Shows errors and queries of this trace alone; null for all that are remembered.</param>
    internal async Task<object> DescribeAsync(string? traceId, CancellationToken cancellationToken)
    {
        var described = await Task.WhenAll(parts.Select(async part => (part.Name, Value: await part.RunAsync(cancellationToken))));
        return new
        {
            process,
            version = typeof(DebugPage).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion,
            runtime = RuntimeInformation.FrameworkDescription,
            processorCount = Environment.ProcessorCount,
            workingSetBytes = Environment.WorkingSet,
            heapBytes = GC.GetTotalMemory(forceFullCollection: false),
            threadPoolThreads = ThreadPool.ThreadCount,
            threadPoolPending = ThreadPool.PendingWorkItemCount,
            configuration = configuration.ToMasked(),
            parts = described.ToDictionary(part => part.Name, part => part.Value),
            lastErrors = (errors?.Last ?? []).Where(error => IsAsked(error.TraceId)),
            lastSlowQueries = (queries?.Last ?? []).Where(query => IsAsked(query.TraceId)),
        };

        bool IsAsked(string? trace) => string.IsNullOrEmpty(traceId) || trace == traceId;
    }
}
