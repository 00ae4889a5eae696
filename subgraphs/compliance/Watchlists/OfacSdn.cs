using System.Text.RegularExpressions;

namespace FinFlow.Compliance;

/// <summary>The Specially Designated Nationals list as the US Treasury publishes it.</summary>
/// <remarks>https://ofac.treasury.gov/specially-designated-nationals-list-data-formats-data-schemas</remarks>
internal static partial class OfacSdn
{
    private const int Columns = 12;
    private const int AliasColumns = 5;
    private const string Nothing = "-0-";

    /// <param name="aliases">The Treasury's `alt.csv`, which holds the names that `sdn.csv` does not; null when it was not given.</param>
    public static Result<IReadOnlyList<ListedEntity>> Read(string content, string? aliases)
    {
        if (!CsvReader.Read(content).TryGet(out var rows, out var refusal) || !AliasesById(aliases).TryGet(out var aliasesById, out refusal))
        {
            return refusal;
        }

        return rows.FirstOrDefault(row => row.Fields.Count != Columns) is { } odd ? new WatchlistMalformed(odd.Line, $"There are {odd.Fields.Count} fields instead of {Columns}.")
            : rows.FirstOrDefault(row => row.Fields[1] is "" or Nothing) is { } nameless ? new WatchlistMalformed(nameless.Line, "The name is empty.")
            : rows.Select(row => EntityOf(row.Fields, aliasesById)).ToList();
    }

    private static ListedEntity EntityOf(IReadOnlyList<string> fields, ILookup<string, string> aliases)
    {
        var remarks = fields[11] == Nothing ? "" : fields[11];
        var facts = remarks.TrimEnd('.').Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return new ListedEntity(
            fields[0],
            TypeOf(fields[2]),
            fields[1],
            [.. aliases[fields[0]].Concat(AlsoKnownAs().Matches(remarks).Select(alias => alias.Groups[1].Value)).Distinct()],
            [.. facts.Select(fact => BirthDate().Match(fact)).Where(birth => birth.Success).Select(birth => ListedDate.FromWords(birth.Groups[1].Value)).OfType<string>().Distinct()],
            Country: null,
            [.. facts.Select(fact => Identifier().Match(fact)).Where(known => known.Success).Select(known => known.Groups[1].Value).Distinct()]);
    }

    private static EntityType TypeOf(string type) => type switch
    {
        "individual" => EntityType.Person,
        "vessel" => EntityType.Vessel,
        "aircraft" => EntityType.Other,
        _ => EntityType.Company,
    };

    private static Result<ILookup<string, string>> AliasesById(string? content)
        => CsvReader.Read(content ?? "").Then<ILookup<string, string>>(rows =>
            rows.FirstOrDefault(row => row.Fields.Count != AliasColumns) is { } odd
                ? new WatchlistMalformed(odd.Line, $"Of the aliases: there are {odd.Fields.Count} fields instead of {AliasColumns}.")
                : (Lookup<string, string>)rows.ToLookup(row => row.Fields[0], row => row.Fields[3]));

    [GeneratedRegex(@"a\.k\.a\. '([^']+)'", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AlsoKnownAs();

    [GeneratedRegex(@"^(?:alt\. )?DOB (.+)$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex BirthDate();

    [GeneratedRegex(@"^(?:alt\. )?(?:Passport|National ID No\.|Tax ID No\.|Registration ID|Vessel Registration Identification IMO|Identification Number|SSN|D-U-N-S Number|National Foreign ID Number|Aircraft Tail Number|SWIFT/BIC)\s+(\S*\d\S*)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Identifier();
}
