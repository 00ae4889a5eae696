namespace FinFlow.Finance;

/// <summary>A currency of ISO 4217 in which money can be kept, known by its alphabetic code.</summary>
/// <remarks>One byte that points into <see cref="CurrencyTable"/>, so comparing two is comparing two bytes.</remarks>
public readonly record struct Currency : IComparable<Currency>
{
    private readonly byte ordinal;

    private Currency(byte ordinal) => this.ordinal = ordinal;

    /// <summary>Three upper-case letters: <c>USD</c>.</summary>
    public string Code => CurrencyTable.Row(ordinal).Code;

    /// <summary>1 to 999; ISO writes it with three digits.</summary>
    public short NumericCode => CurrencyTable.Row(ordinal).NumericCode;

    /// <summary>How many decimal digits the smallest unit has: JPY 0, USD 2, KWD 3, CLF 4.</summary>
    public int MinorDigits => CurrencyTable.Row(ordinal).MinorDigits;

    /// <summary>Whether this is the uninitialised value, which is no currency.</summary>
    public bool IsNone => ordinal == 0;

    /// <summary>Every currency, ordered by code.</summary>
    public static IEnumerable<Currency> All => Enumerable.Range(1, CurrencyTable.Count).Select(i => new Currency((byte)i));

    /// <summary>The currency of a code that our own code states; a client's text goes through <see cref="Parse"/>.</summary>
    /// <exception cref="ArgumentException">No currency has this code.</exception>
    public static Currency Of(string code)
        => TryOf(code, out var currency) ? currency : throw new ArgumentException($"\"{code}\" is no currency.", nameof(code));

    public static bool TryOf(string? code, out Currency currency)
    {
        var found = CurrencyTable.TryFind(code ?? "", out var ordinal);
        currency = new Currency(ordinal);
        return found;
    }

    /// <summary>The currency of a client's text: exact upper-case letters, or <see cref="UnknownCurrency"/>.</summary>
    public static Result<Currency> Parse(string text)
        => TryOf(text, out var currency) ? currency : new UnknownCurrency(text);

    public int CompareTo(Currency other) => ordinal.CompareTo(other.ordinal);

    public override string ToString() => IsNone ? "(no currency)" : Code;

    public static bool operator <(Currency left, Currency right) => left.ordinal < right.ordinal;

    public static bool operator >(Currency left, Currency right) => left.ordinal > right.ordinal;

    public static bool operator <=(Currency left, Currency right) => left.ordinal <= right.ordinal;

    public static bool operator >=(Currency left, Currency right) => left.ordinal >= right.ordinal;
}
