using System.Security.Claims;
using FinFlow.GraphQL.Execution;
using FinFlow.Hosting;

namespace FinFlow.Subgraph;

/// <summary>A policy is a permission: `[Authorize(Permissions.PaymentsRead)]`.</summary>
internal sealed class PermissionEvaluator : IAuthorizationPolicyEvaluator
{
    public bool Knows(string policy) => Permissions.All.Contains(policy);

    public ValueTask<bool> IsAllowedAsync(ClaimsPrincipal user, string policy, CancellationToken cancellationToken)
        => ValueTask.FromResult(Caller.From(user) is { } caller && caller.Has(policy));
}
