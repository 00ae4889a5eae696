using System.IO.Compression;
using FinFlow.GraphQL.AspNetCore;

namespace FinFlow.GraphQL.Tests;

public sealed class IdePageTests : IDisposable
{
    private const string Browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
    private readonly string _folder = Directory.CreateTempSubdirectory("ide").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_browser_gets_the_page_and_only_its_own_script_may_run()
    {
        await using var server = await GraphQLServer.StartAsync(new GraphQLServerOptions { IdePath = await BuildAsync("<script>run()</script>") });

        using var response = await server.GetAsync("query={hello}", Browser);

        Assert.Equal("text/html; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Equal("<html><script>run()</script></html>", await response.Content.ReadAsStringAsync());
        Assert.StartsWith(
            "default-src 'none'; script-src 'sha256-AvyuiL0SD1mVY3NNxR+V2uo+lhk6RMFrytWmRt6CrJQ=';",
            response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_browser_that_has_the_page_is_told_so()
    {
        await using var server = await GraphQLServer.StartAsync(new GraphQLServerOptions { IdePath = await BuildAsync("<script></script>") });
        using var first = await server.GetAsync("", Browser);
        server.Client.DefaultRequestHeaders.IfNoneMatch.Add(first.Headers.ETag!);

        using var second = await server.GetAsync("", Browser);

        Assert.Equal(304, (int)second.StatusCode);
    }

    [Fact]
    public async Task Without_a_page_the_endpoint_says_how_to_get_it()
    {
        await using var server = await GraphQLServer.StartAsync(new GraphQLServerOptions { IdePath = Path.Combine(_folder, "absent") });

        using var response = await server.GetAsync("", Browser);

        Assert.Contains("graphql/AspNetCore/Ide/build-ide.sh", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scripts_of_a_page_get_json()
    {
        await using var server = await GraphQLServer.StartAsync();

        using var response = await server.GetAsync("query={hello}", "application/json, text/html;q=0.5");

        Assert.Equal("application/json; charset=utf-8", response.Content.Headers.ContentType?.ToString());
    }

    [Fact]
    public async Task Title_and_first_query_are_the_servers()
    {
        await using var server = await GraphQLServer.StartAsync(new GraphQLServerOptions { IdeTitle = "Payments", IdeQuery = "{\n  hello\n}" });

        Assert.Equal("""{"title":"Payments","defaultQuery":"{\n  hello\n}"}""", await server.Client.GetStringAsync(new Uri($"{server.Url}/ide.json")));
    }

    private async Task<string> BuildAsync(string script)
    {
        var path = Path.Combine(_folder, "graphiql.html.gz");
        await using var gzip = new GZipStream(File.Create(path), CompressionMode.Compress);
        await gzip.WriteAsync(System.Text.Encoding.UTF8.GetBytes($"<html>{script}</html>"));
        return path;
    }
}
