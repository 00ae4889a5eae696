namespace FinFlow.Analytics;

/// <summary>
/// Revenue, refunds and fees are what the ledger says they are: its own lines are counted, on the day on which they count there.
/// A dashboard therefore cannot differ from the income statement.
/// </summary>
public sealed class CountPostedEntry(Projections projections) : CountsEvents<JournalPosted>
{
    protected override void Count(JournalPosted posted)
    {
        if (posted.OrganizationId is null)
        {
            return;
        }

        foreach (var moved in LedgerMovement.Of(posted.Lines))
        {
            projections.Revenue(
                posted.OrganizationId,
                posted.EffectiveDate,
                moved.Currency,
                posted.SourceType,
                day =>
                {
                    day.RevenueMinor += moved.SalesCreditMinor;
                    day.RefundsMinor += moved.SalesDebitMinor;
                    day.FeesMinor += moved.FeesMinor;
                    day.EntryCount++;
                });
        }

        if (posted.SourceType == "MANUAL")
        {
            projections.Action(posted.OrganizationId, posted.UserId, posted.OccurredAt);
        }
    }
}

/// <summary>A reversal takes back what was counted: a credit lessens refunds, and a debit lessens revenue.</summary>
public sealed class CountReversal(Projections projections) : CountsEvents<JournalReversed>
{
    protected override void Count(JournalReversed reversed)
    {
        if (reversed.OrganizationId is null)
        {
            return;
        }

        foreach (var moved in LedgerMovement.Of(reversed.Lines))
        {
            projections.Revenue(
                reversed.OrganizationId,
                reversed.EffectiveDate,
                moved.Currency,
                "REVERSAL",
                day =>
                {
                    day.RevenueMinor -= moved.SalesDebitMinor;
                    day.RefundsMinor -= moved.SalesCreditMinor;
                    day.FeesMinor += moved.FeesMinor;
                    day.EntryCount++;
                });
        }

        projections.Action(reversed.OrganizationId, reversed.UserId, reversed.OccurredAt);
    }
}

/// <summary>What an entry's lines move on the two accounts that a dashboard speaks of, in one currency.</summary>
/// <param name="FeesMinor">Debits less credits.</param>
internal readonly record struct LedgerMovement(Currency Currency, long SalesDebitMinor, long SalesCreditMinor, long FeesMinor)
{
    private const string Sales = "4000";
    private const string ProcessorFees = "6000";

    internal static IEnumerable<LedgerMovement> Of(IReadOnlyList<PostedLine> lines)
        => from line in lines
           where line.AccountCode is Sales or ProcessorFees
           group line by line.Currency into currency
           let sales = currency.Where(line => line.AccountCode == Sales).ToList()
           let fees = currency.Where(line => line.AccountCode == ProcessorFees)
           select new LedgerMovement(
               Currency.Of(currency.Key),
               sales.Sum(line => line.DebitMinor),
               sales.Sum(line => line.CreditMinor),
               fees.Sum(line => line.DebitMinor - line.CreditMinor));
}
