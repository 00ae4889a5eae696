using System.Diagnostics;
using System.Text;
using FinFlow.Gateway.Fusion;
using FinFlow.GraphQL.AspNetCore;
using FinFlow.GraphQL.Types;
using FinFlow.Scalars;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace FinFlow.Benchmarks;

/// <summary>What the home screen costs over each transport, gateway, transport and sources in one process: CPU time of the whole process.</summary>
internal static class Transports
{
    private const int WarmUp = 20_000;
    private const int Requests = 20_000;
    private const int AtOnce = 16;

    /// <param name="folder">The schemas: `gateway.graphql`, one file for each subgraph, and `operations`.</param>
    public static async Task RunAsync(string folder)
    {
        var composed = CompositeSchema.Load(await File.ReadAllTextAsync(Path.Combine(folder, "gateway.graphql")), FinanceScalars.All);
        var sources = composed.Sources.ToDictionary(name => name, name => new MemorySource(File.ReadAllText(Path.Combine(folder, $"{name}.graphql"))));
        var operation = new OperationRequest { Document = await File.ReadAllBytesAsync(Path.Combine(folder, "operations", "HomeScreen.graphql")) };
        await using var server = await ServeAsync(sources);
        var address = server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        using var http = HttpSourceClient.CreateInvoker();

        var inProcess = new FusionExecutor(composed, sources.ToDictionary(source => source.Key, ISourceClient (source) => new InProcessSourceClient(source.Value)));
        var overHttp = new FusionExecutor(
            composed, sources.ToDictionary(source => source.Key, ISourceClient (source) => new HttpSourceClient(http, [new Uri($"{address}/{source.Key}")])));
        Console.WriteLine($"The answer has {await BytesAsync(inProcess, operation):N0} bytes in the process and {await BytesAsync(overHttp, operation):N0} over HTTP.");
        for (var round = 1; round <= 3; round++)
        {
            var (near, far) = (await MeasureAsync(inProcess, operation), await MeasureAsync(overHttp, operation));
            Console.WriteLine($"Round {round}: in the process {near.TotalMicroseconds:0} µs, over HTTP {far.TotalMicroseconds:0} µs of CPU: {near / far:0.00}");
        }
    }

    private static async Task<WebApplication> ServeAsync(Dictionary<string, MemorySource> sources)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        foreach (var (name, source) in sources)
        {
            app.MapGraphQL($"/{name}", () => source, new GraphQLServerOptions { ServeIde = false });
        }

        await app.StartAsync();
        return app;
    }

    /// <summary>CPU time of one request.</summary>
    private static async Task<TimeSpan> MeasureAsync(FusionExecutor executor, OperationRequest operation)
    {
        await AskAsync(executor, operation, WarmUp);
        var before = Process.GetCurrentProcess().TotalProcessorTime;
        await AskAsync(executor, operation, Requests);
        return (Process.GetCurrentProcess().TotalProcessorTime - before) / Requests;
    }

    private static Task AskAsync(FusionExecutor executor, OperationRequest operation, int count) => Task.WhenAll(
        Enumerable.Range(0, AtOnce).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < count / AtOnce; i++)
            {
                await BytesAsync(executor, operation);
            }
        })));

    private static async Task<int> BytesAsync(FusionExecutor executor, OperationRequest operation)
    {
        await using var result = (OperationResult)await executor.ExecuteAsync(operation, CancellationToken.None);
        return !result.HasErrors ? result.Body.Length : throw new InvalidOperationException(Encoding.UTF8.GetString(result.Body.WrittenSpan));
    }
}
