namespace FinFlow.Accounting;

/// <summary>Revaluations as rows, each with its entry and that entry's reversal.</summary>
public sealed class RevaluationStore(
    AccountingDbContext db, BookStore books, JournalStore journal, Ledger ledger, ExchangeRateStore rates, TimeProvider clock)
{
    public Task<Result<Revaluation>> RevalueAsync(Request request, Caller caller, DateOnly asOf, CancellationToken cancellationToken)
        => db.DecideOnceAsync(
            request,
            id => db.Revaluations.AsNoTracking().SingleOrDefaultAsync(known => known.Id == id && known.OrganizationId == caller.OrganizationId, cancellationToken),
            async () => asOf > clock.Today ? new EffectiveDateInFuture(asOf) : await DecideAsync(caller, asOf, cancellationToken),
            revaluation => revaluation.Id,
            clock,
            cancellationToken);

    private async Task<Result<Revaluation>> DecideAsync(Caller caller, DateOnly asOf, CancellationToken cancellationToken)
    {
        var accounts = await journal.AccountsByCodeAsync(caller.OrganizationId, cancellationToken);
        var id = Id.New("rvl", clock);
        var (lines, currency) = await LinesAsync(id, caller.OrganizationId, asOf, cancellationToken);
        return lines.IsRefused ? lines.Refusal : await PostAsync(id, caller, asOf, currency, lines.Value, accounts, cancellationToken);
    }

    private async Task<(Result<IReadOnlyList<RevaluationLine>> Lines, Currency Currency)> LinesAsync(
        string id, string organizationId, DateOnly asOf, CancellationToken cancellationToken)
    {
        var chart = await books.ChartAsync(organizationId, asOf, cancellationToken);
        var totals = await ledger.DatedTotalsAsync(chart, new Period(DateOnly.MinValue, asOf), DateOnly.MinValue, cancellationToken);
        var table = await rates.TableAsync(chart.Currency, totals.Select(total => total.NetDebit.Currency), asOf, cancellationToken);
        var before = await db.RevaluationLines.AsNoTracking()
            .Where(line => line.OrganizationId == organizationId && line.AsOf == asOf)
            .ToListAsync(cancellationToken);
        var revalued = before.ToLookup(line => (line.AccountId, line.Balance.Currency), line => line.Difference);
        return (Revaluing.LinesOf(id, chart, totals, table, asOf, revalued), chart.Currency);
    }

    private async Task<Result<Revaluation>> PostAsync(
        string id,
        Caller caller,
        DateOnly asOf,
        Currency currency,
        IReadOnlyList<RevaluationLine> lines,
        IReadOnlyDictionary<string, Account> accounts,
        CancellationToken cancellationToken)
    {
        var gain = Money.Sum(lines.Select(line => line.Difference).Where(difference => difference.IsPositive), currency);
        var loss = -Money.Sum(lines.Select(line => line.Difference).Where(difference => difference.IsNegative), currency);
        if (gain.IsZero && loss.IsZero)
        {
            return new NothingToRevalue(asOf);
        }

        var draft = Revaluing.DraftOf(id, caller, asOf, gain, loss, accounts);
        if (!(await journal.PostAsync(draft, cancellationToken)).TryGet(out var entry, out var refusal)
            || !(await journal.ReverseAsync(entry, caller.UserId, $"{draft.Description}, taken back", asOf.AddDays(1), cancellationToken)).TryGet(out var reversal, out refusal))
        {
            return refusal;
        }

        var revaluation = new Revaluation
        {
            Id = id,
            OrganizationId = caller.OrganizationId,
            AsOf = asOf,
            Gain = gain,
            Loss = loss,
            JournalEntryId = entry.Id,
            ReversalId = reversal.Id,
            RevaluedAt = clock.GetUtcNow(),
        };
        db.Add(revaluation);
        db.AddRange(lines);
        return revaluation;
    }
}
