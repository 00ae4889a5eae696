namespace FinFlow.Compliance;

/// <summary>Appends to the chain, within the transaction of what it tells, and verifies it.</summary>
public sealed class AuditTrail(ComplianceDbContext db, TimeProvider clock)
{
    /// <summary>Makes the caller the only one who may append until its transaction ends; what is decided on beside the trail is read afterwards.</summary>
    internal void TakeTurn() => db.TakeTurn(nameof(AuditTrail));

    /// <summary>Adds the entry to the context; the caller's transaction, which must be open, saves it. Whoever appends has the turn until then, which keeps the chain single.</summary>
    internal async Task AppendAsync(AuditEvent audited, CancellationToken cancellationToken)
    {
        TakeTurn();
        var (sequence, hash) = await LastAsync(cancellationToken);
        var entry = new AuditEntry
        {
            Sequence = sequence + 1,
            Id = Id.New("aud", clock),
            Action = audited.Action,
            SubjectId = audited.SubjectId,
            OrganizationId = audited.OrganizationId,
            ActorId = audited.ActorId,
            EventId = audited.EventId,
            Details = StoredJson.Write(audited.Details.GroupBy(detail => detail.Name).ToDictionary(detail => detail.Key, detail => detail.First().Value)),
            OccurredAt = ToMicroseconds(audited.OccurredAt ?? clock.GetUtcNow()),
            PreviousHash = hash,
        }.Sealed();
        db.Add(entry);
        db.LastAppended = (db.Database.CurrentTransaction!, entry);
    }

    /// <summary>Computes the chain again. That it is broken is told to operators too, whoever asked.</summary>
    internal async Task<AuditVerification> VerifyAsync(CancellationToken cancellationToken)
    {
        var verified = await ReadThroughAsync(cancellationToken);
        if (verified.BrokenAt is { } broken)
        {
            db.Publish(new VerificationFailed("audit trail", $"entry {broken} is not what was written", clock.GetUtcNow()), clock);
            await db.SaveChangesAsync(cancellationToken);
        }

        return verified;
    }

    private async Task<AuditVerification> ReadThroughAsync(CancellationToken cancellationToken)
    {
        var (count, previous) = (0L, AuditEntry.Beginning);
        await foreach (var entry in db.AuditEntries.AsNoTracking().OrderBy(entry => entry.Sequence).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            if (entry.Sequence != count + 1 || entry.PreviousHash != previous || entry.ComputeHash() != entry.Hash)
            {
                return new AuditVerification(false, count, previous, entry.Sequence);
            }

            (count, previous) = (entry.Sequence, entry.Hash);
        }

        return new AuditVerification(true, count, previous, null);
    }

    internal Task<Result<AuditExport>> ExportAsync(AuditExportFormat format, AuditFilter filter, Caller caller, CancellationToken cancellationToken)
        => db.DecideAsync<AuditExport>(async ct =>
        {
            var now = clock.GetUtcNow();
            if (filter.From >= (filter.To ?? now))
            {
                return new AuditPeriodInvalid();
            }

            var entries = await filter.On(db.AuditEntries.AsNoTracking()).OrderBy(entry => entry.Sequence).Take(AuditExport.EntriesMax + 1).ToListAsync(ct);
            if (entries.Count > AuditExport.EntriesMax)
            {
                return new AuditExportTooLarge(AuditExport.EntriesMax);
            }

            var export = AuditExport.Of(format, entries, (await LastAsync(ct)).Hash, now);
            await AppendAsync(AuditEvent.By(caller, "audit.exported", caller.UserId, ("entries", entries.Count), ("contentHash", export.ContentHash)), ct);
            return export;
        }, () => new AuditBusy(), cancellationToken);

    // Whoever has appended in this transaction has the turn, so that nothing can stand behind what was appended.
    private async Task<(long Sequence, string Hash)> LastAsync(CancellationToken cancellationToken)
    {
        var last = db.LastAppended is var (transaction, appended) && transaction == db.Database.CurrentTransaction
            ? appended
            : await db.AuditEntries.AsNoTracking().OrderByDescending(entry => entry.Sequence).FirstOrDefaultAsync(cancellationToken);
        return last is null ? (0, AuditEntry.Beginning) : (last.Sequence, last.Hash);
    }

    private static DateTimeOffset ToMicroseconds(DateTimeOffset time)
        => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
}
