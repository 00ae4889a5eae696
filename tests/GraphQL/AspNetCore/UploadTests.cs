using System.Text;
using FinFlow.GraphQL.AspNetCore;
using FinFlow.GraphQL.Execution;
using FinFlow.GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;

namespace FinFlow.GraphQL.Tests;

public sealed record Attachment(string Title, IFile File);

[QueryType]
public static class AttachmentQueries
{
    public static string Hello() => "Hello World";
}

[MutationType]
public static class AttachmentMutations
{
    public static async Task<string> AttachAsync(IFile file, CancellationToken cancellationToken) => $"{file.Name} {file.ContentType} {await TextAsync(file, cancellationToken)}";

    public static async Task<string> AttachAllAsync(IReadOnlyList<Attachment> attachments, CancellationToken cancellationToken)
    {
        var texts = new List<string>();
        foreach (var attachment in attachments)
        {
            texts.Add($"{attachment.Title}: {await TextAsync(attachment.File, cancellationToken)}");
        }

        return string.Join("; ", texts);
    }

    private static async Task<string> TextAsync(IFile file, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(file.OpenReadStream());
        return await reader.ReadToEndAsync(cancellationToken);
    }
}

/// <summary>https://github.com/jaydenseric/graphql-multipart-request-spec</summary>
public sealed class UploadTests : IAsyncLifetime
{
    private ServiceProvider _services = null!;
    private GraphQLServer _server = null!;

    [Fact]
    public async Task A_file_is_an_argument()
        => Assert.Equal(
            """200 {"data":{"attach":"a.txt text/plain Alpha"}}""",
            await PostAsync("""{"query":"mutation($f: Upload!) { attach(file: $f) }","variables":{"f":null}}""", """{"0":["variables.f"]}""", ("0", "a.txt", "Alpha")));

    [Fact]
    public async Task Files_may_stand_within_lists_and_objects_and_be_used_twice()
        => Assert.Equal(
            """200 {"data":{"attachAll":"A: Alpha; B: Beta; C: Alpha"}}""",
            await PostAsync(
                """{"query":"mutation($a: [AttachmentInput!]!) { attachAll(attachments: $a) }","variables":{"a":[{"title":"A","file":null},{"title":"B","file":null},{"title":"C","file":null}]}}""",
                """{"x":["variables.a.0.file","variables.a.2.file"],"y":["variables.a.1.file"]}""", ("x", "a.txt", "Alpha"), ("y", "b.txt", "Beta")));

    [Fact]
    public async Task Requests_of_a_batch_may_have_files()
        => Assert.Equal(
            "200 {\"requestIndex\":0,\"data\":{\"attach\":\"a.txt text/plain Alpha\"}}\n{\"requestIndex\":1,\"data\":{\"hello\":\"Hello World\"}}\n",
            await PostAsync(
                """[{"query":"mutation($f: Upload!) { attach(file: $f) }","variables":{"f":null}},{"query":"{ hello }"}]""",
                """{"0":["0.variables.f"]}""", ("0", "a.txt", "Alpha")));

    [Theory]
    [InlineData("{", "{}", "`operations` must be JSON.")]
    [InlineData("""{"query":"{ hello }"}""", "nonsense", "`map` must be JSON.")]
    [InlineData("""{"query":"{ hello }"}""", "[]", "`map` must be a map from the names of files to lists of paths.")]
    [InlineData("""{"query":"{ hello }"}""", """{"9":["variables.f"]}""", "The file `9` of `map` is missing.")]
    [InlineData("""{"query":"{ hello }"}""", """{"0":["variables.f"]}""", "`map` names the path `variables.f`, where `operations` has no null.")]
    [InlineData("""{"query":"{ hello }","variables":{"f":"x"}}""", """{"0":["variables.f"]}""", "`map` names the path `variables.f`, where `operations` has no null.")]
    [InlineData("""{"query":"{ hello }","variables":{"f":[null]}}""", """{"0":["variables.f.1"]}""", "`map` names the path `variables.f.1`, where `operations` has no null.")]
    [InlineData("""{"query":"{ hello }","variables":{"f":null}}""", """{"0":[7]}""", "`map` names the path ``, where `operations` has no null.")]
    [InlineData("""{"query":"{ hello }"}""", """{"0":[],"1":[],"2":[]}""", "A request must not have more than 2 files.")]
    public async Task A_form_that_is_no_request_is_refused(string operations, string map, string message)
        => Assert.Equal($$"""400 {"errors":[{"message":"{{message}}"}]}""", await PostAsync(operations, map, ("0", "a.txt", "Alpha")));

    [Fact]
    public async Task A_form_without_the_header_that_a_browser_does_not_send_is_refused()
        => Assert.Equal(
            """400 {"errors":[{"message":"A multipart request must have the header GraphQL-Preflight."}]}""",
            await PostAsync("""{"query":"{ hello }"}""", "{}", preflight: false));

    [Fact]
    public async Task A_file_beyond_the_limit_is_refused()
        => Assert.StartsWith(
            """400 {"errors":[{"message":"The form cannot be read: """,
            await PostAsync("""{"query":"{ hello }","variables":{"f":null}}""", """{"0":["variables.f"]}""", ("0", "a.txt", new string('a', 100_000))), StringComparison.Ordinal);

    [Fact]
    public async Task What_is_no_file_is_refused_as_one()
    {
        using var response = await _server.PostAsync("""{"query":"mutation($f: Upload!) { attach(file: $f) }","variables":{"f":"0"}}""");

        Assert.Equal(
            """{"errors":[{"message":"Variable \"$f\" got invalid value \"0\"; Upload values are files of a multipart request.","locations":[{"line":1,"column":10}]}]}""",
            await response.Content.ReadAsStringAsync());
    }

    public async Task InitializeAsync()
    {
        var services = new ServiceCollection();
        services.AddGraphQLServer("attachments").AddType(typeof(AttachmentQueries)).AddType(typeof(AttachmentMutations));
        _services = services.BuildServiceProvider();
        _server = await GraphQLServer.StartAsync(
            new GraphQLServerOptions { UploadBytesMax = 50_000, UploadFilesMax = 2 }, executor: _services.GetRequiredService<IRequestExecutor>());
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        await _services.DisposeAsync();
    }

    private Task<string> PostAsync(string operations, string map, params (string Part, string Name, string Text)[] files) => PostAsync(operations, map, true, files);

    private async Task<string> PostAsync(string operations, string map, bool preflight, params (string Part, string Name, string Text)[] files)
    {
        using var form = new MultipartFormDataContent { { new StringContent(operations), "operations" }, { new StringContent(map), "map" } };
        foreach (var (part, name, text) in files)
        {
            var content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
            content.Headers.ContentType = new("text/plain");
            form.Add(content, part, name);
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, _server.Url) { Content = form };
        if (preflight)
        {
            request.Headers.Add("GraphQL-Preflight", "1");
        }

        using var response = await _server.SendAsync(request, null);
        return $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}";
    }
}
