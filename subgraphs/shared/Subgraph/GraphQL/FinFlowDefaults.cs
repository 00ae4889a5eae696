using FinFlow.Finance;
using FinFlow.GraphQL.Data;
using FinFlow.GraphQL.Execution;
using FinFlow.Hosting;
using FinFlow.Scalars;

namespace FinFlow.Subgraph;

internal static class FinFlowDefaults
{
    /// <summary>What every subgraph's schema has: finance's scalars and types, the mutation conventions, permissions, what a full disk is called, and the caller as a parameter.</summary>
    public static IRequestExecutorBuilder AddFinFlowDefaults(this IRequestExecutorBuilder schema)
        => schema
            .AddSourceSchemaDefaults()
            .AddMutationConventions()
            .AddFiltering()
            .AddScalars(FinanceScalars.All)
            .AddType(typeof(MoneyNode))
            .BindRuntimeType<Money>("Money")
            .AddResultType(typeof(Result<>), result => ((IResult)result).Value, result => ((IResult)result).Refusal)
            .AddErrorFilter<StorageErrors>()
            .AddParameterConvention(new CallerParameter())
            .AddAuthorization(new PermissionEvaluator());
}
