namespace FinFlow.Transactions;

/// <summary>A transaction before it is judged: what the client, or the payments subgraph, says about it.</summary>
/// <param name="Amount">As submitted, in its own currency.</param>
/// <param name="BaseAmount">The same in the base currency at a dated rate, in major units; null when there is no rate.</param>
/// <param name="SourceAccountId">Whose limits and velocity count: for a payment, the organisation.</param>
/// <param name="Country">Where the money comes from; null when unknown.</param>
public sealed record TransactionDraft(
    TransactionType Type, Money Amount, decimal? BaseAmount, string SourceAccountId, string? DestinationAccountId, CountryCode? Country, string? Reference);

/// <summary>What the account did before, seen at the moment of judging. Members of the same batch count as well.</summary>
/// <param name="LastMinute">Transactions in the last 60 seconds, this one not counted.</param>
/// <param name="LastHour">Transactions in the last hour.</param>
/// <param name="LastDay">Transactions in the last 24 hours.</param>
/// <param name="DayTotal">Their sum in base currency since midnight UTC, in major units.</param>
/// <param name="KnownCountries">Countries of the account's accepted transactions of the last year.</param>
/// <param name="Accepted">How many accepted transactions the account has had in all.</param>
/// <param name="Troubled">How many of its transactions were rejected or held.</param>
public sealed record AccountHistory(
    int LastMinute, int LastHour, int LastDay, decimal DayTotal, IReadOnlySet<CountryCode> KnownCountries, int Accepted, int Troubled)
{
    public static AccountHistory None { get; } = new(0, 0, 0, 0m, new HashSet<CountryCode>(), 0, 0);

    /// <summary>The history as it is once <paramref name="draft"/> has been accepted: how a batch counts its own members.</summary>
    public AccountHistory With(TransactionDraft draft) => this with
    {
        LastMinute = LastMinute + 1, LastHour = LastHour + 1, LastDay = LastDay + 1, DayTotal = DayTotal + (draft.BaseAmount ?? 0m),
        KnownCountries = draft.Country is { } country ? KnownCountries.Append(country).ToHashSet() : KnownCountries, Accepted = Accepted + 1,
    };
}
