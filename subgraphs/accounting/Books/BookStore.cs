namespace FinFlow.Accounting;

/// <summary>Books, opened when they are first needed: an event about money may overtake the one about its owner's registration.</summary>
public sealed class BookStore(AccountingDbContext db, FinFlowConfiguration configuration, TimeProvider clock)
{
    private static readonly KeptQuery<AccountingDbContext, string, Book?> BookOf
        = new((db, organizationId, _) => db.Books.AsNoTracking().SingleOrDefault(book => book.OrganizationId == organizationId));

    /// <summary>The organisation's book, opened with the standard chart if there is none. Runs in the caller's transaction.</summary>
    public async Task<Book> OpenAsync(string organizationId, CancellationToken cancellationToken)
    {
        if (await FindAsync(organizationId, cancellationToken) is { } book)
        {
            return book;
        }

        var opened = new Book { OrganizationId = organizationId, Currency = configuration.BaseCurrency, OpenedAt = clock.GetUtcNow() };
        db.Add(opened);
        db.AddRange(ChartOfAccounts.Open(organizationId, clock));
        await db.SaveChangesAsync(cancellationToken);
        return opened;
    }

    /// <summary>The organisation's chart in one question; empty when there is no book yet.</summary>
    /// <param name="asOf">Fiscal years that end later do not count as closed.</param>
    public async Task<Chart> ChartAsync(string organizationId, DateOnly asOf, CancellationToken cancellationToken)
    {
        // A fiscal year is closed with its last period.
        var closedYears =
            from period in db.FiscalPeriods
            join year in db.FiscalYears on period.FiscalYearId equals year.Id
            where period.OrganizationId == organizationId && period.Status == FiscalPeriodStatus.Closed && period.To == year.To && year.To <= asOf
            select year.To;
        var rows = await (
            from account in db.Accounts.AsNoTracking()
            where account.OrganizationId == organizationId
            join book in db.Books.AsNoTracking() on account.OrganizationId equals book.OrganizationId
            orderby account.Code
            select new { Account = account, book.Currency, ClosedThrough = closedYears.Max(day => (DateOnly?)day) }).ToListAsync(cancellationToken);
        return rows is [var first, ..]
            ? new Chart(organizationId, first.Currency, first.ClosedThrough, [.. rows.Select(row => row.Account)])
            : new Chart(organizationId, configuration.BaseCurrency, null, []);
    }

    private Task<Book?> FindAsync(string organizationId, CancellationToken cancellationToken)
        => BookOf.AskAsync(db, organizationId, cancellationToken);
}
