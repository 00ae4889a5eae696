using System.Text;
using FinFlow.Gateway.Composition;
using FinFlow.Gateway.Fusion;
using FinFlow.GraphQL.Types;

namespace FinFlow.Gateway.Tests;

/// <summary>Sources of a test, composed, and the gateway over them.</summary>
internal abstract class ComposedSources
{
    private string? _document;

    public abstract IReadOnlyList<TestSource> Sources { get; }

    protected virtual IReadOnlyList<SourceSchemaDocument> Schemas => [.. Sources.Select(source => new SourceSchemaDocument(source.Name, source.Sdl))];

    protected virtual CompositionOptions Composition => CompositionOptions.Default;

    /// <summary>The way to a source; in the process unless a test says otherwise.</summary>
    public Func<TestSource, ISourceClient> ClientOf { get; set; } = source => new InProcessSourceClient(source);

    /// <summary>The composed schema as the gateway reads it.</summary>
    public string Document => _document ??= Compose();

    private string Compose()
    {
        var result = Composer.Compose(Schemas, Composition);
        Assert.True(result.Succeeded, string.Join('\n', result.Errors));
        return result.Print();
    }

    public CompositeSchema Composed => CompositeSchema.Load(Document);

    public FusionExecutor Executor(FusionOptions? options = null)
        => new(Composed, Sources.ToDictionary(source => source.Name, source => Wrapped(ClientOf(source))), options);

    /// <summary>What every source of this kind needs before the transport.</summary>
    protected virtual ISourceClient Wrapped(ISourceClient client) => client;

    /// <param name="wrapped">What stands between the gateway and the way to a source.</param>
    public FusionExecutor Executor(Func<ISourceClient, ISourceClient> wrapped)
        => new(Composed, Sources.ToDictionary(source => source.Name, source => wrapped(ClientOf(source))));

    public string Plan(string document) => new Planner(Composed).Plan(FinFlow.GraphQL.Language.Parser.Parse(document)).ToString();

    public async Task<string> AskAsync(string document, string variables = "", FusionOptions? options = null, string? authorization = null)
        => await AskAsync(Executor(options), document, variables, authorization);

    public static async Task<string> AskAsync(IRequestExecutor executor, string document, string variables = "", string? authorization = null)
    {
        var request = new OperationRequest
        {
            Document = Encoding.UTF8.GetBytes(document), Variables = Encoding.UTF8.GetBytes(variables), Authorization = authorization,
        };
        await using var result = await executor.ExecuteAsync(request, CancellationToken.None);
        return Assert.IsType<OperationResult>(result).Body.ToString();
    }
}
