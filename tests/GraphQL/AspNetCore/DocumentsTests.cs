using FinFlow.GraphQL.AspNetCore;

namespace FinFlow.GraphQL.Tests;

public sealed class DocumentsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("documents").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_trusted_document_is_named_by_the_hash_of_its_file()
    {
        var id = await WriteAsync("Home.graphql", "query Home { hello }\n");
        await using var server = await GraphQLServer.StartAsync(new GraphQLServerOptions { Documents = FolderDocumentStorage.Load(_folder), OnlyTrustedDocuments = true });

        using var posted = await server.PostAsync($"{{\"documentId\":\"{id}\"}}");
        using var got = await server.GetAsync($"documentId={id}");
        using var batched = await server.PostAsync($"{{\"documentId\":\"{id}\",\"variables\":[{{}}]}}");
        using var text = await server.PostAsync("""{"query":"query Home { hello }\n"}""");

        Assert.Equal("""{"data":{"hello":"world"}}""", await posted.Content.ReadAsStringAsync());
        Assert.Equal("""{"data":{"hello":"world"}}""", await got.Content.ReadAsStringAsync());
        Assert.Equal("{\"variableIndex\":0,\"data\":{\"hello\":\"world\"}}\n", await batched.Content.ReadAsStringAsync());
        Assert.Equal(
            """{"errors":[{"message":"Only trusted documents are executed; send a `documentId`.","extensions":{"code":"TRUSTED_DOCUMENTS_ONLY"}}]}""",
            await text.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task An_unknown_id_is_refused()
    {
        await using var server = await GraphQLServer.StartAsync(new GraphQLServerOptions { Documents = FolderDocumentStorage.Load(_folder) });

        using var response = await server.PostAsync("""{"documentId":"sha256:00"}""", "application/graphql-response+json");

        Assert.Equal(400, (int)response.StatusCode);
        Assert.Equal(
            """{"errors":[{"message":"There is no document of this id.","extensions":{"code":"DOCUMENT_NOT_FOUND"}}]}""",
            await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_document_can_be_registered_by_its_hash()
    {
        await using var server = await GraphQLServer.StartAsync();
        var hash = FolderDocumentStorage.IdOf("{ hello }"u8.ToArray())["sha256:".Length..];
        var extensions = $"\"extensions\":{{\"persistedQuery\":{{\"version\":1,\"sha256Hash\":\"{hash}\"}}}}";

        using var unknown = await server.PostAsync($"{{{extensions}}}");
        using var registered = await server.PostAsync($"{{\"query\":\"{{ hello }}\",{extensions}}}");
        using var known = await server.PostAsync($"{{{extensions}}}");
        using var forged = await server.PostAsync($"{{\"query\":\"{{ nope }}\",{extensions}}}");

        Assert.Equal(
            """{"errors":[{"message":"PersistedQueryNotFound","extensions":{"code":"PERSISTED_QUERY_NOT_FOUND"}}]}""", await unknown.Content.ReadAsStringAsync());
        Assert.Equal("""{"data":{"hello":"world"}}""", await registered.Content.ReadAsStringAsync());
        Assert.Equal("""{"data":{"hello":"world"}}""", await known.Content.ReadAsStringAsync());
        Assert.Equal(
            """{"errors":[{"message":"`extensions.persistedQuery.sha256Hash` is not the hash of `query`."}]}""", await forged.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task The_registry_forgets_what_is_not_used()
    {
        await using var server = await GraphQLServer.StartAsync(new GraphQLServerOptions { RegisteredDocumentsMax = 4 });
        var hashes = new List<string>();
        for (var i = 0; i < 6; i++)
        {
            var hash = FolderDocumentStorage.IdOf(System.Text.Encoding.UTF8.GetBytes($"{{ hello{i} }}"))["sha256:".Length..];
            hashes.Add(hash);
            using var _ = await server.PostAsync($"{{\"query\":\"{{ hello{i} }}\",\"extensions\":{{\"persistedQuery\":{{\"version\":1,\"sha256Hash\":\"{hash}\"}}}}}}");
        }

        using var oldest = await server.PostAsync($"{{\"extensions\":{{\"persistedQuery\":{{\"version\":1,\"sha256Hash\":\"{hashes[0]}\"}}}}}}");
        using var youngest = await server.PostAsync($"{{\"extensions\":{{\"persistedQuery\":{{\"version\":1,\"sha256Hash\":\"{hashes[5]}\"}}}}}}");

        Assert.Contains("PersistedQueryNotFound", await oldest.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("""{"data":{"hello":"world"}}""", await youngest.Content.ReadAsStringAsync());
    }

    private async Task<string> WriteAsync(string name, string document)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, name), document);
        return FolderDocumentStorage.IdOf(System.Text.Encoding.UTF8.GetBytes(document));
    }
}
