using System.Security.Claims;

namespace FinFlow.GraphQL.Execution;

/// <summary>Knows what each policy of an <see cref="AuthorizeAttribute"/> demands of a caller.</summary>
public interface IAuthorizationPolicyEvaluator
{
    /// <summary>Whether there is a policy of this name; asked once, when the schema is built.</summary>
    bool Knows(string policy);

    /// <summary>Whether the authenticated caller satisfies the policy.</summary>
    ValueTask<bool> IsAllowedAsync(ClaimsPrincipal user, string policy, CancellationToken cancellationToken);
}
