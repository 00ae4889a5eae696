using System.Collections.Immutable;
using System.Globalization;

namespace FinFlow.Transactions;

/// <summary>
/// How an organisation's transactions turned out so far, so that judging one more costs the same after a million. Every judgement
/// changes the row, and its version lets two at once take turns: the second judges again with the first one counted.
/// </summary>
internal sealed record Standing(string OrganizationId)
{
    public int Accepted { get; init; }

    public int Troubled { get; init; }

    /// <summary>Countries of accepted transactions, by their codes, with a space between.</summary>
    public string Countries { get; init; } = "";

    /// <summary>How many were accepted in each hour of the day in UTC, with a space between; empty before the first.</summary>
    public string Hours { get; init; } = "";

    public long Version { get; init; }

    public ImmutableArray<int> HourCounts()
        => Hours.Length == 0 ? AccountHistory.None.Hours : [.. Hours.Split(' ').Select(count => int.Parse(count, CultureInfo.InvariantCulture))];

    public IReadOnlySet<CountryCode> KnownCountries()
        => Countries.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(CountryCode.Of).ToHashSet();

    public Standing As(AccountHistory history) => this with
    {
        Accepted = history.Accepted, Troubled = history.Troubled, Hours = string.Join(' ', history.Hours),
        Countries = string.Join(' ', history.KnownCountries.Select(country => country.Alpha2).Order(StringComparer.Ordinal)),
    };

    /// <summary>Whether it differs once a transaction has gone from one status to another: a country is known since the transaction was accepted.</summary>
    public static bool IsMovedBy(Transaction before, Transaction after)
        => IsAccepted(before.Status) != IsAccepted(after.Status) || IsTroubled(before.Status) != IsTroubled(after.Status);

    /// <summary>The standing when a transaction goes from one status to another after its judgement.</summary>
    public Standing Moved(Transaction before, Transaction after)
    {
        var moved = this with
        {
            Accepted = Accepted + Weight(IsAccepted, before, after), Troubled = Troubled + Weight(IsTroubled, before, after),
        };
        return after.Country is { } country && IsAccepted(after.Status) && !KnownCountries().Contains(country)
            ? moved with { Countries = $"{Countries} {country.Alpha2}".Trim() }
            : moved;
    }

    private static int Weight(Func<TransactionStatus, bool> counts, Transaction before, Transaction after)
        => (counts(after.Status) ? 1 : 0) - (counts(before.Status) ? 1 : 0);

    private static bool IsAccepted(TransactionStatus status)
        => status is TransactionStatus.Processing or TransactionStatus.Completed or TransactionStatus.Reversed;

    private static bool IsTroubled(TransactionStatus status) => status is TransactionStatus.Rejected or TransactionStatus.Held;
}
