using System.Text.Json;
using FinFlow.GraphQL.Execution;
using FinFlow.GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;

namespace FinFlow.GraphQL.Tests;

/// <summary>Answers in parts over each transport; who does not accept parts gets the whole.</summary>
public sealed class IncrementalTransportTests
{
    private const string Body = """{"query":"{ name ... @defer(label: \"h\") { height } }"}""";
    private const string First = """{"data":{"name":"Tower"},"pending":[{"id":"0","path":[],"label":"h"}],"hasNext":true}""";
    private const string Last = """{"hasNext":false,"incremental":[{"id":"0","data":{"height":40}}],"completed":[{"id":"0"}]}""";
    private const string Whole = """{"data":{"name":"Tower","height":40}}""";

    [Theory]
    [InlineData("multipart/mixed", "multipart/mixed")]
    [InlineData("multipart/mixed;incrementalSpec=v0.2, application/graphql-response+json", "multipart/mixed")]
    [InlineData("text/event-stream", "text/event-stream")]
    [InlineData("application/jsonl", "application/jsonl")]
    public async Task Parts_Should_Come_In_The_Format_That_Is_Accepted(string accept, string format)
    {
        await using var services = Services();
        await using var server = await GraphQLServer.StartAsync(executor: services.GetRequiredService<IRequestExecutor>());
        using var response = await server.PostAsync(Body, accept);
        var text = await response.Content.ReadAsStringAsync();

        Assert.Equal(format, response.Content.Headers.ContentType!.MediaType);
        Assert.Equal([First, Last], text.Split('\n').Select(line => line.Trim().Replace("data: ", "", StringComparison.Ordinal)).Where(line => line.StartsWith('{')));
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/graphql-response+json")]
    public async Task Who_Accepts_No_Parts_Should_Get_The_Whole(string accept)
    {
        await using var services = Services();
        await using var server = await GraphQLServer.StartAsync(executor: services.GetRequiredService<IRequestExecutor>());
        using var response = await server.PostAsync(Body, accept);

        Assert.Equal(Whole, await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_Socket_Should_Get_Each_Part_As_Next()
    {
        await using var services = Services();
        await using var server = await GraphQLServer.StartAsync(executor: services.GetRequiredService<IRequestExecutor>());
        using var client = await TransportWsClient.ReadyAsync(server);

        await client.SendAsync($$"""{"id":"1","type":"subscribe","payload":{{Body}}}""");

        Assert.Equal(First, PayloadOf(await client.NextAsync()));
        Assert.Equal(Last, PayloadOf(await client.NextAsync()));
        Assert.Equal("complete", JsonDocument.Parse(await client.NextAsync()).RootElement.GetProperty("type").GetString());
    }

    private static string PayloadOf(string message) => JsonDocument.Parse(message).RootElement.GetProperty("payload").GetRawText();

    private static ServiceProvider Services()
    {
        var services = new ServiceCollection();
        services.AddSingleton<Tower>().AddGraphQLServer("tower").AddType(typeof(TowerQueries)).ModifyOptions(options => options.IncrementalDelivery = true);
        return services.BuildServiceProvider();
    }
}
