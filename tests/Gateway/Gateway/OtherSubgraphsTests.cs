using System.Net;
using System.Net.Http.Json;
using System.Text;
using FinFlow.GraphQL.AspNetCore;
using FinFlow.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace FinFlow.Gateway.Tests;

/// <summary>`--subgraphs` with the README's example: nothing that is served tells of FinFlow.</summary>
public sealed class OtherSubgraphsTests : IAsyncLifetime
{
    private const string Document = "query Kind { __typename }";

    private static readonly HttpClient Client = new();

    private static readonly string Example = Path.Combine(RootFolder(), "gateway", "Gateway", "Example", "subgraphs.json");

    private readonly string _folder = Directory.CreateTempSubdirectory("finflow-others-").FullName;
    private readonly List<WebApplication> _running = [];
    private Uri _address = null!;

    public async Task InitializeAsync() => _address = await StartAsync();

    public async Task DisposeAsync()
    {
        foreach (var gateway in _running)
        {
            await gateway.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task The_reference_tells_what_holds_for_any_schema()
    {
        var reference = await Client.GetStringAsync(new Uri(_address, "/api-docs"));
        Assert.All(
            ["<title>GraphQL API</title>", "<code>POST /graphql</code>", "LIMIT_DEPTH_EXCEEDED", "30 s", "data-name=\"products\""],
            text => Assert.Contains(text, reference, StringComparison.Ordinal));
        Assert.All(
            ["FinFlow", "login", "idempotencyKey", "money", "/webhooks", "/exports", "RATE_LIMIT", "HC0051"],
            text => Assert.DoesNotContain(text, reference, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain("webhooks", await Client.GetStringAsync(new Uri(_address, "/api-docs/openapi.json")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_ide_has_its_own_start()
        => Assert.Equal("""{"title":"GraphQL"}""", await Client.GetStringAsync(new Uri(_address, "/graphql/ide.json")));

    [Theory]
    [InlineData("/dashboard")]
    [InlineData("/dashboard/dashboard.js")]
    [InlineData("/webhooks/stripe")]
    [InlineData("/exports/token")]
    public async Task Pages_and_plain_endpoints_of_FinFlow_are_not_there(string path)
        => Assert.Equal(HttpStatusCode.NotFound, (await Client.GetAsync(new Uri(_address, path))).StatusCode);

    /// <summary>No subgraph of the example runs.</summary>
    [Fact]
    public async Task Health_is_that_of_the_gateway_alone()
        => Assert.Equal(
            """{"status":"UP","process":"gateway","dependencies":[],"warnings":[]}""",
            (await Client.GetFromJsonAsync<System.Text.Json.JsonElement>(new Uri(_address, "/health"))).GetRawText().ReplaceLineEndings("").Replace(" ", "", StringComparison.Ordinal));

    [Fact]
    public async Task Documents_are_trusted_when_a_folder_is_named()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "Kind.graphql"), Document);
        Assert.Contains("DOCUMENT_UNKNOWN", await AskByIdAsync(_address), StringComparison.Ordinal);
        Assert.Equal("""{"data":{"__typename":"Query"}}""", await AskByIdAsync(await StartAsync("--operations", _folder, "--trusted-only")));
        Assert.Null(_running[0].Services.GetRequiredService<GatewayRuntime>().OperationsPath);
    }

    [Fact]
    public void Trusted_documents_alone_need_a_folder()
        => Assert.Equal(
            "--trusted-only needs --operations: only FinFlow's own schema has a folder of documents by default.",
            Assert.Throws<ArgumentException>(() => Build("--trusted-only")).Message);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_source_with_several_addresses_is_given_beside_the_list(bool before)
    {
        string[] list = ["--subgraphs", Example], source = ["--source", "reviews=http://one:4002,http://two:4002/q"];
        var settings = GatewaySettings.Parse(before ? [.. source, .. list] : [.. list, .. source]);
        Assert.Equal(["http://one:4002/graphql", "http://two:4002/q"], settings.Addresses["reviews"].Select(address => $"{address}"));
        Assert.Equal(["http://localhost:4001/graphql"], settings.Addresses["products"].Select(address => $"{address}"));
    }

    private static async Task<string> AskByIdAsync(Uri gateway)
    {
        using var response = await Client.PostAsJsonAsync(new Uri(gateway, "/graphql"), new { documentId = FolderDocumentStorage.IdOf(Encoding.UTF8.GetBytes(Document)) });
        return await response.Content.ReadAsStringAsync();
    }

    private async Task<Uri> StartAsync(params string[] arguments)
    {
        var gateway = Build(arguments);
        _running.Add(gateway);
        await gateway.StartAsync();
        return gateway.ListensAt();
    }

    private static WebApplication Build(params string[] arguments)
        => GatewayHost.Build(
            FinFlowConfiguration.From(new Dictionary<string, string> { ["FINFLOW_PORT"] = "0", ["LOG_LEVEL"] = "none" }),
            GatewaySettings.Parse(["--subgraphs", Example, .. arguments]));

    private static string RootFolder()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "FinFlow.sln")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return folder;
    }
}
