using System.Net;
using System.Net.Http.Json;
using System.Security.Claims;
using System.Text;
using FinFlow.Gateway;
using FinFlow.GraphQL.Types;
using FinFlow.Hosting;
using Microsoft.AspNetCore.Builder;

namespace FinFlow.Gateway.Tests;

/// <summary>A client that asks without end is told to wait; nobody else notices.</summary>
public sealed class RateLimitTests : IDisposable
{
    private const string Refused = """{"errors":[{"message":"Too many operations in a short time. Try again in a few seconds.","extensions":{"code":"RATE_LIMITED"}}]}""";

    // So few in a minute that none comes back while a test runs.
    private const int Few = 3;

    private static readonly HttpClient Client = new();
    private readonly Shop shop = new();
    private readonly string folder = Directory.CreateTempSubdirectory("finflow-limits-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_user_has_a_limit_wherever_they_are()
    {
        using var limits = new RateLimits(perUser: Few, perAddress: 0);
        var executor = new RateLimitingExecutor(shop.Sources[0], limits);
        var ada = Of("ada", "192.0.2.1");
        for (var i = 0; i < Few; i++)
        {
            Assert.True(await PassesAsync(executor, ada));
        }

        Assert.False(await PassesAsync(executor, ada));
        Assert.False(await PassesAsync(executor, Of("ada", "192.0.2.2")));
        Assert.True(await PassesAsync(executor, Of("grace", "192.0.2.1")));
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1", true)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    public async Task Who_sent_no_token_shares_the_limit_of_an_address(string first, string second, bool isShared)
    {
        using var limits = new RateLimits(perUser: 0, perAddress: 1);
        var executor = new RateLimitingExecutor(shop.Sources[0], limits);
        Assert.True(await PassesAsync(executor, Of(null, first)));
        Assert.Equal(!isShared, await PassesAsync(executor, Of(null, second)));
        Assert.True(await PassesAsync(executor, Of("ada", first)));
    }

    [Fact]
    public async Task A_batch_counts_as_many_as_it_has_and_passes_whole_or_not_at_all()
    {
        using var limits = new RateLimits(perUser: Few, perAddress: 0);
        var executor = new RateLimitingExecutor(shop.Sources[0], limits);
        var batch = Enumerable.Repeat(Of("ada", "192.0.2.1"), Few - 1).ToList();
        Assert.All(await executor.ExecuteBatchAsync(batch, CancellationToken.None), result => Assert.Null(result.RequestError));
        Assert.All(await executor.ExecuteBatchAsync(batch, CancellationToken.None), result => Assert.Equal(RequestErrorKind.TooManyRequests, result.RequestError));
        Assert.True(await PassesAsync(executor, batch[0]));
    }

    [Fact]
    public async Task Zero_is_no_limit()
    {
        using var limits = new RateLimits(perUser: 0, perAddress: 0);
        var executor = new RateLimitingExecutor(shop.Sources[0], limits);
        for (var i = 0; i < 100; i++)
        {
            Assert.True(await PassesAsync(executor, Of(null, "192.0.2.1")) && await PassesAsync(executor, Of("ada", "192.0.2.1")));
        }
    }

    [Fact]
    public async Task The_answer_is_429_and_says_when_to_come_again()
    {
        await using var gateway = await StartAsync();
        for (var i = 0; i < Few; i++)
        {
            using var answer = await AskAsync(gateway);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        using var refused = await AskAsync(gateway);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(1), refused.Headers.RetryAfter!.Delta);
        Assert.Equal(Refused, await refused.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Only_a_trusted_proxy_is_believed_who_the_client_is()
    {
        await using (var gateway = await StartAsync())
        {
            Assert.Equal([200, 200, 200, 429], await StatusesAsync(gateway));
        }

        await using (var gateway = await StartAsync(("FINFLOW_TRUSTED_PROXIES", "127.0.0.0/8, ::1")))
        {
            Assert.Equal([200, 200, 200, 200], await StatusesAsync(gateway));
        }
    }

    private static async Task<List<int>> StatusesAsync(WebApplication gateway)
    {
        var statuses = new List<int>();
        for (var i = 0; i <= Few; i++)
        {
            using var answer = await AskAsync(gateway, forwardedFor: $"192.0.2.{i}");
            statuses.Add((int)answer.StatusCode);
        }

        return statuses;
    }

    private static async Task<bool> PassesAsync(RateLimitingExecutor executor, OperationRequest request)
    {
        await using var result = (OperationResult)await executor.ExecuteAsync(request, CancellationToken.None);
        return result.RequestError is null;
    }

    private static OperationRequest Of(string? user, string address) => new()
    {
        Document = Encoding.UTF8.GetBytes("{ __typename }"),
        User = user is null ? null : new ClaimsPrincipal(new ClaimsIdentity([new Claim("sub", user)], "test")),
        ClientAddress = IPAddress.Parse(address),
    };

    private async Task<WebApplication> StartAsync(params (string Name, string Value)[] variables)
    {
        var schema = Path.Combine(folder, "gateway.graphql");
        await File.WriteAllTextAsync(schema, shop.Document);
        var values = variables.ToDictionary(variable => variable.Name, variable => variable.Value);
        (values["FINFLOW_PORT"], values["LOG_LEVEL"], values["RATE_LIMIT_PER_ADDRESS"]) = ("0", "none", $"{Few}");
        var gateway = GatewayHost.Build(FinFlowConfiguration.From(values), new GatewaySettings
        {
            SchemaPath = schema,
            OperationsPath = folder,
            Addresses = shop.Sources.ToDictionary(source => source.Name, IReadOnlyList<Uri> (_) => [new Uri("http://127.0.0.1:9")]),
        });
        await gateway.StartAsync();
        return gateway;
    }

    private static async Task<HttpResponseMessage> AskAsync(WebApplication gateway, string? forwardedFor = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(gateway.ListensAt(), "/graphql")) { Content = JsonContent.Create(new { query = "{ __typename }" }) };
        if (forwardedFor is not null)
        {
            request.Headers.Add("X-Forwarded-For", forwardedFor);
        }

        return await Client.SendAsync(request);
    }
}
