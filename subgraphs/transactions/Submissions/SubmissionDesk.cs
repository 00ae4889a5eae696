using System.Collections.Concurrent;

namespace FinFlow.Transactions;

/// <summary>What one client submits at once.</summary>
/// <param name="Batch">The key of the batch as a whole, and a hash of all that it holds; null for none.</param>
/// <param name="Atomic">Whether one item that is refused or rejected keeps all from being recorded.</param>
internal sealed record SubmissionRequest(IReadOnlyList<SubmittedItem> Items, SubmittedTransaction? Batch, bool Atomic, Caller Caller);

/// <summary>
/// Submissions that wait at the same time are settled together, in one database transaction: a commit costs a write to the disk, and
/// under load one serves many. Each is answered once it is on the disk, and each for itself: what fails together is tried alone.
/// </summary>
internal sealed class SubmissionDesk(IServiceScopeFactory scopes) : IDisposable
{
    private const int RequestsMax = 64;
    private const int ItemsMax = 1_000;

    private readonly SemaphoreSlim pen = new(1);
    private readonly ConcurrentQueue<Waiting> queue = new();

    public async Task<Result<List<SubmittedItem>>> SettleAsync(SubmissionRequest request, CancellationToken cancellationToken)
    {
        // What is wrong in itself needs no turn at the database.
        if (!request.Atomic && request.Items.All(item => item.Refusal is not null))
        {
            return request.Items.ToList();
        }

        var mine = new Waiting(request);
        queue.Enqueue(mine);
        try
        {
            await pen.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Whoever has gone must not have it recorded hours later; if it is being settled already, it stays settled.
            mine.Withdraw();
            throw;
        }

        try
        {
            while (!mine.IsSettled)
            {
                await SettleAsync(TakeTogether());
            }
        }
        finally
        {
            pen.Release();
        }

        return mine.Outcome;
    }

    public void Dispose() => pen.Dispose();

    private List<Waiting> TakeTogether()
    {
        var taken = new List<Waiting>();
        var items = 0;
        while (taken.Count < RequestsMax && items < ItemsMax && queue.TryDequeue(out var next))
        {
            if (next.TryTake())
            {
                taken.Add(next);
                items += next.Request.Items.Count;
            }
        }

        return taken;
    }

    private async Task SettleAsync(IReadOnlyList<Waiting> together)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var settled = await scope.ServiceProvider.GetRequiredService<Submission>().SettleAsync([.. together.Select(waiting => waiting.Request)], CancellationToken.None);
            if (settled.TryGet(out var outcomes, out var busy))
            {
                together.Zip(outcomes).ToList().ForEach(pair => pair.First.Settle(pair.Second));
                return;
            }

            if (together is [var single])
            {
                single.Settle(busy);
                return;
            }
        }
        catch (Exception exception)
        {
            if (together is [var single])
            {
                single.Fail(exception);
                return;
            }
        }

        // One of them spoils it for all; alone it harms nobody else.
        foreach (var waiting in together)
        {
            await SettleAsync([waiting]);
        }
    }

    private sealed class Waiting(SubmissionRequest request)
    {
        private int isTaken;
        private Exception? failure;
        private Result<List<SubmittedItem>> outcome;

        public SubmissionRequest Request { get; } = request;

        public bool IsSettled { get; private set; }

        public Result<List<SubmittedItem>> Outcome
            => failure is null ? outcome : throw new InvalidOperationException("The submission could not be settled.", failure);

        public bool TryTake() => Interlocked.Exchange(ref isTaken, 1) == 0;

        public void Withdraw() => TryTake();

        public void Settle(Result<List<SubmittedItem>> result) => (outcome, IsSettled) = (result, true);

        public void Fail(Exception exception) => (failure, IsSettled) = (exception, true);
    }
}
