namespace FinFlow.Accounting;

/// <summary>How much of one currency a unit of another is worth, from a day on until a later rate. Rates are the same for all books.</summary>
public sealed record ExchangeRate
{
    private const decimal RateMax = 1_000_000_000m;

    /// <summary>The id, with the prefix <c>fxr_</c>.</summary>
    [ID]
    public required string Id { get; init; }

    public required Currency From { get; init; }

    public required Currency To { get; init; }

    /// <summary>The first day on which it holds.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>Units of `to` for one unit of `from`.</summary>
    public required decimal Rate { get; init; }

    public required DateTimeOffset SetAt { get; init; }

    [GraphQLIgnore]
    public long Version { get; init; } = 1;

    public static Result<ExchangeRate> Set(string id, Currency from, Currency to, DateOnly date, decimal rate, DateTimeOffset now) => rate switch
    {
        <= 0 or > RateMax => new ExchangeRateInvalid(rate),
        _ when from == to => new ExchangeRateOfOneCurrency(from),
        _ => new ExchangeRate { Id = id, From = from, To = to, Date = date, Rate = WithoutZeros(rate), SetAt = now },
    };

    // PostgreSQL keeps the zeros at the end and SQLite does not; a rate reads the same from both.
    private static decimal WithoutZeros(decimal rate) => rate / 1.0000000000000000000000000000m;
}

/// <summary>A rate is above zero, and at most a billion.</summary>
public sealed record ExchangeRateInvalid(decimal Rate) : Refusal("An exchange rate is above zero, and at most a billion.");

/// <summary>A rate is between two currencies.</summary>
public sealed record ExchangeRateOfOneCurrency(Currency Currency) : Refusal($"A rate from {Currency.Code} to itself is always one.");

/// <summary>Nobody has set a rate between the currencies for the day or before it.</summary>
public sealed record ExchangeRateMissing(Currency From, Currency To, DateOnly Date)
    : Refusal($"There is no exchange rate from {From.Code} to {To.Code} on {Date:yyyy-MM-dd}.");
