using System.Text.Json;
using FinFlow.GraphQL.Types;
using FinFlow.Hosting;
using FinFlow.Subgraph;
using Microsoft.Extensions.Logging.Abstractions;

namespace FinFlow.Subgraphs.Tests;

/// <summary>A whole subgraph over real databases in a folder, spoken to as a gateway would.</summary>
internal sealed class RunningSubgraph : IAsyncDisposable
{
    private readonly SubgraphEnvironment environment;
    private readonly SubgraphRuntime runtime;

    private RunningSubgraph(SubgraphEnvironment environment, SubgraphRuntime runtime) => (this.environment, this.runtime) = (environment, runtime);

    internal IServiceProvider Services => runtime.Services;

    internal FinFlow.Messaging.IEventLog Events => environment.Events;

    internal Schema Schema => runtime.Executor.Schema;

    internal IEnumerable<DebugPart> DebugParts => runtime.DebugParts;

    internal SlowQueries SlowQueries => environment.SlowQueries;

    /// <summary>Its plain HTTP endpoints, as a process that hosts it maps them.</summary>
    internal void MapEndpoints(Microsoft.AspNetCore.Routing.IEndpointRouteBuilder endpoints) => runtime.MapEndpoints(endpoints);

    internal Task RunPeriodicJobsAsync() => runtime.RunPeriodicJobsAsync(CancellationToken.None);

    /// <param name="variables">Configuration beside the data folder.</param>
    internal static async Task<RunningSubgraph> StartAsync<TSubgraph>(
        string folder, TimeProvider? clock = null, params (string Name, string Value)[] variables)
        where TSubgraph : ISubgraph
    {
        var configuration = FinFlowConfiguration.From(TestDatabase.Configure(folder, variables));
        var environment = new SubgraphEnvironment(configuration, clock ?? TimeProvider.System, NullLoggerFactory.Instance);
        var running = new RunningSubgraph(environment, SubgraphRuntime.Create<TSubgraph>(environment));
        await running.runtime.StartAsync(CancellationToken.None);
        return running;
    }

    /// <summary>An access token as auth issues it.</summary>
    internal string TokenFor(string userId, string organizationId, params string[] roles)
        => new AccessTokens(environment.Configuration, environment.Clock).Issue(userId, organizationId, "ses_1", roles).Token;

    /// <summary>The whole response.</summary>
    internal async Task<JsonElement> SendAsync(string document, object? variables = null, string? token = null)
    {
        await using var result = await runtime.Executor.ExecuteAsync(RequestOf(document, variables, token), CancellationToken.None);
        return Parse((OperationResult)result);
    }

    /// <summary>The response's data; fails when there are errors.</summary>
    internal async Task<JsonElement> DataAsync(string document, object? variables = null, string? token = null)
    {
        var response = await SendAsync(document, variables, token);
        Assert.False(response.TryGetProperty("errors", out var errors), $"{errors}");
        return response.GetProperty("data");
    }

    /// <summary>The data of each event of a subscription.</summary>
    internal async IAsyncEnumerable<JsonElement> SubscribeAsync(
        string document, object? variables, string? token, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var result = await runtime.Executor.ExecuteAsync(RequestOf(document, variables, token), cancellationToken);
        var stream = result as ResponseStream ?? throw new InvalidOperationException($"No stream: {Parse((OperationResult)result)}");
        await foreach (var happened in stream.Results.WithCancellation(cancellationToken))
        {
            using (happened)
            {
                yield return Parse(happened).GetProperty("data");
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await runtime.DisposeAsync();
        environment.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Npgsql.NpgsqlConnection.ClearAllPools();
    }

    private static OperationRequest RequestOf(string document, object? variables, string? token) => new()
    {
        Document = System.Text.Encoding.UTF8.GetBytes(document),
        Variables = variables is null ? default : JsonSerializer.SerializeToUtf8Bytes(variables),
        Authorization = token is null ? null : $"Bearer {token}",
    };

    private static JsonElement Parse(OperationResult result) => JsonDocument.Parse(result.Body.WrittenMemory.ToArray()).RootElement;
}
