namespace FinFlow.Auth;

[QueryType]
public static class SessionQueries
{
    /// <summary>The caller's sessions that are not over, the latest first.</summary>
    [Authorize]
    public static Task<IReadOnlyList<Session>> GetSessionsAsync(Caller caller, SessionStore sessions, CancellationToken cancellationToken)
        => sessions.ListAsync(caller.UserId, cancellationToken);
}

[ObjectType<Session>]
public static class SessionNode
{
    /// <summary>Whether it is the one that asks.</summary>
    public static bool GetIsCurrent([Parent] Session session, Caller caller) => session.Id == caller.SessionId;
}
