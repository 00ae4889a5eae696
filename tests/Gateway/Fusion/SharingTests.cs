using System.Collections.Concurrent;
using System.Text;
using FinFlow.Gateway.Fusion;

namespace FinFlow.Gateway.Tests;

/// <summary>
/// What several callers ask at the same time reaches a source once, and nobody gets what is not theirs or is no longer so. The sharing alone,
/// whatever the transport below it; <see cref="SharedRequestTests"/> has it over both.
/// </summary>
public sealed class SharingTests
{
    private readonly SlowSource _source = new();
    private readonly SharingSourceClient _client;

    public SharingTests() => _client = new SharingSourceClient(_source);

    [Fact]
    public async Task Equal_requests_under_way_are_one()
    {
        var asked = Enumerable.Range(0, 100).Select(_ => Ask("{ me }")).ToList();
        _source.AnswerAll();
        Assert.All(await Task.WhenAll(asked), answer => Assert.Equal("answer 1", answer));
        Assert.Equal((1, 1), (_source.Asked, _source.Disposed));
    }

    [Fact]
    public async Task Other_identities_variables_and_operations_are_others()
    {
        var document = Encoding.UTF8.GetBytes("{ me }");
        var asked = new[] { Ask(document, "{}", "Bearer a"), Ask(document, "{}", "Bearer b"), Ask(document, """{"n":1}""", "Bearer a"), Ask("{ you }") };
        _source.AnswerAll();
        Assert.Equal(["answer 1", "answer 2", "answer 3", "answer 4"], await Task.WhenAll(asked));
    }

    [Fact]
    public async Task What_has_been_answered_is_asked_anew()
    {
        var first = Ask("{ me }");
        _source.AnswerAll();
        await first;
        var second = Ask("{ me }");
        _source.AnswerAll();
        Assert.Equal("answer 2", await second);
    }

    [Fact]
    public async Task Whoever_asks_after_a_mutation_does_not_get_what_was_asked_before_it()
    {
        var before = Ask("{ me }");
        var mutation = Mutate("mutation { rename }");
        _source.Answer(2);
        await mutation;
        var after = Ask("{ me }");
        _source.AnswerAll();
        Assert.Equal(("answer 1", "answer 3"), (await before, await after));
    }

    [Fact]
    public async Task Mutations_are_never_shared()
    {
        var asked = new[] { Mutate("mutation { pay }"), Mutate("mutation { pay }") };
        _source.AnswerAll();
        Assert.Equal(["answer 1", "answer 2"], await Task.WhenAll(asked));
    }

    [Fact]
    public async Task One_who_leaves_takes_nothing_from_the_others()
    {
        using var leaving = new CancellationTokenSource();
        var first = Ask("{ me }", leaving.Token);
        var second = Ask("{ me }");
        var third = Ask("{ me }", leaving.Token);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => third);
        Assert.Equal(0, _source.Cancelled);
        _source.AnswerAll();
        Assert.Equal("answer 1", await second);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.Equal((1, 1), (_source.Asked, _source.Disposed));
    }

    [Fact]
    public async Task The_fetch_ends_when_everybody_has_left()
    {
        using var leaving = new CancellationTokenSource();
        var asked = new[] { Ask("{ me }", leaving.Token), Ask("{ me }", leaving.Token) };
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked[0]);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked[1]);
        Assert.Equal(1, _source.Cancelled);

        var later = Ask("{ me }");
        _source.AnswerAll();
        Assert.Equal("answer 2", await later);
    }

    [Fact]
    public async Task A_failure_is_everybodys()
    {
        var asked = new[] { Ask("{ me }"), Ask("{ me }") };
        _source.Fail(new SourceUnavailableException("down"));
        Assert.Equal("down", (await Assert.ThrowsAsync<SourceUnavailableException>(() => asked[0])).Message);
        Assert.Equal("down", (await Assert.ThrowsAsync<SourceUnavailableException>(() => asked[1])).Message);
    }

    private readonly ConcurrentDictionary<string, byte[]> _documents = new();

    /// <summary>Equal documents are one and the same in memory, as those of a plan are.</summary>
    private Task<string> Ask(string document, CancellationToken cancellationToken = default)
        => Ask(_documents.GetOrAdd(document, Encoding.UTF8.GetBytes), "{}", "Bearer a", isIdempotent: true, cancellationToken);

    private Task<string> Mutate(string document) => Ask(_documents.GetOrAdd(document, Encoding.UTF8.GetBytes), "{}", "Bearer a", isIdempotent: false);

    private async Task<string> Ask(
        byte[] document, string variables, string authorization, bool isIdempotent = true, CancellationToken cancellationToken = default)
    {
        var request = new SourceRequest(
            [new SourceCall(document, document, [Encoding.UTF8.GetBytes(variables)])], isIdempotent, new SourceContext(authorization, null, null));
        using var response = await _client.FetchAsync(request, cancellationToken);
        return Encoding.UTF8.GetString(response.Answers[0].Bytes);
    }

    /// <summary>Answers when it is told to, and numbers its answers by the order in which it was asked.</summary>
    private sealed class SlowSource : ISourceClient
    {
        private readonly List<TaskCompletionSource> _waiting = [];
        private int _cancelled;
        private int _disposed;

        public int Asked => _waiting.Count;

        public int Cancelled => _cancelled;

        public int Disposed => _disposed;

        public async ValueTask<SourceResponse> FetchAsync(SourceRequest request, CancellationToken cancellationToken)
        {
            var waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            int number;
            lock (_waiting)
            {
                _waiting.Add(waiting);
                number = _waiting.Count;
            }

            try
            {
                await waiting.Task.WaitAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                Interlocked.Increment(ref _cancelled);
                throw;
            }

            var bytes = Encoding.UTF8.GetBytes($"answer {number}");
            return new SourceResponse([new SourceAnswer(bytes, 0, bytes.Length, 0, 0)], new Memory(this));
        }

        public IAsyncEnumerable<SourceResponse> SubscribeAsync(SourceRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

        public void Answer(int number) => _waiting[number - 1].TrySetResult();

        public void AnswerAll() => _waiting.ForEach(waiting => waiting.TrySetResult());

        public void Fail(Exception failure) => _waiting.ForEach(waiting => waiting.TrySetException(failure));

        private sealed class Memory(SlowSource source) : IDisposable
        {
            public void Dispose() => Interlocked.Increment(ref source._disposed);
        }
    }
}
