namespace FinFlow.Compliance;

[QueryType]
public static class AuditQueries
{
    /// <summary>What happened in every subgraph, the newest first. Administrators and compliance officers read all organisations'.</summary>
    /// <param name="subjectId">Only what happened to this payment, user, loan …</param>
    /// <param name="organizationId">Only of this organisation.</param>
    /// <param name="action">Only this kind, such as `payment.captured`.</param>
    /// <param name="actorId">Only what this user did.</param>
    /// <param name="from">Only from then on.</param>
    /// <param name="to">Only before then.</param>
    [Authorize(Permissions.ComplianceAudit), UsePaging]
    public static Task<Connection<AuditEntry>> GetAuditTrailAsync(
        [ID] string? subjectId, [ID] string? organizationId, string? action, [ID] string? actorId, DateTimeOffset? from, DateTimeOffset? to, PagingArguments paging,
        ComplianceDbContext db, CancellationToken cancellationToken)
        => new AuditFilter(from, to, action, subjectId, organizationId, actorId).On(db.AuditEntries.AsNoTracking())
            .OrderByDescending(entry => entry.Sequence)
            .ToPageAsync(paging, cancellationToken)
            .ToConnectionAsync();

    /// <summary>Computes the whole chain again and compares.</summary>
    [Authorize(Permissions.ComplianceAudit)]
    public static Task<AuditVerification> VerifyAuditTrailAsync(AuditTrail trail, CancellationToken cancellationToken) => trail.VerifyAsync(cancellationToken);
}

[MutationType]
public static class AuditMutations
{
    /// <summary>Writes a part of the trail as CSV or JSON, at most 50,000 entries; that it was done becomes part of the trail itself.</summary>
    /// <param name="from">The first moment of the period.</param>
    /// <param name="to">The first moment after the period; by default now.</param>
    /// <param name="action">Only this kind, such as `payment.captured`.</param>
    /// <param name="subjectId">Only what happened to this payment, user, loan …</param>
    /// <param name="organizationId">Only of this organisation.</param>
    /// <param name="actorId">Only what this user did.</param>
    [Authorize(Permissions.ComplianceAudit), UseMutationConvention(PayloadFieldName = "export")]
    [Error<AuditPeriodInvalid>, Error<AuditExportTooLarge>, Error<AuditBusy>]
    public static Task<Result<AuditExport>> ExportAuditTrailAsync(
        AuditExportFormat format, DateTimeOffset from, DateTimeOffset? to, string? action, [ID] string? subjectId, [ID] string? organizationId, [ID] string? actorId,
        Caller caller, AuditTrail trail, CancellationToken cancellationToken)
        => trail.ExportAsync(format, new AuditFilter(from, to, action, subjectId, organizationId, actorId), caller, cancellationToken);
}
