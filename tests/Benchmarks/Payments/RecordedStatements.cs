using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace FinFlow.Benchmarks;

/// <summary>What PostgreSQL was asked for, by its own log: whole transactions in the order of their commits, with the values they had.</summary>
internal sealed partial class RecordedStatements
{
    private readonly List<Transaction> transactions = [];

    private RecordedStatements()
    {
    }

    internal int Payments => transactions.Sum(transaction => transaction.Payments);

    internal int Statements => transactions.Sum(transaction => transaction.Statements.Count);

    /// <summary>Those that wrote, for which a commit waits for the disk.</summary>
    internal int Commits => transactions.Count(transaction => transaction.Writes);

    /// <param name="log">One line of JSON for each statement.</param>
    /// <param name="tables">Each schema's tables: a session of FinFlow looks into one schema, one of pgbench into all.</param>
    internal static RecordedStatements Read(IEnumerable<string> log, ILookup<string, string> tables)
    {
        var recorded = new RecordedStatements();
        var open = new Dictionary<int, Transaction>();
        foreach (var line in log)
        {
            using var entry = JsonDocument.Parse(line);
            if (StatementOf(entry.RootElement, tables) is not { } statement)
            {
                continue;
            }

            var session = entry.RootElement.GetProperty("pid").GetInt32();
            var begins = statement.Sql.StartsWith("BEGIN", StringComparison.OrdinalIgnoreCase);
            var ends = statement.Sql.StartsWith("COMMIT", StringComparison.OrdinalIgnoreCase) || statement.Sql.StartsWith("ROLLBACK", StringComparison.OrdinalIgnoreCase);
            var transaction = begins ? open[session] = new Transaction() : open.GetValueOrDefault(session) ?? new Transaction();
            transaction.Statements.Add(statement);
            if (ends || !open.ContainsKey(session))
            {
                recorded.transactions.Add(transaction);
                open.Remove(session);
            }
        }

        return recorded;
    }

    /// <summary>What came until so many payments were booked, and what came from there until so many more were.</summary>
    internal (RecordedStatements Before, RecordedStatements Measured) Split(int before, int measured)
    {
        var parts = (Before: new RecordedStatements(), Measured: new RecordedStatements());
        foreach (var transaction in transactions)
        {
            if (parts.Before.Payments < before)
            {
                parts.Before.transactions.Add(transaction);
            }
            else if (parts.Measured.Payments < measured)
            {
                parts.Measured.transactions.Add(transaction);
            }
        }

        return parts;
    }

    /// <summary>The transactions as a script of one session, each statement prepared once.</summary>
    /// <param name="schemas">Where triggers find their tables.</param>
    /// <param name="lines">Of which transaction a line is.</param>
    internal string ToScript(string schemas, out List<int> lines)
    {
        var script = new StringBuilder().Append(CultureInfo.InvariantCulture, $"SET search_path = {schemas};\n");
        var prepared = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var statement in transactions.SelectMany(transaction => transaction.Statements).Where(statement => statement.CanBePrepared))
        {
            if (prepared.TryAdd(statement.Sql, $"s{prepared.Count}"))
            {
                script.Append(CultureInfo.InvariantCulture, $"PREPARE {prepared[statement.Sql]} AS {statement.Sql.TrimEnd(';', ' ', '\n')}\n;\n");
            }
        }

        lines = [.. Enumerable.Repeat(-1, script.ToString().Count(c => c == '\n'))];
        for (var number = 0; number < transactions.Count; number++)
        {
            foreach (var statement in transactions[number].Statements)
            {
                var text = statement.CanBePrepared ? statement.Execute(prepared[statement.Sql]) : statement.Sql.TrimEnd(';', ' ', '\n');
                script.Append(text).Append(";\n");
                lines.AddRange(Enumerable.Repeat(number, 1 + text.Count(c => c == '\n')));
            }
        }

        return script.ToString();
    }

    /// <summary>How often each statement is made for a payment, the most frequent first.</summary>
    internal IEnumerable<string> Census()
        => transactions.SelectMany(transaction => transaction.Statements).GroupBy(statement => statement.Sql, StringComparer.Ordinal).OrderByDescending(group => group.Count())
            .Select(group => string.Create(CultureInfo.InvariantCulture, $"{(double)group.Count() / Payments:0.00} {Spaces().Replace(group.Key, " ")}"));

    /// <summary>Without those that cannot be done again.</summary>
    internal RecordedStatements Without(IReadOnlySet<int> numbers)
    {
        var left = new RecordedStatements();
        left.transactions.AddRange(transactions.Where((_, number) => !numbers.Contains(number)));
        return left;
    }

    private static Statement? StatementOf(JsonElement entry, ILookup<string, string> tables)
    {
        if (!entry.TryGetProperty("dbname", out var database) || database.GetString() != "finflow" || !entry.TryGetProperty("message", out var message)
            || Message().Match(message.GetString()!) is not { Success: true } match)
        {
            return null;
        }

        var values = entry.TryGetProperty("detail", out var detail) && detail.GetString()!.StartsWith("parameters: ", StringComparison.OrdinalIgnoreCase)
            ? Parameter().Matches(detail.GetString()!).Select(parameter => parameter.Groups[1].Value).ToArray() : [];
        var application = entry.TryGetProperty("application_name", out var name) ? name.GetString()! : "";
        var sql = match.Groups[1].Value;
        if (!application.StartsWith("finflow-", StringComparison.Ordinal) || !Data().IsMatch(sql))
        {
            return null;
        }

        var schema = application["finflow-".Length..];
        return new Statement(
            Table().Replace(sql, table => tables[schema].Contains(table.Groups[2].Value.Trim('"')) ? $"{table.Groups[1].Value} {schema}.{table.Groups[2].Value}" : table.Value), values);
    }

    [GeneratedRegex(@"\A(?:statement|execute [^:]*): (.*)\z", RegexOptions.Singleline)]
    private static partial Regex Message();

    [GeneratedRegex(@"\$\d+ = (NULL|'(?:[^']|'')*')", RegexOptions.Singleline)]
    private static partial Regex Parameter();

    // Not what makes a schema at the start, or has a driver's session clean.
    [GeneratedRegex(@"\A\s*(?:SELECT(?! pg_advisory_unlock_all)|INSERT|UPDATE|DELETE|WITH|BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Data();

    [GeneratedRegex(@"\b(FROM|INTO|UPDATE|JOIN)\s+(""?\w+""?)(?![\w.(""])")]
    private static partial Regex Table();

    private sealed class Transaction
    {
        internal List<Statement> Statements { get; } = [];

        internal bool Writes => Statements.Any(statement => statement.Writes);

        internal int Payments => Statements.Count(statement => statement.Sql.StartsWith("INSERT INTO accounting.journal_entries", StringComparison.Ordinal));
    }

    private sealed record Statement(string Sql, string[] Values)
    {
        internal bool CanBePrepared => Preparable().IsMatch(Sql);

        internal bool Writes => CanBePrepared && !Sql.TrimStart().StartsWith("SELECT", StringComparison.OrdinalIgnoreCase);

        internal string Execute(string name) => Values.Length == 0 ? $"EXECUTE {name}" : $"EXECUTE {name}({string.Join(',', Values)})";
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"\A\s*(?:SELECT|INSERT|UPDATE|DELETE|WITH)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Preparable();
}
