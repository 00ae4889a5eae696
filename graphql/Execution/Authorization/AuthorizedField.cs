using FinFlow.GraphQL.Types;

namespace FinFlow.GraphQL.Execution;

/// <summary>Asks whether the caller may, before the field's resolver runs.</summary>
internal sealed class AuthorizedField : FieldExecutor
{
    private static readonly GraphQLError NotAuthenticated = new("The current user is not authorized to access this resource.") { Code = "AUTH_NOT_AUTHENTICATED" };
    private static readonly GraphQLError NotAuthorized = new("The current user is not authorized to access this resource.") { Code = "AUTH_NOT_AUTHORIZED" };

    private readonly FieldExecutor _inner;
    private readonly FieldPermission _permission;

    public AuthorizedField(FieldExecutor inner, FieldPermission permission)
    {
        _inner = inner;
        _permission = permission;
        BindArguments = inner.BindArguments;
    }

    /// <summary>Null when the caller may have the field, or why not.</summary>
    public static async ValueTask<GraphQLError?> CheckAsync(OperationExecution execution, FieldPermission permission)
    {
        if (execution.User.Identity is not { IsAuthenticated: true })
        {
            return NotAuthenticated;
        }

        foreach (var roles in permission.Roles)
        {
            if (!roles.Any(execution.User.IsInRole))
            {
                return NotAuthorized;
            }
        }

        foreach (var policy in permission.Policies)
        {
            if (!await execution.State.IsAllowedAsync(execution.User, policy))
            {
                return NotAuthorized;
            }
        }

        return null;
    }

    public override bool Execute(OperationExecution execution, object parent, Selection selection)
    {
        var check = CheckAsync(execution, _permission);
        if (check.IsCompletedSuccessfully)
        {
            return check.GetAwaiter().GetResult() is { } error ? Refuse(execution, selection, error) : _inner.Execute(execution, parent, selection);
        }

        execution.Enter(selection);
        var hole = new PendingCheck(execution, check.AsTask(), _inner, parent);
        execution.Suspend(hole);
        hole.Await();
        return execution.Leave(isWritten: true);
    }

    private static bool Refuse(OperationExecution execution, Selection selection, GraphQLError error)
    {
        execution.Enter(selection);
        return execution.Leave(execution.Fail(error));
    }

    private sealed class PendingCheck(OperationExecution execution, Task<GraphQLError?> check, FieldExecutor inner, object parent) : PendingValue(execution)
    {
        public override bool Reenters => true;

        public void Await() => check.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(Ready);

        public override bool Complete(OperationExecution execution)
        {
            if (check.IsCompletedSuccessfully && check.GetAwaiter().GetResult() is null)
            {
                return inner.Execute(execution, parent, Selection);
            }

            return check.IsCompletedSuccessfully ? execution.Fail(check.GetAwaiter().GetResult()!) : execution.Fail(check.Exception!.InnerException!);
        }

        public override void Drop() => _ = check.Exception;
    }
}
