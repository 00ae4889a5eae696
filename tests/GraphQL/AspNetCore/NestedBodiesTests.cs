using FinFlow.GraphQL.AspNetCore;

namespace FinFlow.GraphQL.Tests;

public sealed class NestedBodiesTests
{
    [Fact]
    public async Task Nesting_beyond_the_limit_is_refused_before_anything_recurses()
    {
        await using var server = await GraphQLServer.StartAsync(new GraphQLServerOptions { JsonDepthMax = 8 });

        using var response = await server.PostAsync($"{{\"query\":\"{{ hello }}\",\"variables\":{{\"x\":{new string('[', 10)}{new string(']', 10)}}}}}");

        Assert.Equal(400, (int)response.StatusCode);
    }
}
