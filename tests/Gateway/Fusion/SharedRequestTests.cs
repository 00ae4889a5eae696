using System.Text;
using FinFlow.Gateway.Fusion;
using FinFlow.GraphQL.Types;

namespace FinFlow.Gateway.Tests;

/// <summary>Equal operations of several clients at the same time, as the sources meet them.</summary>
public abstract class SharedRequestTests(bool overHttp) : ShopTests(overHttp)
{
    private const string Document = "{ me { name reviews { body } } }";
    private const string Expected = """{"data":{"me":{"name":"Ada","reviews":[{"body":"Good"},{"body":"Sharp"}]}}}""";

    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private FusionExecutor Sharing() => Shop.Executor(client => new SharingSourceClient(client));

    [Fact]
    public async Task Equal_operations_ask_a_source_once()
    {
        Shop.Accounts.Ready = _ready.Task;
        var gateway = Sharing();
        var asked = Enumerable.Range(0, 50).Select(_ => Shop.AskAsync(gateway, Document, authorization: "Bearer ada")).ToList();
        _ready.SetResult();

        Assert.All(await Task.WhenAll(asked), answer => Assert.Equal(Expected, answer));
        Assert.Equal(1, Shop.Accounts.Requests);
    }

    [Fact]
    public async Task Nobody_gets_what_another_identity_asked_for()
    {
        Shop.Accounts.Ready = _ready.Task;
        var gateway = Sharing();
        var asked = new[] { "Bearer ada", "Bearer grace", null }.Select(token => Shop.AskAsync(gateway, "{ me { name } }", authorization: token)).ToList();
        _ready.SetResult();
        await Task.WhenAll(asked);

        Assert.Equal(["", "Bearer ada", "Bearer grace"], Shop.Accounts.Executed.Select(call => call.Authorization ?? "").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Equal_mutations_are_two()
    {
        Shop.Accounts.Ready = _ready.Task;
        var gateway = Sharing();
        var asked = Enumerable.Range(0, 2).Select(_ => Shop.AskAsync(gateway, """mutation { rename(id: "usr_1", name: "Bo") { name } }""", authorization: "Bearer ada")).ToList();
        _ready.SetResult();

        Assert.All(await Task.WhenAll(asked), answer => Assert.Equal("""{"data":{"rename":{"name":"Bo"}}}""", answer));
        Assert.Equal(2, Shop.Accounts.Requests);
    }

    [Fact]
    public async Task Who_leaves_takes_nothing_from_the_others_and_the_last_one_calls_the_source_off()
    {
        Shop.Accounts.Ready = _ready.Task;
        var gateway = Sharing();
        using var first = new CancellationTokenSource();
        using var last = new CancellationTokenSource();
        var asked = new[] { AskAsync(gateway, first.Token), AskAsync(gateway, last.Token) };
        await Eventually.TrueAsync(() => Shop.Accounts.Requests == 1);

        await first.CancelAsync();
        Assert.False(asked[1].IsCompleted);
        Assert.Equal(0, Shop.Accounts.Cancelled);

        await last.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked[0]);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked[1]);
        await Eventually.TrueAsync(() => Shop.Accounts.Cancelled == 1);
    }

    private static async Task AskAsync(FusionExecutor gateway, CancellationToken cancellationToken)
    {
        var request = new OperationRequest { Document = Encoding.UTF8.GetBytes(Document), Authorization = "Bearer ada" };
        await using var result = await gateway.ExecuteAsync(request, cancellationToken);
    }
}

public sealed class SharedRequestsInProcessTests() : SharedRequestTests(overHttp: false);

public sealed class SharedRequestsOverHttpTests() : SharedRequestTests(overHttp: true);
