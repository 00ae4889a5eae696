using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text;
using System.Threading.Channels;
using FinFlow.Gateway.Fusion;
using FinFlow.GraphQL.Types;

namespace FinFlow.Gateway.Tests;

/// <summary>The subscriptions of FinFlow's composed schema: which of them clients share although they come one after the other.</summary>
public sealed class JoiningOfOurOwnTests
{
    private static readonly CompositeSchema Composed = CompositeSchema.Load(File.ReadAllText(Path.Combine(SharedFiles.Repository(), "schema", "gateway.graphql")));

    [Theory]
    [InlineData("subscription { dashboardUpdated { paymentCount } }", 1)]
    [InlineData("subscription { dashboardUpdated(range: LAST_7_DAYS) { paymentCount } }", 1)]
    [InlineData("""subscription { transactionUpdated(transactionId: "txn_1") { status } }""", 1)]
    [InlineData("""subscription { balanceChanged(accountId: "acc_1") { __typename } }""", 1)]
    [InlineData("subscription { paymentUpdated { status } }", 1)]
    [InlineData("""subscription { paymentUpdated(after: "7") { status } }""", 2)]
    public async Task Two_equal_clients_that_come_one_after_the_other_have_so_many_streams(string document, int expected)
    {
        var source = new Telling(Composed.Client.RootType(GraphQL.Language.OperationType.Subscription)!.Fields.Keys.Single(name => document.Contains(name, StringComparison.Ordinal)));
        var gateway = new FusionExecutor(Composed, Composed.Sources.ToDictionary(name => name, ISourceClient (_) => new SharingSourceClient(source)));
        var clients = new List<IAsyncEnumerator<OperationResult>>();
        using var leaving = new CancellationTokenSource();
        for (var i = 0; i < 2; i++)
        {
            var stream = Assert.IsType<ResponseStream>(await gateway.ExecuteAsync(
                new OperationRequest { Document = Encoding.UTF8.GetBytes(document), Authorization = "Bearer ada" }, CancellationToken.None));
            var client = stream.Results.GetAsyncEnumerator(leaving.Token);
            clients.Add(client);
            var next = client.MoveNextAsync().AsTask();
            source.Tell();
            Assert.True(await next.WaitAsync(TimeSpan.FromSeconds(20)));
        }

        Assert.Equal(expected, source.Opened);
        await leaving.CancelAsync();
        foreach (var client in clients)
        {
            await client.DisposeAsync();
        }

        await Eventually.TrueAsync(() => source.Ended == source.Opened);
    }

    /// <summary>Gives an event, whatever it is asked for, when it is told to.</summary>
    private sealed class Telling(string field) : ISourceClient
    {
        private readonly ConcurrentBag<Channel<byte[]>> _streams = [];
        private int _ended;

        public int Opened => _streams.Count;

        public int Ended => Volatile.Read(ref _ended);

        public void Tell()
        {
            foreach (var stream in _streams)
            {
                stream.Writer.TryWrite(Encoding.UTF8.GetBytes($$$$"""{"data":{"{{{{field}}}}":{"__typename":"BalanceChange","paymentCount":1,"status":"COMPLETED"}}}"""));
            }
        }

        public ValueTask<SourceResponse> FetchAsync(SourceRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

        public async IAsyncEnumerable<SourceResponse> SubscribeAsync(SourceRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            var stream = Channel.CreateUnbounded<byte[]>();
            _streams.Add(stream);
            try
            {
                await foreach (var bytes in stream.Reader.ReadAllAsync(cancellationToken))
                {
                    yield return new SourceResponse([new SourceAnswer(bytes, 0, bytes.Length, 0, 0)]);
                }
            }
            finally
            {
                Interlocked.Increment(ref _ended);
            }
        }
    }
}
