using System.Security.Cryptography;
using System.Text;

namespace FinFlow.Accounting;

/// <summary>Processors' lists as statements of the clearing account, one for each processor and day.</summary>
public sealed class ChargeListStore(AccountingDbContext db, JournalStore journal, ReconciliationResults results, TimeProvider clock)
{
    private const int PaymentsPerQueryMax = 500;

    /// <summary>Keeps the list in place of what was listed of the day before, and reconciles it. Runs in the event's transaction.</summary>
    public async Task ReceiveAsync(ChargesListed listed, CancellationToken cancellationToken)
    {
        var accounts = await journal.AccountsByCodeAsync(listed.OrganizationId, cancellationToken);
        var clearing = accounts[ChartOfAccounts.ProcessorClearing];
        var known = await FindAsync(clearing.Id, listed.Processor, listed.Day, cancellationToken);
        if (known?.ImportedAt >= listed.ListedAt)
        {
            return;
        }

        var statement = await KeepAsync(known, clearing, listed, cancellationToken);
        await ReconcileAsync(statement, cancellationToken);
    }

    /// <summary>Holds the list against the book. What it proves of a day before or after is not missed there any more.</summary>
    public async Task<Reconciliation> ReconcileAsync(BankStatement statement, CancellationToken cancellationToken)
    {
        var (result, reconciliation) = await ReconcileOnlyAsync(statement, cancellationToken);
        var days = result.Matches.Select(match => match.Movement.Date).Distinct().Where(day => day != statement.From);
        foreach (var day in days)
        {
            if (await FindAsync(statement.AccountId, statement.Processor!, day, cancellationToken) is { } neighbour)
            {
                await db.SaveChangesAsync(cancellationToken);
                await ReconcileOnlyAsync(neighbour, cancellationToken);
            }
        }

        if (statement.IsComplete && reconciliation.DiscrepancyCount > 0)
        {
            db.Publish(
                new VerificationFailed(
                    $"book of {statement.OrganizationId} against {statement.Processor} on {statement.From:yyyy-MM-dd}",
                    $"{reconciliation.DiscrepancyCount} discrepancies, see reconciliation {reconciliation.Id}",
                    clock.GetUtcNow()),
                clock);
        }

        return reconciliation;
    }

    private async Task<(MatchResult Result, Reconciliation Reconciliation)> ReconcileOnlyAsync(BankStatement statement, CancellationToken cancellationToken)
    {
        var lines = await results.LinesOf(statement).ToListAsync(cancellationToken);
        var book = await BookedAsync(statement, [.. lines.Select(line => line.PaymentId).OfType<string>().Distinct()], cancellationToken);
        var result = ChargeMatcher.Match(lines, book, statement.From, statement.IsComplete);
        return (result, await results.ReplaceAsync(statement, result, cancellationToken));
    }

    private async Task<BankStatement> KeepAsync(BankStatement? known, Account clearing, ChargesListed listed, CancellationToken cancellationToken)
    {
        var statement = new BankStatement
        {
            Id = known?.Id ?? Id.New("bst", clock),
            OrganizationId = listed.OrganizationId,
            AccountId = clearing.Id,
            Format = null,
            Processor = listed.Processor,
            IsComplete = listed.IsComplete,
            ContentHash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{listed.Processor} {listed.Day:yyyy-MM-dd}"))),
            From = listed.Day,
            To = listed.Day,
            LineCount = listed.Charges.Count,
            ImportedAt = listed.ListedAt,
        };
        await db.BankStatementLines.Where(line => line.StatementId == statement.Id).ExecuteDeleteAsync(cancellationToken);
        db.Entry(statement).State = known is null ? EntityState.Added : EntityState.Modified;
        db.AddRange(listed.Charges.Select((charge, index) => LineOf(statement, charge, index + 1)));
        await db.SaveChangesAsync(cancellationToken);
        return statement;
    }

    private static BankStatementLine LineOf(BankStatement statement, ListedCharge charge, int number)
    {
        var currency = Currency.Of(charge.Currency);
        var (amount, fee) = (new Money(charge.AmountMinor, currency), new Money(charge.FeeMinor, currency));
        var isRefund = charge.Kind == "REFUND";
        return new BankStatementLine
        {
            StatementId = statement.Id,
            Number = number,
            Date = charge.OccurredAt.UtcDay,
            Amount = isRefund ? -(amount + fee) : amount - fee,
            Reference = charge.Id,
            Description = isRefund ? $"Refund of {amount}" : $"Capture of {amount}, fee {fee}",
            SourceType = isRefund ? JournalSource.Refund : JournalSource.Payment,
            SourceId = isRefund ? charge.RefundId : charge.PaymentId,
            PaymentId = charge.PaymentId,
        };
    }

    /// <summary>What the book has of these payments, and of the processor on the statement's day, without what another day's list proves.</summary>
    private async Task<IReadOnlyList<BookedCharge>> BookedAsync(BankStatement statement, string[] paymentIds, CancellationToken cancellationToken)
    {
        var day = statement.From;
        var entries = db.JournalEntries.AsNoTracking().Where(entry => entry.OrganizationId == statement.OrganizationId
            && (entry.SourceType == JournalSource.Payment || entry.SourceType == JournalSource.Refund));
        var found = await ReadAsync(
            entries.Where(entry => entry.Processor == statement.Processor && (entry.PostponedFrom == day || (entry.PostponedFrom == null && entry.EffectiveDate == day))),
            statement,
            cancellationToken);
        foreach (var some in paymentIds.Chunk(PaymentsPerQueryMax))
        {
            found.AddRange(await ReadAsync(entries.Where(entry => some.Contains(entry.PaymentId!)), statement, cancellationToken));
        }

        return [.. found.DistinctBy(booked => (booked.Movement.JournalEntryId, booked.Movement.Amount.Currency))];
    }

    private async Task<List<BookedCharge>> ReadAsync(IQueryable<JournalEntry> entries, BankStatement statement, CancellationToken cancellationToken)
    {
        var proven = results.ProvenBesides(statement);
        var lines = await (
            from entry in entries
            where !proven.Contains(entry.Id)
            join line in db.JournalLines.AsNoTracking() on entry.Id equals line.JournalEntryId
            where line.AccountId == statement.AccountId
            select new { Entry = entry, line.Side, line.Amount }).ToListAsync(cancellationToken);
        return
        [
            .. from line in lines
               group line by (line.Entry.Id, line.Amount.Currency) into booked
               let entry = booked.First().Entry
               let happenedOn = entry.PostponedFrom ?? entry.EffectiveDate
               let amount = Money.Sum(booked.Select(line => line.Side == Side.Debit ? line.Amount : -line.Amount), booked.Key.Currency)
               select new BookedCharge(
                   entry.SourceType, entry.SourceId!, entry.PaymentId, happenedOn, new BookMovement(entry.Id, happenedOn, amount, entry.Reference)),
        ];
    }

    private Task<BankStatement?> FindAsync(string accountId, string processor, DateOnly day, CancellationToken cancellationToken)
        => db.BankStatements.AsNoTracking().SingleOrDefaultAsync(
            known => known.AccountId == accountId && known.Processor == processor && known.From == day, cancellationToken);
}
