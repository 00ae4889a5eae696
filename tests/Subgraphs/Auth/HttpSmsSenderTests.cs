using System.Text.Json;
using FinFlow.Auth;
using FinFlow.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace FinFlow.Subgraphs.Tests;

public sealed class HttpSmsSenderTests : IAsyncLifetime
{
    private readonly List<(string? Authorization, string Body)> received = [];
    private WebApplication provider = null!;
    private int status = 200;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        provider = builder.Build();
        provider.MapPost("/messages", async (HttpContext http) =>
        {
            using var reader = new StreamReader(http.Request.Body);
            received.Add((http.Request.Headers.Authorization, await reader.ReadToEndAsync()));
            http.Response.StatusCode = status;
        });
        await provider.StartAsync();
    }

    public async Task DisposeAsync() => await provider.DisposeAsync();

    [Fact]
    public async Task Message_Should_ReachTheProviderWithItsToken()
    {
        using var sender = Sender($"{provider.Urls.Single()}/messages");

        Assert.True(await sender.SendAsync("+14155550100", "123456 is your code.", CancellationToken.None));

        var (authorization, body) = Assert.Single(received);
        var message = JsonDocument.Parse(body).RootElement;
        Assert.Equal("Bearer the provider's token", authorization);
        Assert.Equal(("+14155550100", "123456 is your code."), (message.GetProperty("to").GetString(), message.GetProperty("text").GetString()));
    }

    [Theory]
    [InlineData(401)]
    [InlineData(503)]
    public async Task Refusal_Should_BeToldAsNotSent(int refusal)
    {
        status = refusal;
        using var sender = Sender($"{provider.Urls.Single()}/messages");

        Assert.False(await sender.SendAsync("+14155550100", "123456 is your code.", CancellationToken.None));
    }

    [Fact]
    public async Task Outage_Should_BeToldAsNotSent()
    {
        var url = $"{provider.Urls.Single()}/messages";
        await provider.StopAsync();
        using var sender = Sender(url);

        Assert.False(await sender.SendAsync("+14155550100", "123456 is your code.", CancellationToken.None));
    }

    private static HttpSmsSender Sender(string url) => new(
        FinFlowConfiguration.From(new Dictionary<string, string> { ["SMS_URL"] = url, ["SMS_TOKEN"] = "the provider's token" }),
        NullLogger<HttpSmsSender>.Instance);
}
