using System.Text.RegularExpressions;

namespace FinFlow.Subgraphs.Tests;

/// <summary>A statement and how it was carried out, as far as both are the same each time: without costs and values.</summary>
internal sealed partial record QueryPlan(string Statement, string Steps)
{
    private const string Beginning = "Query Text: ";

    /// <summary>The tables that are read from one end to the other.</summary>
    internal IEnumerable<string> ScannedTables => SeqScan().Matches(Steps).Select(match => match.Groups[1].Value);

    internal IEnumerable<string> Indexes => IndexScan().Matches(Steps).Select(match => match.Groups[1].Value);

    internal IEnumerable<string> Tables => Table().Matches(Steps).Select(match => match.Groups[1].Value);

    /// <returns>Null for another message than one of auto_explain.</returns>
    internal static QueryPlan? Parse(string message)
    {
        var lines = message.Split('\n');
        var (first, root) = (Array.FindIndex(lines, line => line.StartsWith(Beginning, StringComparison.Ordinal)), Array.FindIndex(lines, line => line.Contains("  (cost=", StringComparison.Ordinal)));
        if (first < 0 || root < 0)
        {
            return null;
        }

        lines[first] = lines[first][Beginning.Length..];
        var statement = Blank().Replace(string.Join(' ', lines[first..root].Where(line => !line.StartsWith("--", StringComparison.Ordinal))), " ").Trim();
        return new QueryPlan(
            Parameter().Replace(Values().Replace(SetList().Replace(Columns().Replace(statement, "SELECT … FROM"), "SET … WHERE"), "(…) VALUES (…)"), "?"),
            string.Join('\n', lines[root..].Select(line => Parameter().Replace(Literal().Replace(Cost().Replace(line, ""), "?"), "?"))));
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blank();

    // Which columns there are is for migrations to say.
    [GeneratedRegex("""(?<![(\w])SELECT (?!…|EXISTS).+? FROM""")]
    private static partial Regex Columns();

    [GeneratedRegex("""SET (?!…).+? WHERE""")]
    private static partial Regex SetList();

    [GeneratedRegex("""\([^()]*\) VALUES \([^()]*\)(?:, ?\([^()]*\))*""")]
    private static partial Regex Values();

    [GeneratedRegex(@"[@$]\w+")]
    private static partial Regex Parameter();

    [GeneratedRegex(@"  \(cost=[^)]*\)$")]
    private static partial Regex Cost();

    [GeneratedRegex("""'(?:[^']|'')*'(?:::[a-z]+(?: with(?:out)? time zone| varying)?(?:\[\])?)?""")]
    private static partial Regex Literal();

    [GeneratedRegex("""Seq Scan on "?(\w+)""")]
    private static partial Regex SeqScan();

    // An index is named before the table that it leads to, alone when only a bitmap is made of it, or where it says which rows are there already.
    [GeneratedRegex("""(?:Index (?:Only )?Scan (?:Backward )?using|Bitmap Index Scan on|Conflict Arbiter Indexes:) "?(\w+)""")]
    private static partial Regex IndexScan();

    [GeneratedRegex("""(?:Scan(?: Backward)?(?: using \S+)?|Insert|Update|Delete) on "?(\w+)""")]
    private static partial Regex Table();
}
