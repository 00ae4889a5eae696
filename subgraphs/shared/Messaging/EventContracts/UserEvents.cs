namespace FinFlow.Messaging;

public interface IUserEvent : IEvent
{
    string UserId { get; }

    string IEvent.AggregateId => UserId;

    string? IEvent.PersonId => UserId;
}

public sealed record UserRegistered(
    string UserId, string? OrganizationId, [property: Personal] string Email, [property: Personal] string Name, IReadOnlyList<string> Roles, DateTimeOffset OccurredAt) : IUserEvent;

public sealed record UserUpdated(string UserId, string? OrganizationId, [property: Personal] string Email, [property: Personal] string Name, DateTimeOffset OccurredAt) : IUserEvent;

/// <summary>The roles that the user has from now on; tokens issued before are stale.</summary>
/// <param name="ActorId">The user who gave or took a role; null when the installation did.</param>
public sealed record RoleChanged(
    string UserId, string? OrganizationId, IReadOnlyList<string> Roles, DateTimeOffset OccurredAt, string? ActorId = null) : IUserEvent;

/// <param name="SessionId">The session that ended, by logout, by its owner's wish, or by reuse of a refresh token.</param>
public sealed record SessionRevoked(string UserId, string? OrganizationId, string SessionId, DateTimeOffset OccurredAt) : IUserEvent;

/// <param name="ActorId">The user who did it; null for the erasure of personal data.</param>
public sealed record UserDeactivated(string UserId, string? OrganizationId, DateTimeOffset OccurredAt, string? ActorId = null) : IUserEvent;

/// <param name="ActorId">The user who did it.</param>
public sealed record UserReactivated(string UserId, string? OrganizationId, DateTimeOffset OccurredAt, string? ActorId = null) : IUserEvent;

/// <summary>The user proved that mails to the address arrive.</summary>
public sealed record EmailVerified(string UserId, string? OrganizationId, DateTimeOffset OccurredAt) : IUserEvent;

/// <summary>Somebody who need not be the user asked for a token, which was mailed to the user.</summary>
public sealed record PasswordResetRequested(string UserId, string? OrganizationId, DateTimeOffset OccurredAt) : IUserEvent;

/// <summary>Whoever had the mailed token set another password; all sessions are over.</summary>
public sealed record PasswordWasReset(string UserId, string? OrganizationId, DateTimeOffset OccurredAt) : IUserEvent;

/// <summary>The user has another password; all sessions but the one that asked are over.</summary>
public sealed record PasswordChanged(string UserId, string? OrganizationId, DateTimeOffset OccurredAt) : IUserEvent;

/// <param name="Provider">GOOGLE, GITHUB or MICROSOFT: an account there logs in from now on.</param>
public sealed record SignInMethodLinked(string UserId, string? OrganizationId, string Provider, DateTimeOffset OccurredAt) : IUserEvent;

/// <param name="SessionId">The session that the login opened.</param>
/// <param name="Proof">PASSWORD; GOOGLE, GITHUB or MICROSOFT, who vouched; or MFA when a second factor was asked for as well.</param>
public sealed record LoginSucceeded(string UserId, string? OrganizationId, string SessionId, string Proof, DateTimeOffset OccurredAt) : IUserEvent;

/// <summary>Somebody gave a wrong password or code for a known user, or tried while the login was locked.</summary>
public sealed record LoginFailed(string UserId, string? OrganizationId, DateTimeOffset OccurredAt) : IUserEvent;

/// <param name="LockedUntil">No attempt counts before.</param>
public sealed record LoginLocked(string UserId, string? OrganizationId, DateTimeOffset LockedUntil, DateTimeOffset OccurredAt) : IUserEvent;

/// <param name="Method">TOTP or SMS.</param>
public sealed record MfaEnabled(string UserId, string? OrganizationId, string Method, DateTimeOffset OccurredAt) : IUserEvent;

public sealed record MfaDisabled(string UserId, string? OrganizationId, DateTimeOffset OccurredAt) : IUserEvent;

/// <summary>A subgraph refused a logged-in user something for lack of permission.</summary>
/// <param name="Subgraph">Which one refused.</param>
/// <param name="Fields">Where in the answer: paths without list positions.</param>
public sealed record PermissionRefused(
    string UserId, string? OrganizationId, string Subgraph, IReadOnlyList<string> Fields, DateTimeOffset OccurredAt) : IUserEvent;
