using FinFlow.GraphQL.Execution;
using FinFlow.GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;

namespace FinFlow.GraphQL.Tests;

/// <summary>A door at which resolvers wait until it is opened, or until their request is given up.</summary>
public sealed class Gate
{
    private int _waiting;
    private int _givenUp;

    public TaskCompletionSource Opened { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Waiting => Volatile.Read(ref _waiting);

    public int GivenUp => Volatile.Read(ref _givenUp);

    public async Task<string> PassAsync(string what, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _waiting);
        try
        {
            await Opened.Task.WaitAsync(cancellationToken);
            return what;
        }
        catch (OperationCanceledException)
        {
            Interlocked.Increment(ref _givenUp);
            throw;
        }
    }
}

[QueryType]
public static class GateQueries
{
    public static Task<string> PassAsync(Gate gate, CancellationToken cancellationToken) => gate.PassAsync("passed", cancellationToken);

    public static Task<string?> LoadAsync(string key, IPassageByKeyDataLoader passages, CancellationToken cancellationToken) => passages.LoadAsync(key, cancellationToken);

    [Authorize("gate")]
    public static string Guarded() => "let in";
}

public static class GateLoaders
{
    [DataLoader]
    internal static async Task<IReadOnlyDictionary<string, string>> GetPassageByKeyAsync(IReadOnlyList<string> keys, Gate gate, CancellationToken cancellationToken)
    {
        await gate.PassAsync("", cancellationToken);
        return keys.ToDictionary(key => key);
    }
}

public sealed class GateKeeper(Gate gate) : IAuthorizationPolicyEvaluator
{
    public bool Knows(string policy) => policy == "gate";

    public async ValueTask<bool> IsAllowedAsync(System.Security.Claims.ClaimsPrincipal user, string policy, CancellationToken cancellationToken)
        => await gate.PassAsync("", cancellationToken) is not null;
}

/// <summary>Giving up a request stops its own resolvers, loaders and questions of permission, and nobody else's.</summary>
public sealed class CancellationTests
{
    private static readonly System.Security.Claims.ClaimsPrincipal Somebody = new(new System.Security.Claims.ClaimsIdentity("test"));

    [Theory]
    [InlineData("{ pass }", """{"data":{"pass":"passed"}}""")]
    [InlineData("""{ load(key: "a") }""", """{"data":{"load":"a"}}""")]
    [InlineData("{ guarded }", """{"data":{"guarded":"let in"}}""")]
    public async Task A_Request_That_Is_Given_Up_Should_Leave_The_Others_Alone(string document, string expected)
    {
        await using var services = Services();
        var (executor, gate) = (services.GetRequiredService<IRequestExecutor>(), services.GetRequiredService<Gate>());
        using var client = new CancellationTokenSource();
        var request = ShopServer.Request(document, user: Somebody);
        var givenUp = executor.ExecuteAsync(request, client.Token).AsTask();
        var beside = executor.ExecuteAsync(request, CancellationToken.None).AsTask();
        await Eventually.Holds(() => gate.Waiting == 2);

        await client.CancelAsync();
        await Eventually.Holds(() => gate.GivenUp == 1);
        var after = executor.ExecuteAsync(request, CancellationToken.None).AsTask();
        gate.Opened.SetResult();

        Assert.Equal(expected, await TextAsync(beside));
        Assert.Equal(expected, await TextAsync(after));
        Assert.Equal(1, gate.GivenUp);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => givenUp);
    }

    private static async Task<string> TextAsync(Task<ExecutionResult> execution)
    {
        await using var result = await execution;
        return ((OperationResult)result).Body.ToString();
    }

    private static ServiceProvider Services()
    {
        var services = new ServiceCollection();
        services.AddSingleton<Gate>().AddTestsDataLoaders().AddGraphQLServer("gate").AddType(typeof(GateQueries)).AddAuthorization<GateKeeper>();
        return services.BuildServiceProvider();
    }
}
