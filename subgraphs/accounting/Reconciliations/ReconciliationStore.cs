using System.Security.Cryptography;
using System.Text;

namespace FinFlow.Accounting;

/// <summary>Statements and what reconciling them found, as rows.</summary>
public sealed class ReconciliationStore(
    AccountingDbContext db, JournalStore journal, ChargeListStore charges, ReconciliationResults results, TimeProvider clock)
{
    private const int CharactersMax = 1_000_000;
    private const int LinesMax = 5_000;

    public async Task<Result<BankStatement>> ImportAsync(
        string organizationId, string accountCode, StatementFormat format, string content, CancellationToken cancellationToken)
    {
        if (content.Length > CharactersMax)
        {
            return new StatementTooLarge(CharactersMax);
        }

        var read = format == StatementFormat.Csv ? CsvStatement.Read(content) : Camt053Statement.Read(content);
        if (!read.TryGet(out var movements, out var refusal))
        {
            return refusal;
        }

        return movements.Count switch
        {
            0 => new StatementEmpty(),
            > LinesMax => new StatementTooLong(LinesMax),
            _ => await KeepAsync(organizationId, accountCode, format, content, movements, cancellationToken),
        };
    }

    public Task<Result<Reconciliation>> ReconcileAsync(string organizationId, string statementId, MatchTolerance tolerance, CancellationToken cancellationToken)
        => db.DecideAsync<Reconciliation>(
            async () =>
            {
                db.TakeTurn(organizationId);
                var statement = await db.BankStatements.AsNoTracking().SingleOrDefaultAsync(
                    statement => statement.Id == statementId && statement.OrganizationId == organizationId, cancellationToken);
                if (statement is null)
                {
                    return new StatementNotFound(statementId);
                }

                return statement.Processor is null
                    ? await results.ReplaceAsync(statement, await MatchAsync(statement, tolerance, cancellationToken), cancellationToken)
                    : await charges.ReconcileAsync(statement, cancellationToken);
            },
            cancellationToken);

    private Task<Result<BankStatement>> KeepAsync(
        string organizationId,
        string accountCode,
        StatementFormat format,
        string content,
        IReadOnlyList<StatementMovement> movements,
        CancellationToken cancellationToken)
        => db.DecideAsync<BankStatement>(
            async () =>
            {
                var accounts = await journal.AccountsByCodeAsync(organizationId, cancellationToken);
                if (!accounts.TryGetValue(accountCode, out var account))
                {
                    return new AccountNotFound(accountCode);
                }

                if (account.Type is not (AccountType.Asset or AccountType.Liability))
                {
                    return new AccountNotReconcilable(accountCode);
                }

                var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)));
                var known = await db.BankStatements.AsNoTracking().SingleOrDefaultAsync(
                    known => known.AccountId == account.Id && known.ContentHash == hash, cancellationToken);
                if (known is not null)
                {
                    return known;
                }

                var (statement, lines) = BankStatement.Of(Id.New("bst", clock), account, format, hash, movements, clock.GetUtcNow());
                db.Add(statement);
                db.AddRange(lines);
                return statement;
            },
            cancellationToken);

    private async Task<MatchResult> MatchAsync(BankStatement statement, MatchTolerance tolerance, CancellationToken cancellationToken)
        => StatementMatcher.Match(
            await results.LinesOf(statement).ToListAsync(cancellationToken), await MovementsAsync(statement, tolerance, cancellationToken), tolerance);

    /// <summary>What entries moved on the account around the statement's days, without what another statement proves already.</summary>
    private async Task<IReadOnlyList<BookMovement>> MovementsAsync(BankStatement statement, MatchTolerance tolerance, CancellationToken cancellationToken)
    {
        var (first, last) = (statement.From.AddDays(-tolerance.Days), statement.To.AddDays(tolerance.Days));
        var proven = results.ProvenBesides(statement);
        var lines = await (
            from line in db.JournalLines.AsNoTracking()
            where line.AccountId == statement.AccountId && line.EffectiveDate >= first && line.EffectiveDate <= last && !proven.Contains(line.JournalEntryId)
            join entry in db.JournalEntries.AsNoTracking() on line.JournalEntryId equals entry.Id
            select new { entry.Id, entry.EffectiveDate, entry.Reference, line.Side, line.Amount }).ToListAsync(cancellationToken);
        return
        [
            .. from line in lines
               group line by (line.Id, line.EffectiveDate, line.Reference, line.Amount.Currency) into movement
               let amount = Money.Sum(movement.Select(line => line.Side == Side.Debit ? line.Amount : -line.Amount), movement.Key.Currency)
               where !amount.IsZero
               select new BookMovement(movement.Key.Id, movement.Key.EffectiveDate, amount, movement.Key.Reference),
        ];
    }
}
