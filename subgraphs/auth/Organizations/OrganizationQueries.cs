namespace FinFlow.Auth;

[QueryType]
public static class OrganizationQueries
{
    /// <summary>The caller's organisation.</summary>
    [Lookup, NodeResolver]
    [Authorize]
    public static async Task<Organization?> GetOrganizationByIdAsync(
        [ID<Organization>] string id, Caller caller, IOrganizationByIdDataLoader organizations, CancellationToken cancellationToken)
        => caller.ActsFor(id) ? await organizations.LoadAsync(id, cancellationToken) : null;
}

/// <summary>Data belongs to an organisation, and only those who act for it see it. An administrator acts for all.</summary>
internal static class Ownership
{
    extension(Caller caller)
    {
        public bool ActsFor(string organizationId) => caller.OrganizationId == organizationId || caller.Roles.Contains(Roles.Admin);
    }
}
