using System.Collections.Immutable;

namespace FinFlow.Transactions;

/// <summary>A transaction before it is judged: what the client, or the payments subgraph, says about it.</summary>
/// <param name="Amount">As submitted, in its own currency.</param>
/// <param name="BaseAmount">The same in the base currency at a dated rate, in major units; null when there is no rate.</param>
/// <param name="SourceAccountId">The account that the money leaves.</param>
/// <param name="Country">Where the money comes from; null when unknown.</param>
public sealed record TransactionDraft(
    TransactionType Type, Money Amount, decimal? BaseAmount, string SourceAccountId, string? DestinationAccountId, CountryCode? Country, string? Reference)
{
    /// <summary>The loan that it disburses or repays, if it says so.</summary>
    public string? LoanId { get; init; }

    /// <summary>What others told of those who take part.</summary>
    public Evidence Evidence { get; init; } = Evidence.None;

    /// <summary>The hour of the day in UTC, 0 to 23; null when the time plays no part.</summary>
    public int? Hour { get; init; }
}

/// <summary>What the organisation did before, seen at the moment of judging.</summary>
/// <param name="LastMinute">Transactions in the last 60 seconds, this one and rejected ones not counted.</param>
/// <param name="LastHour">Transactions in the last hour.</param>
/// <param name="LastDay">Transactions in the last 24 hours.</param>
/// <param name="DayTotal">Their sum in base currency since midnight UTC, in major units, without cancelled ones.</param>
/// <param name="JustBelowHighValue">Transactions of the last seven days whose amount stayed a little below the high value.</param>
/// <param name="KnownCountries">Countries of the accepted transactions.</param>
/// <param name="Accepted">How many were accepted in all.</param>
/// <param name="Troubled">How many were rejected, or are held.</param>
/// <param name="Hours">How many were accepted in each hour of the day, in UTC.</param>
public sealed record AccountHistory(
    int LastMinute, int LastHour, int LastDay, decimal DayTotal, int JustBelowHighValue, IReadOnlySet<CountryCode> KnownCountries, int Accepted, int Troubled,
    ImmutableArray<int> Hours)
{
    public static AccountHistory None { get; } = new(0, 0, 0, 0m, 0, new HashSet<CountryCode>(), 0, 0, [.. new int[24]]);

    /// <summary>
    /// The history once <paramref name="draft"/> has come out as <paramref name="outcome"/>. A batch counts its own members by this,
    /// so that it comes out as if they had been submitted one by one.
    /// </summary>
    public AccountHistory After(TransactionDraft draft, TransactionStatus outcome)
    {
        var troubled = outcome is TransactionStatus.Rejected or TransactionStatus.Held ? this with { Troubled = Troubled + 1 } : Accepting(draft.Country, draft.Hour);
        return outcome is TransactionStatus.Rejected
            ? troubled
            : troubled with
            {
                LastMinute = LastMinute + 1, LastHour = LastHour + 1, LastDay = LastDay + 1, DayTotal = DayTotal + (draft.BaseAmount ?? 0m),
                JustBelowHighValue = JustBelowHighValue + (Limits.IsJustBelowHighValue(draft.BaseAmount) ? 1 : 0),
            };
    }

    private AccountHistory Accepting(CountryCode? country, int? hour) => this with
    {
        Accepted = Accepted + 1,
        Hours = hour is { } at ? Hours.SetItem(at, Hours[at] + 1) : Hours,
        KnownCountries = country is not { } known || KnownCountries.Contains(known) ? KnownCountries : KnownCountries.Append(known).ToHashSet(),
    };
}
