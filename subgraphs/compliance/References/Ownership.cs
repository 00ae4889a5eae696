namespace FinFlow.Compliance;

/// <summary>Data belongs to an organisation, and only those who act for it see it. An administrator acts for all.</summary>
internal static class Ownership
{
    extension(Caller caller)
    {
        public bool ActsFor(string organizationId) => caller.OrganizationId == organizationId || caller.Roles.Contains(Roles.Admin);

        /// <summary>A request about personal data is its person's and the officers', whatever business they are of.</summary>
        public bool MaySee(DataRequest request) => request.UserId == caller.UserId || caller.Has(Permissions.ComplianceReview);

        /// <summary>The organisation's id, when the caller acts for it; otherwise the field fails.</summary>
        public string MustActFor(string organizationId)
            => caller.ActsFor(organizationId)
                ? organizationId
                : throw new GraphQLException("You do not act for this organization.", "AUTH_NOT_AUTHORIZED");
    }
}
