namespace FinFlow.GraphQL.Execution;

/// <summary>Decides when the batches of a request's loaders are fetched.</summary>
public interface IBatchScheduler
{
    CancellationToken RequestAborted { get; }

    /// <summary>Takes a batch that has got its first key. May be called from any thread.</summary>
    void Schedule(IPendingBatch batch);
}

/// <summary>Keys that wait to be fetched together.</summary>
public interface IPendingBatch
{
    /// <summary>Closes the batch and fetches it. Never throws: a failure is what <see cref="Publish"/> hands to those who wait.</summary>
    Task FetchAsync(CancellationToken cancellationToken);

    /// <summary>Gives the values to those who wait. Their continuations run before this returns.</summary>
    void Publish();
}
