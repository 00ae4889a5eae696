using FinFlow.GraphQL.Language;
using FinFlow.GraphQL.Types;

namespace FinFlow.Gateway.Fusion;

/// <summary>Limits and features of the gateway's executor.</summary>
public sealed record FusionOptions
{
    public static FusionOptions Default { get; } = new();

    public ParserOptions Parser { get; init; } = ParserOptions.Default;

    public ValidationLimits Validation { get; init; } = ValidationLimits.Default;

    public PlannerOptions Planner { get; init; } = PlannerOptions.Default;

    /// <summary>What an operation may cost; by the @cost and @listSize of the composed schema.</summary>
    public CostOptions Cost { get; init; } = new();

    /// <summary>Documents kept ready; the least recently used makes way.</summary>
    public int DocumentsMax { get; init; } = 1_000;

    /// <summary>Plans kept of each operation of a document: one for each combination of its @skip, @include and @defer variables.</summary>
    public int PlansPerDocumentMax { get; init; } = 32;

    /// <summary>
    /// Bytes that kept documents and their plans may take, by estimate: a client that sends ever new wide documents holds no more than that. A
    /// document that takes more than an eighth of it is not kept. A screen's document takes some 100 KB, one with 10,000 fields 7 MB.
    /// </summary>
    public long PlansBytesMax { get; init; } = 128L * 1024 * 1024;

    /// <summary>Time for planning before a schema is taken into service; zero for none.</summary>
    public TimeSpan WarmUpTimeMax { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Time for one query or mutation, all sources and all parts of the answer together; and for the lookups that complete one event of a subscription.
    /// </summary>
    public TimeSpan ExecutionTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Deferred fragments of one response; those beyond are completed with an error.</summary>
    public int IncrementalPartsMax { get; init; } = 10_000;

    /// <summary>
    /// Names of the client's headers that sources get beside `Authorization`, `X-Request-Id` and the trace. Clients whose headers differ share no
    /// request. The web server must hand them to the executor.
    /// </summary>
    public IReadOnlyList<string> PassedHeaders { get; init; } = [];

    /// <summary>Whether a request with the header `Fusion-Operation-Plan: 1` gets the plan in `extensions.plan`.</summary>
    public bool AllowPlanRequests { get; init; }

    /// <summary>The header by which a client asks for the plan.</summary>
    public const string PlanHeader = "Fusion-Operation-Plan";

    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    internal GraphQLError TookTooLong => new($"The operation took longer than {ExecutionTimeout.TotalSeconds:0.#} seconds.") { Code = "TIMEOUT" };

    internal static GraphQLError Unexpected => new("Unexpected execution error.") { Code = "INTERNAL" };
}
