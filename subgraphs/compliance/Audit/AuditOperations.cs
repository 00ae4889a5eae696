namespace FinFlow.Compliance;

[QueryType]
public static class AuditQueries
{
    /// <summary>What happened in every subgraph, the newest first. Administrators and compliance officers read all organisations'.</summary>
    /// <param name="subjectId">Only what happened to this payment, user, loan …</param>
    /// <param name="organizationId">Only of this organisation.</param>
    /// <param name="action">Only this kind, such as `payment.captured`.</param>
    [Authorize(Permissions.ComplianceAudit), UsePaging]
    public static Task<Connection<AuditEntry>> GetAuditTrailAsync(
        [ID] string? subjectId, [ID] string? organizationId, string? action, PagingArguments paging, ComplianceDbContext db, CancellationToken cancellationToken)
        => db.AuditEntries.AsNoTracking()
            .Where(entry => (subjectId == null || entry.SubjectId == subjectId)
                && (organizationId == null || entry.OrganizationId == organizationId)
                && (action == null || entry.Action == action))
            .OrderByDescending(entry => entry.Sequence)
            .ToPageAsync(paging, cancellationToken)
            .ToConnectionAsync();

    /// <summary>Computes the whole chain again and compares.</summary>
    [Authorize(Permissions.ComplianceAudit)]
    public static Task<AuditVerification> VerifyAuditTrailAsync(AuditTrail trail, CancellationToken cancellationToken) => trail.VerifyAsync(cancellationToken);
}
