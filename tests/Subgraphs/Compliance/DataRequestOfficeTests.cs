using System.Text.Json;
using FinFlow.Compliance;
using FinFlow.Hosting;
using FinFlow.Messaging;
using FinFlow.Subgraph;

namespace FinFlow.Subgraphs.Tests;

/// <summary>Requests about personal data as an officer handles them, and what time does to them.</summary>
public sealed class DataRequestOfficeTests : IAsyncLifetime, IDisposable
{
    private const string Request = "dataRequest { id status dueAt isOverdue extensionReason answer answeredAt }";
    private const string Errors = "errors { ... on Error { code message } }";

    private readonly TemporaryFolder folder = new();
    private readonly SettableClock clock = new(new DateTimeOffset(2026, 1, 31, 9, 0, 0, TimeSpan.Zero));
    private RunningSubgraph compliance = null!;

    // The clock is set further than a token lives, so each is new.
    private string Merchant => compliance.TokenFor("usr_1", "org_1", Roles.Merchant);

    private string Officer => compliance.TokenFor("usr_9", "org_9", Roles.ComplianceOfficer);

    public async Task InitializeAsync() => compliance = await RunningSubgraph.StartAsync<ComplianceSubgraph>(folder.Path, clock);

    public async Task DisposeAsync() => await compliance.DisposeAsync();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Extension_Should_GiveTwoMonthsMore_Once_AndSayWhy()
    {
        var id = await CreateAsync("RECTIFICATION", ", details: \"my address is wrong\"");
        Assert.Equal("2026-02-28", (await ReadAsync(id)).GetProperty("dueAt").GetString()![..10]);

        var extended = (await MutateAsync("extendDataRequest", $"id: \"{id}\", reason: \"many requests at once\"")).GetProperty("dataRequest");

        Assert.Equal(("2026-04-30", "many requests at once"), (extended.GetProperty("dueAt").GetString()![..10], extended.GetProperty("extensionReason").GetString()));
        Assert.Equal(
            "The request was extended already.",
            (await MutateAsync("extendDataRequest", $"id: \"{id}\", reason: \"again\"")).GetProperty("errors")[0].GetProperty("message").GetString());
        Assert.Equal(["data-request.received", "data-request.extended"], await TrailAsync(id));
    }

    [Fact]
    public async Task Extension_Should_BeRefused_WhenTheFirstMonthIsOver()
    {
        var id = await CreateAsync("RECTIFICATION", ", details: \"my address is wrong\"");
        clock.Now = clock.Now.AddMonths(1).AddSeconds(1);

        var refused = (await MutateAsync("extendDataRequest", $"id: \"{id}\", reason: \"late\"")).GetProperty("errors")[0];

        Assert.Equal(
            ("DATA_REQUEST_OVERDUE", "The request was due at 2026-02-28 09:00 UTC, before it was extended."),
            (refused.GetProperty("code").GetString(), refused.GetProperty("message").GetString()));
    }

    [Theory]
    [InlineData("COMPLETE", "COMPLETED", "the address is put right")]
    [InlineData("REFUSE", "REFUSED", "the records show another address")]
    public async Task Answer_Should_EndTheRequest_AndReachItsPerson(string decision, string status, string answer)
    {
        var id = await CreateAsync("RECTIFICATION", ", details: \"my address is wrong\"");
        Assert.Equal("RECEIVED", (await ReadAsync(id)).GetProperty("status").GetString());
        clock.Now = clock.Now.AddDays(3);

        await MutateAsync("answerDataRequest", $"id: \"{id}\", decision: {decision}, answer: \"{answer}\"");

        var read = await ReadAsync(id);
        Assert.Equal(
            (status, answer, "2026-02-03"),
            (read.GetProperty("status").GetString(), read.GetProperty("answer").GetString(), read.GetProperty("answeredAt").GetString()![..10]));
        Assert.Equal(
            "DATA_REQUEST_NOT_OPEN",
            (await MutateAsync("answerDataRequest", $"id: \"{id}\", decision: REFUSE, answer: \"no\"")).GetProperty("errors")[0].GetProperty("code").GetString());
        Assert.Equal(["data-request.received", "data-request.answered"], await TrailAsync(id));
    }

    [Fact]
    public async Task OverdueRequest_Should_BeMarked_Listed_AndToldToTheTrailOnce()
    {
        var late = await CreateAsync("RECTIFICATION", ", details: \"my address is wrong\"");
        clock.Now = clock.Now.AddDays(20);
        await CreateAsync("RECTIFICATION", ", details: \"my phone is wrong\"");
        await compliance.RunPeriodicJobsAsync();
        Assert.Equal((false, 0), ((await ReadAsync(late)).GetProperty("isOverdue").GetBoolean(), (await OverdueAsync()).Count));

        clock.Now = clock.Now.AddDays(9);
        await compliance.RunPeriodicJobsAsync();
        await compliance.RunPeriodicJobsAsync();

        Assert.True((await ReadAsync(late)).GetProperty("isOverdue").GetBoolean());
        Assert.Equal([late], await OverdueAsync());
        Assert.Equal(["data-request.received", "data-request.overdue"], await TrailAsync(late));
    }

    [Theory]
    [InlineData("ACCESS")]
    [InlineData("PORTABILITY")]
    public async Task Export_Should_BeGoneFromTheDatabase_After30Days(string type)
    {
        var id = await CreateAsync(type, "");
        await compliance.TellAsync(clock, [.. DataRegister.Subgraphs.Where(name => name != "compliance").Select(name => new AccessCollected(
            id, "org_1", "usr_1", name, 1, true, [new CollectedCategory("profile", [JsonSerializer.SerializeToElement(new { name = "Ada Lovelace" })])], clock.Now))]);
        await Telling.UntilAsync(() => ReadAsync(id), request => request.GetProperty("status").GetString() == "COMPLETED");

        clock.Now = clock.Now.AddDays(30).AddSeconds(-1);
        await compliance.RunPeriodicJobsAsync();
        Assert.Contains("Ada Lovelace", await ExportAsync(id), StringComparison.Ordinal);
        Assert.NotEqual("0", CountParts());

        clock.Now = clock.Now.AddSeconds(2);
        Assert.Null(await ExportAsync(id));
        await compliance.RunPeriodicJobsAsync();

        Assert.Equal("0", CountParts());
        Assert.Equal("COMPLETED", (await ReadAsync(id)).GetProperty("status").GetString());
    }

    private async Task<string> CreateAsync(string type, string more)
        => (await compliance.DataAsync($"mutation {{ createDataRequest(input: {{ type: {type}{more} }}) {{ {Request} {Errors} }} }}", null, Merchant))
            .GetProperty("createDataRequest").GetProperty("dataRequest").GetProperty("id").GetString()!;

    private async Task<JsonElement> MutateAsync(string mutation, string input)
        => (await compliance.DataAsync($"mutation {{ {mutation}(input: {{ {input} }}) {{ {Request} {Errors} }} }}", null, Officer)).GetProperty(mutation);

    private async Task<JsonElement> ReadAsync(string id)
        => (await compliance.DataAsync($"query($id: ID!) {{ {Request.Replace("dataRequest", "dataRequest(id: $id)", StringComparison.Ordinal)} }}", new { id }, Merchant)).GetProperty("dataRequest");

    private async Task<string?> ExportAsync(string id)
        => (await compliance.DataAsync("query($id: ID!) { dataRequest(id: $id) { export } }", new { id }, Merchant)).GetProperty("dataRequest").GetProperty("export").GetString();

    private async Task<List<string?>> OverdueAsync()
        => [.. (await compliance.DataAsync("{ dataRequests(isOverdue: true) { nodes { id } } }", null, Officer)).GetProperty("dataRequests").GetProperty("nodes")
            .EnumerateArray().Select(request => request.GetProperty("id").GetString())];

    private async Task<List<string?>> TrailAsync(string id)
        => [.. (await compliance.DataAsync("query($id: ID!) { auditTrail(subjectId: $id, last: 20) { nodes { sequence action } } }", new { id }, Officer))
            .GetProperty("auditTrail").GetProperty("nodes").EnumerateArray().OrderBy(entry => entry.GetProperty("sequence").GetInt64()).Select(entry => entry.GetProperty("action").GetString())];

    private string? CountParts() => TestDatabase.Value(folder.File("compliance.db"), "SELECT COUNT(*) FROM data_request_parts");
}
