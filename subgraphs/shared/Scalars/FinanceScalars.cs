using FinFlow.Finance;
using FinFlow.GraphQL.Types;

namespace FinFlow.Scalars;

/// <summary>Finance's scalars, by the names under which schemas know them.</summary>
public static class FinanceScalars
{
    public static IReadOnlyDictionary<string, ScalarBehavior> All { get; } = new Dictionary<string, ScalarBehavior>
    {
        ["CurrencyCode"] = new CurrencyCodeScalar(),
        ["CountryCode"] = new CountryCodeScalar(),
    };
}

/// <summary>A currency by its three letters of ISO 4217.</summary>
internal sealed class CurrencyCodeScalar : CodeScalar<Currency>
{
    protected override string Name => "CurrencyCode";

    protected override string Standard => "a currency code of ISO 4217 with minor units";

    protected override bool TryRead(string text, out Currency value) => Currency.TryOf(text, out value);

    protected override string CodeOf(Currency value) => value.Code;
}

/// <summary>A country by its two letters of ISO 3166-1.</summary>
internal sealed class CountryCodeScalar : CodeScalar<CountryCode>
{
    protected override string Name => "CountryCode";

    protected override string Standard => "a country code of ISO 3166-1";

    protected override bool TryRead(string text, out CountryCode value) => CountryCode.TryOf(text, out value);

    protected override string CodeOf(CountryCode value) => value.Alpha2;
}
