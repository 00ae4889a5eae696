using System.Text;
using FinFlow.Gateway.Composition;
using FinFlow.Gateway.Fusion;
using FinFlow.GraphQL.Types;

namespace FinFlow.Gateway.Tests;

/// <summary>Results stay bytes: what a larger answer needs is pooled memory, not objects.</summary>
public sealed class ResultBytesTests
{
    /// <summary>Less than one object for each of what the larger answer has more.</summary>
    private const int MoreBytesMax = 4_000;

    private static readonly byte[] Document = "{ orders { id note lines { amount } } }"u8.ToArray();

    [Fact]
    public async Task A_larger_answer_needs_no_more_objects()
    {
        var (few, many) = (await MeasureAsync(200), await MeasureAsync(2_000));

        Assert.InRange(many.AnswerBytes - few.AnswerBytes, 200_000, int.MaxValue);
        Assert.InRange(many.Allocated - few.Allocated, long.MinValue, MoreBytesMax);
    }

    /// <summary>The least that a request allocates once its plan is known and the pools are filled, and how long its answer is.</summary>
    private static async Task<(long Allocated, int AnswerBytes)> MeasureAsync(int orders)
    {
        var answer = Encoding.UTF8.GetBytes($$$"""{"data":{"orders":[{{{string.Join(',', Enumerable.Range(0, orders).Select(Order))}}}]}}""");
        var composed = Composer.Compose([new("shop", "type Query { orders: [Order!]! } type Order { id: ID! note: String lines: [Line!]! } type Line { amount: Int! }")]);
        var executor = new FusionExecutor(CompositeSchema.Load(composed.Print()), new Dictionary<string, ISourceClient> { ["shop"] = new Known(answer) });
        var least = long.MaxValue;
        for (var i = 0; i < 60; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var running = executor.ExecuteAsync(new OperationRequest { Document = Document }, CancellationToken.None);
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

            // The source answers at once, so that all work was done by this thread.
            Assert.True(running.IsCompleted);
            await using var result = await running;
            Assert.Equal(answer.Length, Assert.IsType<OperationResult>(result).Body.Length);
            least = Math.Min(least, allocated);
        }

        return (least, answer.Length);
    }

    private static string Order(int number)
        => $$$"""{"id":"{{{number:D6}}}","note":"{{{new string('n', 60)}}}","lines":[{"amount":{{{number + 1}}}},{"amount":7}]}""";

    private sealed class Known(byte[] answer) : ISourceClient
    {
        public ValueTask<SourceResponse> FetchAsync(SourceRequest request, CancellationToken cancellationToken)
            => ValueTask.FromResult(new SourceResponse([new SourceAnswer(answer, 0, answer.Length, 0, 0)]));

        public IAsyncEnumerable<SourceResponse> SubscribeAsync(SourceRequest request, CancellationToken cancellationToken) => throw new SourceUnavailableException("There are no events.");
    }
}
