namespace FinFlow.Messaging;

public interface IUserEvent : IEvent
{
    string UserId { get; }

    string IEvent.AggregateId => UserId;
}

public sealed record UserRegistered(
    string UserId, string? OrganizationId, string Email, string Name, IReadOnlyList<string> Roles, DateTimeOffset OccurredAt) : IUserEvent;

public sealed record UserUpdated(string UserId, string? OrganizationId, string Email, string Name, DateTimeOffset OccurredAt) : IUserEvent;

/// <summary>The roles that the user has from now on; tokens issued before are stale.</summary>
public sealed record RoleChanged(string UserId, string? OrganizationId, IReadOnlyList<string> Roles, DateTimeOffset OccurredAt) : IUserEvent;

/// <param name="SessionId">The session that ended, by logout, by its owner's wish, or by reuse of a refresh token.</param>
public sealed record SessionRevoked(string UserId, string? OrganizationId, string SessionId, DateTimeOffset OccurredAt) : IUserEvent;

public sealed record UserDeactivated(string UserId, string? OrganizationId, DateTimeOffset OccurredAt) : IUserEvent;
