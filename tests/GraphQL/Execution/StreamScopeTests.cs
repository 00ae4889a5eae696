using System.Text.Json.Nodes;
using FinFlow.GraphQL.Execution;
using FinFlow.GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;

namespace FinFlow.GraphQL.Tests;

/// <summary>A file that is read page by page, as a database is; nobody can read from it when it is closed.</summary>
public sealed class PageFile : IAsyncDisposable
{
    private readonly PageFileCount _count;
    private bool _isClosed;

    public PageFile(PageFileCount count)
    {
        _count = count;
        count.Opened++;
    }

    public async ValueTask<int> ReadAsync(int number)
    {
        await Task.Yield();
        ObjectDisposedException.ThrowIf(_isClosed, this);
        return number;
    }

    public ValueTask DisposeAsync()
    {
        _isClosed = true;
        _count.Closed++;
        return ValueTask.CompletedTask;
    }
}

public sealed class PageFileCount
{
    public int Opened { get; set; }

    public int Closed { get; set; }
}

[QueryType]
public static class PageQueries
{
    public static async IAsyncEnumerable<int> GetPages(int count, PageFile file)
    {
        for (var number = 0; number < count; number++)
        {
            yield return await file.ReadAsync(number);
        }
    }

    public static Task<IAsyncEnumerable<int>> GetPagesLaterAsync(int count, PageFile file) => Task.FromResult(GetPages(count, file));
}

/// <summary>Items that come over time are read from services which must stay until the last one has been read, and not longer.</summary>
public sealed class StreamScopeTests
{
    [Theory]
    [InlineData("{ pages(count: 3) }", """{"pages":[0,1,2]}""")]
    [InlineData("{ pagesLater(count: 3) }", """{"pagesLater":[0,1,2]}""")]
    [InlineData("{ pages(count: 3) @stream }", """{"pages":[0,1,2]}""")]
    [InlineData("{ pages(count: 3) @stream(initialCount: 1) }", """{"pages":[0,1,2]}""")]
    [InlineData("{ pagesLater(count: 3) @stream(initialCount: 3) }", """{"pagesLater":[0,1,2]}""")]
    [InlineData("{ pages(count: 3) @stream(initialCount: 9) }", """{"pages":[0,1,2]}""")]
    public async Task Services_Should_Stay_Until_The_Last_Item(string document, string data)
    {
        await using var services = Server();

        await using (var result = await ExecuteAsync(services, document))
        {
            Assert.Equal(data, await DataAsync(result));
        }

        await AllAreClosedAsync(services);
    }

    [Fact]
    public async Task Services_Should_Go_When_The_Client_Does()
    {
        await using var services = Server();

        await using (var result = await ExecuteAsync(services, "{ pages(count: 1000000) @stream }"))
        {
            await using var payloads = ((ResponseStream)result).Results.GetAsyncEnumerator();
            Assert.True(await payloads.MoveNextAsync());
            payloads.Current.Dispose();
        }

        await AllAreClosedAsync(services);
    }

    [Fact]
    public async Task Services_Should_Go_When_The_Stream_Is_Never_Read()
    {
        await using var services = Server();

        await using (var result = await ExecuteAsync(services, "{ pages(count: 3) @stream(initialCount: -1) }"))
        {
            Assert.Equal(
                """{"data":null,"errors":[{"message":"initialCount must be a positive integer","locations":[{"line":1,"column":3}],"path":["pages"]}]}""",
                ((OperationResult)result).Body.ToString());
        }

        await AllAreClosedAsync(services);
    }

    private static async Task<string> DataAsync(ExecutionResult result)
    {
        var payloads = new List<JsonObject>();
        if (result is OperationResult whole)
        {
            payloads.Add(JsonNode.Parse(whole.Body.ToString())!.AsObject());
        }
        else
        {
            await foreach (var payload in ((ResponseStream)result).Results)
            {
                payloads.Add(JsonNode.Parse(payload.Body.ToString())!.AsObject());
                payload.Dispose();
            }
        }

        return new IncrementalAnswer(payloads).Data!.ToJsonString();
    }

    private static async Task AllAreClosedAsync(ServiceProvider services)
    {
        var count = services.GetRequiredService<PageFileCount>();
        await Eventually.Holds(() => count.Opened == 1 && count.Closed == 1);
    }

    private static ValueTask<ExecutionResult> ExecuteAsync(ServiceProvider services, string document)
        => services.GetRequiredService<IRequestExecutor>().ExecuteAsync(ShopServer.Request(document), CancellationToken.None);

    private static ServiceProvider Server()
    {
        var services = new ServiceCollection();
        services.AddSingleton<PageFileCount>().AddScoped<PageFile>().AddGraphQLServer("pages").AddType(typeof(PageQueries))
            .ModifyOptions(options => options.IncrementalDelivery = true);
        return services.BuildServiceProvider();
    }
}
