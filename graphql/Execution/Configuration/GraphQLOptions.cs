using FinFlow.GraphQL.Language;
using FinFlow.GraphQL.Types;

namespace FinFlow.GraphQL.Execution;

/// <summary>The limits of an executor; each protects the process from one kind of request.</summary>
public sealed class GraphQLOptions
{
    /// <summary>A request that takes longer ends with a timeout error. HotChocolate's default, too.</summary>
    public TimeSpan ExecutionTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Compiled operations kept in memory; the least recently used leave first.</summary>
    public int OperationCacheSizeMax { get; set; } = 512;

    /// <summary>Documents longer than this are compiled but not kept, so that few large ones cannot fill the memory.</summary>
    public int CachedDocumentBytesMax { get; set; } = 64 * 1024;

    /// <summary>Requests in one batch; a gateway sends a lookup for many keys as one.</summary>
    public int BatchSizeMax { get; set; } = 10_000;

    /// <summary>Errors in one response; further ones are counted, not written.</summary>
    public int ErrorsMax { get; set; } = 100;

    /// <summary>Whether clients may use @defer and @stream. Off by default, as in HotChocolate: the response comes in one piece.</summary>
    public bool IncrementalDelivery { get; set; }

    /// <summary>Deferred fragments and streams of one response; those beyond are completed with an error.</summary>
    public int IncrementalPartsMax { get; set; } = 10_000;

    /// <summary>Whether clients may ask for the schema.</summary>
    public bool AllowIntrospection { get; set; } = true;

    /// <summary>Whether only documents of the <see cref="IOperationDocumentStorage"/> are executed.</summary>
    public bool OnlyTrustedDocuments { get; set; }

    /// <summary>Whether an unexpected exception's message goes to the client. Never in production.</summary>
    public bool IncludeExceptionDetails { get; set; }

    public ParserOptions Parser { get; set; } = ParserOptions.Default;

    public CostOptions Cost { get; set; } = new();

    public ValidationLimits Validation { get; set; } = ValidationLimits.Default;
}
