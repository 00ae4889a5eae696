namespace FinFlow.Accounting;

/// <summary>Books, opened when they are first needed: an event about money may overtake the one about its owner's registration.</summary>
public sealed class BookStore(AccountingDbContext db, FinFlowConfiguration configuration, TimeProvider clock)
{
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

    /// <summary>The currency of the organisation's statements.</summary>
    public async Task<Currency> CurrencyOfAsync(string organizationId, CancellationToken cancellationToken)
        => (await FindAsync(organizationId, cancellationToken))?.Currency ?? configuration.BaseCurrency;

    private Task<Book?> FindAsync(string organizationId, CancellationToken cancellationToken)
        => db.Books.AsNoTracking().SingleOrDefaultAsync(book => book.OrganizationId == organizationId, cancellationToken);
}
