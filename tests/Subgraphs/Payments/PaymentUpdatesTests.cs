using FinFlow.Payments;

namespace FinFlow.Subgraphs.Tests;

/// <summary>Each step is an event of its own, in order, and a reader resumes where it stopped.</summary>
public sealed class PaymentUpdatesTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task Steps_Should_ComeInOrderAsTheyHappen()
    {
        await using var bench = await PaymentsBench.StartAsync(folder.Path);
        using var patience = new CancellationTokenSource(Patience);
        var reading = ReadAsync(bench, "org_1", null, null, 3, patience.Token);
        await Task.Delay(200, patience.Token);

        await bench.CaptureAsync(await bench.AddMethodAsync());

        Assert.Equal(
            [PaymentStatus.Pending, PaymentStatus.Authorized, PaymentStatus.Captured], (await reading).Select(step => step.Status));
    }

    [Fact]
    public async Task Reader_Should_ResumeAfterItsCursor()
    {
        await using var bench = await PaymentsBench.StartAsync(folder.Path);
        using var patience = new CancellationTokenSource(Patience);
        var payment = await bench.CaptureAsync(await bench.AddMethodAsync());

        var all = await ReadAsync(bench, "org_1", payment.Id, "0", 3, patience.Token);
        var rest = await ReadAsync(bench, "org_1", payment.Id, PaymentUpdate.Of(all[0]).Cursor, 2, patience.Token);

        Assert.Equal(all.Skip(1), rest);
    }

    [Fact]
    public async Task Stranger_Should_ReadNothing()
    {
        await using var bench = await PaymentsBench.StartAsync(folder.Path);
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(500));
        await bench.CaptureAsync(await bench.AddMethodAsync());

        Assert.Empty(await ReadAsync(bench, "org_2", null, "0", 1, patience.Token));
    }

    public void Dispose() => folder.Dispose();

    private static async Task<List<PaymentStep>> ReadAsync(
        PaymentsBench bench, string organizationId, string? paymentId, string? after, int count, CancellationToken cancellationToken)
    {
        var steps = new List<PaymentStep>();
        try
        {
            await foreach (var step in bench.Updates.ReadAsync(organizationId, paymentId, after, cancellationToken))
            {
                steps.Add(step);
                if (steps.Count == count)
                {
                    break;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Patience is over; what came until then is the answer.
        }

        return steps;
    }
}
