using FinFlow.GraphQL.Execution;
using FinFlow.GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;

namespace FinFlow.GraphQL.Tests;

[InterfaceType]
public interface IShape
{
    /// <summary>In square metres.</summary>
    double Area { get; }
}

[UnionType]
public interface IThing;

public sealed record Circle(double Radius) : IShape, IThing
{
    public double Area => Radius * 3;
}

public sealed record Square(double Side) : IShape, IThing
{
    public double Area => Side * Side;
}

[OneOf]
public sealed record ShapeSearch(double? Radius, double? Side);

[QueryType]
public static class ShapeQueries
{
    public static IReadOnlyList<IShape> Shapes() => [new Circle(1), new Square(2)];

    public static IThing? Find(ShapeSearch by)
        => by.Radius is { } radius ? new Circle(radius) : by.Side is { } side ? new Square(side) : null;
}

[InterfaceType<IShape>]
public static class ShapeNode
{
    public static string Label([Parent] IShape shape) => $"{shape.GetType().Name} of {shape.Area}";
}

public sealed class AbstractTypeTests
{
    [Theory]
    [InlineData("{ shapes { __typename area label ... on Circle { radius } ...S } } fragment S on Square { side }",
        """{"data":{"shapes":[{"__typename":"Circle","area":3,"label":"Circle of 3","radius":1},{"__typename":"Square","area":4,"label":"Square of 4","side":2}]}}""")]
    [InlineData("{ find(by: { side: 3 }) { __typename ... on Shape { area } } }", """{"data":{"find":{"__typename":"Square","area":9}}}""")]
    public async Task Value_Should_Be_Written_As_Its_Own_Type(string document, string expected)
    {
        await using var services = Server(_ => { });

        Assert.Equal(expected, await AnswerAsync(services, ShopServer.Request(document)));
    }

    [Fact]
    public async Task Error_Filter_Should_See_Each_Error_With_Its_Exception()
    {
        await using var services = Server(builder => builder.AddType(typeof(BrokenQueries)).AddErrorFilter<Renaming>());

        Assert.Equal(
            """{"data":{"broken":null},"errors":[{"message":"InvalidOperationException at broken","locations":[{"line":1,"column":3}],"path":["broken"]}]}""",
            await AnswerAsync(services, ShopServer.Request("{ broken }")));
    }

    [Fact]
    public async Task Only_Trusted_Documents_Should_Run_Where_That_Is_Demanded()
    {
        await using var services = Server(builder =>
        {
            builder.ModifyOptions(options => options.OnlyTrustedDocuments = true);
            builder.Services.AddSingleton<IOperationDocumentStorage, OneDocument>();
        });

        Assert.Equal("""{"data":{"find":{"__typename":"Square"}}}""", await AnswerAsync(services, new OperationRequest { DocumentId = "sha256:known" }));
        Assert.Contains("HC0020", await AnswerAsync(services, new OperationRequest { DocumentId = "sha256:unknown" }), StringComparison.Ordinal);
        Assert.Contains("HC0067", await AnswerAsync(services, ShopServer.Request("{ __typename }")), StringComparison.Ordinal);
    }

    private static ServiceProvider Server(Action<IRequestExecutorBuilder> configure)
    {
        var services = new ServiceCollection();
        configure(services.AddGraphQLServer("shapes").AddType(typeof(ShapeQueries)).AddType(typeof(ShapeNode)));
        return services.BuildServiceProvider();
    }

    private static async Task<string> AnswerAsync(ServiceProvider services, OperationRequest request)
    {
        await using var result = await services.GetRequiredService<IRequestExecutor>().ExecuteAsync(request, CancellationToken.None);
        return ((OperationResult)result).Body.ToString();
    }

    [QueryType]
    public static class BrokenQueries
    {
        public static string? Broken() => throw new InvalidOperationException("secret");
    }

    private sealed class Renaming : IErrorFilter
    {
        public GraphQLError OnError(GraphQLError error, Exception? exception)
            => new($"{exception!.GetType().Name} at {error.Path![0]}") { Path = error.Path, Locations = error.Locations };
    }

    private sealed class OneDocument : IOperationDocumentStorage
    {
        public ValueTask<ReadOnlyMemory<byte>?> TryReadAsync(string documentId, CancellationToken cancellationToken)
            => ValueTask.FromResult<ReadOnlyMemory<byte>?>(documentId == "sha256:known" ? "{ find(by: { side: 3 }) { __typename } }"u8.ToArray() : null);
    }
}
