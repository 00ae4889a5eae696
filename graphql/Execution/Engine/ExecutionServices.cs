using Microsoft.Extensions.DependencyInjection;

namespace FinFlow.GraphQL.Execution;

/// <summary>What all executions of one executor share.</summary>
internal sealed record ExecutionServices(
    string Name, IServiceProvider Root, IServiceScopeFactory Scopes, GraphQLOptions Options, ErrorWriter Errors, IAuthorizationPolicyEvaluator? Authorization, TimeProvider Clock);
