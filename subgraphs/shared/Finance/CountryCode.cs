using System.Collections.Frozen;

namespace FinFlow.Finance;

/// <summary>A country by its two upper-case letters of ISO 3166-1.</summary>
public readonly record struct CountryCode
{
    private const string Codes = """
        AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ
        CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO
        FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE
        JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO
        MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW
        PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM
        TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
        """;

    private static readonly FrozenSet<string> Known = Codes
        .Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries)
        .ToFrozenSet(StringComparer.Ordinal);

    private readonly string? alpha2;

    private CountryCode(string alpha2) => this.alpha2 = alpha2;

    /// <summary>Two upper-case letters: <c>DE</c>.</summary>
    public string Alpha2 => alpha2 ?? throw new InvalidOperationException("An uninitialised CountryCode has no letters.");

    /// <summary>Every code, in no order.</summary>
    public static IReadOnlyCollection<string> All => Known;

    /// <exception cref="ArgumentException">No country has this code.</exception>
    public static CountryCode Of(string code)
        => TryOf(code, out var country) ? country : throw new ArgumentException($"\"{code}\" is no country.", nameof(code));

    public static bool TryOf(string? code, out CountryCode country)
    {
        // The table's own string is kept, so that a client's text does not stay in memory.
        var found = Known.TryGetValue(code ?? "", out var known);
        country = found ? new CountryCode(known!) : default;
        return found;
    }

    /// <summary>The country of a client's text: exact upper-case letters, or <see cref="UnknownCountry"/>.</summary>
    public static Result<CountryCode> Parse(string text) => TryOf(text, out var country) ? country : new UnknownCountry(text);

    public override string ToString() => alpha2 ?? "(no country)";
}
