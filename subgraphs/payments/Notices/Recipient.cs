namespace FinFlow.Payments;

/// <summary>A user of an organisation, as far as telling them of its payments needs: it follows what auth tells.</summary>
public sealed record Recipient
{
    public required string UserId { get; init; }

    public required string OrganizationId { get; init; }

    /// <summary>Null once the user was forgotten; then no later event brings an address back.</summary>
    public string? Email { get; init; }

    /// <summary>A mail tells no more than the user may read.</summary>
    public required bool MayRead { get; init; }

    /// <summary>Deactivated users are told nothing.</summary>
    public bool IsActive { get; init; } = true;

    public long Version { get; init; } = 1;
}
