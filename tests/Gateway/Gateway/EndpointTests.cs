using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FinFlow.Gateway.Fusion;
using FinFlow.GraphQL.Language;
using FinFlow.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FinFlow.Gateway.Tests;

/// <summary>`/graphql` as a client meets it, in front of sources in the process and in front of others.</summary>
public abstract class EndpointTests(bool overHttp) : ShopTests(overHttp)
{
    private const string Trusted = "{ users { name } }";

    private static readonly HttpClient Client = new();

    private readonly string _folder = Directory.CreateTempSubdirectory("finflow-endpoint-").FullName;

    private string SchemaPath => Path.Combine(_folder, "gateway.graphql");

    [Fact]
    public async Task One_endpoint_answers_from_all_sources()
    {
        await using var gateway = await StartAsync();
        Assert.Equal(
            """{"data":{"me":{"name":"Ada","reviews":[{"product":{"name":"Hammer","inStock":true}},{"product":{"name":"Säge","inStock":false}}]}}}""",
            await AskAsync(gateway, new { query = "{ me { name reviews { product { name inStock } } } }" }));
    }

    [Fact]
    public async Task Its_address_alone_leads_to_the_IDE()
    {
        await using var gateway = await StartAsync();
        using var response = await Client.GetAsync(gateway.ListensAt());
        Assert.Equal("/graphql", response.RequestMessage!.RequestUri!.AbsolutePath);
    }

    [Fact]
    public async Task A_new_schema_takes_over_while_requests_under_way_finish_on_the_old_one_and_an_invalid_one_is_refused()
    {
        await using var gateway = await StartAsync();
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Shop.Accounts.Ready = ready.Task;
        var underWay = AskAsync(gateway, new { query = "{ me { name reviews { body } } version }" });
        await Eventually.TrueAsync(() => Shop.Accounts.Requests == 1);

        await ReplaceSchemaAsync(SyntaxPrinter.Print(Parser.Parse(Shop.Document, new ParserOptions { TokensMax = 1_000_000 })).Replace("  version: String!", "  release: String!", StringComparison.Ordinal));
        await Eventually.TrueAsync(async () => await AskAsync(gateway, new { query = "{ __type(name: \"Query\") { fields { name } } }" }) is var fields && fields.Contains("release", StringComparison.Ordinal));
        Assert.Equal(
            """{"errors":[{"message":"Cannot query field \"version\" on type \"Query\".","locations":[{"line":1,"column":3}]}]}""",
            await AskAsync(gateway, new { query = "{ version }" }));

        ready.SetResult();
        Assert.Equal("""{"data":{"me":{"name":"Ada","reviews":[{"body":"Good"},{"body":"Sharp"}]},"version":"1"}}""", await underWay);

        await ReplaceSchemaAsync("type Query { broken: Missing }");
        await Eventually.TrueAsync(() => Refused);
        Assert.Equal("""{"data":{"me":{"name":"Ada"}}}""", await AskAsync(gateway, new { query = "{ me { name } }" }));
    }

    [Fact]
    public async Task Clients_may_register_a_document_and_then_send_its_hash()
    {
        await using var gateway = await StartAsync();
        const string document = "{ me { name } }";
        var extensions = new { persistedQuery = new { version = 1, sha256Hash = Hash(document) } };
        Assert.Equal("""{"errors":[{"message":"PersistedQueryNotFound","extensions":{"code":"PERSISTED_QUERY_NOT_FOUND"}}]}""", await AskAsync(gateway, new { extensions }));
        Assert.Equal("""{"data":{"me":{"name":"Ada"}}}""", await AskAsync(gateway, new { query = document, extensions }));
        Assert.Equal("""{"data":{"me":{"name":"Ada"}}}""", await AskAsync(gateway, new { extensions }));
    }

    [Fact]
    public async Task A_gateway_of_trusted_documents_executes_no_other()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "Users.graphql"), Trusted);
        await using var gateway = await StartAsync(settings => settings with { OnlyTrustedDocuments = true });
        Assert.Equal(
            """{"data":{"users":[{"name":"Ada"},{"name":"Grace \"G\""}]}}""", await AskAsync(gateway, new { documentId = $"sha256:{Hash(Trusted)}" }));
        var requests = Shop.Accounts.Requests;
        Assert.StartsWith("""{"errors":[{"message":""", await AskAsync(gateway, new { query = "{ me { name } }" }), StringComparison.Ordinal);
        Assert.Equal(requests, Shop.Accounts.Requests);
    }

    [Theory]
    [InlineData("validate", """{"extensions":{"operationCost":{"fieldCost":2,"typeCost":12}}}""")]
    [InlineData("report", """{"data":{"me":{"reviews":[{"body":"Good"},{"body":"Sharp"}]}},"extensions":{"operationCost":{"fieldCost":2,"typeCost":12}}}""")]
    public async Task A_header_asks_for_the_price(string header, string expected)
    {
        await using var gateway = await StartAsync();
        Assert.Equal(expected, await AskAsync(gateway, new { query = "{ me { reviews { body } } }" }, ("GraphQL-Cost", header)));
    }

    [Theory]
    [InlineData("Production", """{"data":{"me":{"name":"Ada"}}}""")]
    [InlineData("Development", """{"data":{"me":{"name":"Ada"}},"extensions":{"plan":"request 1 to accounts\n    {\n      me {\n        name\n      }\n    }\n"}}""")]
    public async Task A_plan_is_shown_in_development_only(string environment, string expected)
    {
        var isDevelopment = FinFlowConfiguration.From(new Dictionary<string, string> { ["FINFLOW_ENVIRONMENT"] = environment }).IsDevelopment;
        await using var gateway = await StartAsync(settings => settings with { Fusion = settings.Fusion with { AllowPlanRequests = isDevelopment } });
        Assert.Equal(expected, await AskAsync(gateway, new { query = "{ me { name } }" }, (FusionOptions.PlanHeader, "1")));
    }

    private static readonly Dictionary<string, (string Code, string Document)> TooMuch = new()
    {
        ["depth"] = ("LIMIT_DEPTH_EXCEEDED", $"{{ me {Repeat("{ reviews { author ", 16)} {{ name }} {Repeat("} } ", 16)} }}"),
        ["fragment depth"] = ("LIMIT_FRAGMENT_DEPTH_EXCEEDED", $"{{ {Repeat("... { ", 65)} version {Repeat("} ", 65)} }}"),
        ["fields"] = ("LIMIT_FIELDS_EXCEEDED", $"{{ me {{ {Repeat("name ", 10_000)} }} }}"),
        ["root fields"] = ("LIMIT_ROOT_FIELDS_EXCEEDED", $"{{ {Repeat("version ", 65)} }}"),
        ["aliases"] = ("LIMIT_ALIASES_EXCEEDED", $"{{ me {{ {Aliases("name", 257)} }} }}"),
        ["directives"] = ("LIMIT_DIRECTIVES_EXCEEDED", $"{{ version {Repeat("@skip(if: false) ", 17)} }}"),
        ["comparisons"] = ("LIMIT_MERGE_COMPARISONS_EXCEEDED", $"{{ me {{ {Repeat("name ", 9_000)} name: email }} }}"),
        ["errors"] = ("LIMIT_ERRORS_EXCEEDED", $"{{ {Repeat("nothing ", 60)} me {{ {Repeat("nothing ", 60)} }} }}"),
        ["introspection depth"] = (
            "LIMIT_INTROSPECTION_DEPTH_EXCEEDED", $"{{ __type(name: \"Query\") {{ fields {{ type {Repeat("{ ofType ", 20)} {{ name }} {Repeat("} ", 20)} }} }} }}"),
        ["introspection lists"] = ("LIMIT_INTROSPECTION_DEPTH_EXCEEDED", "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }"),
        ["tokens"] = ("SYNTAX", $"{{ {Repeat("version ", 20_000)} }}"),
        ["nesting"] = ("SYNTAX", $"{{ product(upc: {Repeat("[", 200)}{Repeat("]", 200)}) {{ name }} }}"),
        ["selections"] = ("SELECTIONS_MAX", $"{{ me {{ {Aliases("reviews { author { ...F } }", 60)} }} }} fragment F on User {{ {Repeat("... { name } ", 100)} }}"),
    };

    [Theory]
    [InlineData("depth")]
    [InlineData("fragment depth")]
    [InlineData("fields")]
    [InlineData("root fields")]
    [InlineData("aliases")]
    [InlineData("directives")]
    [InlineData("comparisons")]
    [InlineData("errors")]
    [InlineData("introspection depth")]
    [InlineData("introspection lists")]
    [InlineData("tokens")]
    [InlineData("nesting")]
    [InlineData("selections")]
    public async Task Limits_of_the_engine_hold(string limit)
    {
        var (code, query) = TooMuch[limit];
        await using var gateway = await StartAsync(settings => settings with { Fusion = settings.Fusion with { WarmUpTimeMax = TimeSpan.Zero } });
        using var answer = JsonDocument.Parse(await AskAsync(gateway, new { query }));
        Assert.False(answer.RootElement.TryGetProperty("data", out _));

        // Other rules may have something to say of it too, but they have no codes.
        Assert.Equal([code], answer.RootElement.GetProperty("errors").EnumerateArray().Select(CodeOf).OfType<string>().Distinct());
        Assert.All(Shop.Sources, source => Assert.Equal(0, source.Requests));
    }

    [Theory]
    [InlineData("The body must not exceed 8388608 bytes.", "{\"query\":\"{ version } #", "x", 8 * 1024 * 1024, "\"}")]
    [InlineData("A batch must not have more than 100 requests.", "[", "{\"query\":\"{ version }\"},", 100, "{\"query\":\"{ version }\"}]")]
    [InlineData("A batch must not have more than 100 executions.", "{\"query\":\"{ version }\",\"variables\":[", "{},", 100, "{}]}")]
    public async Task Limits_of_the_endpoint_hold(string message, string begin, string part, int count, string end)
    {
        await using var gateway = await StartAsync(settings => settings with { Fusion = settings.Fusion with { WarmUpTimeMax = TimeSpan.Zero } });
        using var content = new StringContent(begin + Repeat(part, count) + end, Encoding.UTF8, "application/json");
        Assert.Equal($$"""{"errors":[{"message":"{{message}}"}]}""", await SendAsync(gateway, content));
        Assert.All(Shop.Sources, source => Assert.Equal(0, source.Requests));
    }

    private static string? CodeOf(JsonElement error) => error.TryGetProperty("extensions", out var extensions) ? extensions.GetProperty("code").GetString() : null;

    private static string Aliases(string field, int count) => string.Join(' ', Enumerable.Range(0, count).Select(i => $"a{i}: {field}"));

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));

    private protected bool Refused => _refusals.Refused;

    private readonly Refusals _refusals = new();

    private static string Hash(string document) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(document)));

    private async Task<WebApplication> StartAsync(Func<GatewaySettings, GatewaySettings>? change = null)
    {
        await File.WriteAllTextAsync(SchemaPath, Shop.Document);
        var settings = new GatewaySettings { SchemaPath = SchemaPath, OperationsPath = _folder };
        settings = change?.Invoke(settings) ?? settings;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(_refusals);
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var runtime = GatewayRuntime.Create(
            settings, name => Shop.ClientOf(Shop.Sources.Single(source => source.Name == name)), app.Services.GetRequiredService<ILoggerFactory>());
        app.Lifetime.ApplicationStopped.Register(runtime.Dispose);
        app.MapGateway(runtime, authenticator: null, new RateLimits(perUser: 0, perAddress: 0));
        await app.StartAsync();
        return app;
    }

    /// <summary>Written beside and moved, as a deployment does it: nobody reads half a file.</summary>
    private async Task ReplaceSchemaAsync(string text)
    {
        await File.WriteAllTextAsync(SchemaPath + ".new", text);
        File.Move(SchemaPath + ".new", SchemaPath, overwrite: true);
    }

    private static async Task<string> AskAsync(WebApplication gateway, object body, params (string Name, string Value)[] headers)
    {
        using var content = JsonContent.Create(body);
        return await SendAsync(gateway, content, headers);
    }

    private static async Task<string> SendAsync(WebApplication gateway, HttpContent content, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(gateway.ListensAt(), "/graphql")) { Content = content, Version = HttpVersion.Version11 };
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        using var response = await Client.SendAsync(request);
        return await response.Content.ReadAsStringAsync();
    }

    /// <summary>Hears that a schema was refused.</summary>
    private sealed class Refusals : ILoggerProvider, ILogger
    {
        public bool Refused { get; private set; }

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            => Refused |= formatter(state, exception).EndsWith("is refused; the previous one stays in use.", StringComparison.Ordinal);

        public void Dispose()
        {
        }
    }
}

public sealed class EndpointInProcessTests() : EndpointTests(overHttp: false);

public sealed class EndpointOverHttpTests() : EndpointTests(overHttp: true);
