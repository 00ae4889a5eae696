using System.Runtime.CompilerServices;
using FinFlow.GraphQL.Execution;
using FinFlow.GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;

namespace FinFlow.GraphQL.Tests;

public sealed class AnnotatedSchemaTests
{
    [Fact]
    public async Task Annotations_Should_Give_This_Schema()
    {
        await using var shop = new ShopServer();

        Assert.Equal(await File.ReadAllTextAsync(Beside("Shop.graphql")), SchemaPrinter.Print(shop.Executor.Schema));
    }

    [Fact]
    public async Task Permissions_Should_Be_Listed_By_Coordinate()
    {
        await using var shop = new ShopServer();

        var (coordinate, permission) = Assert.Single(shop.Services.GetRequiredService<ExecutableSchema>().Permissions);

        Assert.Equal("Query.revenue", coordinate);
        Assert.Equal(["shop:audit"], permission.Policies);
    }

    private static string Beside(string file, [CallerFilePath] string path = "") => Path.Combine(Path.GetDirectoryName(path)!, file);
}
