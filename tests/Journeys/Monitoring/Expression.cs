using System.Text.RegularExpressions;

namespace FinFlow.Journeys.Tests;

/// <summary>What an expression of PromQL asks for, as far as ours go.</summary>
internal static partial class Expression
{
    /// <summary>The labels that a legend shows.</summary>
    public static IEnumerable<string> LabelsOf(string legend) => Placeholder().Matches(legend).Select(match => match.Groups[1].Value);

    /// <summary>Each metric, with labels that it is selected or summed up by, comma-separated.</summary>
    public static IEnumerable<(string Metric, string Labels)> Asked(string expression)
    {
        foreach (Match selected in Selection().Matches(expression))
        {
            yield return (selected.Groups[1].Value, string.Join(',', Matcher().Matches(selected.Groups[2].Value).Select(match => match.Groups[1].Value)));
        }

        foreach (Match summed in Aggregation().Matches(expression))
        {
            var labels = summed.Groups[1].Value.Replace(" ", "", StringComparison.Ordinal);
            foreach (Match metric in Metric().Matches(Within(expression, summed.Index + summed.Length)))
            {
                yield return (metric.Value, labels);
            }
        }
    }

    /// <summary>From behind a parenthesis to the one that closes it.</summary>
    private static string Within(string expression, int start)
    {
        var end = start;
        for (var open = 1; open > 0; end++)
        {
            open += expression[end] == '(' ? 1 : expression[end] == ')' ? -1 : 0;
        }

        return expression[start..end];
    }

    [GeneratedRegex(@"\{\{(\w+)\}\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"\b([a-z][a-z0-9_:]+)\{([^}]+)\}")]
    private static partial Regex Selection();

    [GeneratedRegex("""(\w+)(?:=~|!~|!=|=)"(?:[^"\\]|\\.)*" """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Matcher();

    [GeneratedRegex(@"\bby \(([^)]*)\) \(")]
    private static partial Regex Aggregation();

    [GeneratedRegex(@"\b(?:finflow[_:]|graphql_|http_server_|process_)[a-z0-9_:]+")]
    private static partial Regex Metric();
}
