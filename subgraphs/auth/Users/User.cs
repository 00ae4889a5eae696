namespace FinFlow.Auth;

/// <summary>Somebody who runs a business, or acts for one.</summary>
public sealed record User
{
    /// <summary>The id, with the prefix <c>usr_</c>.</summary>
    [ID]
    public required string Id { get; init; }

    [GraphQLIgnore]
    public required string OrganizationId { get; init; }

    /// <summary>In lower case; nobody else has the same.</summary>
    public required string Email { get; init; }

    public required string Name { get; init; }

    /// <summary>What the user may do follows from these.</summary>
    public required IReadOnlyList<Role> Roles { get; init; }

    /// <summary>When the user proved that mails to the address arrive; null until then.</summary>
    public DateTimeOffset? EmailVerifiedAt { get; init; }

    /// <summary>False once the user was deactivated: no login, no session.</summary>
    public bool IsActive { get; init; } = true;

    public required DateTimeOffset CreatedAt { get; init; }

    [GraphQLIgnore]
    public long Version { get; init; } = 1;

    /// <summary>The user with the role; the same user when it is had already.</summary>
    public User With(Role role) => Roles.Contains(role) ? this : this with { Roles = [.. Roles.Append(role).Order()] };

    /// <param name="isLastAdministrator">Whether nobody else could give the role back.</param>
    public Result<User> Without(Role role, bool isLastAdministrator) => (Roles.Contains(role), role) switch
    {
        (false, _) => this,
        (true, Role.Admin) when isLastAdministrator => new LastAdministrator(),
        _ => this with { Roles = [.. Roles.Where(had => had != role)] },
    };
}
