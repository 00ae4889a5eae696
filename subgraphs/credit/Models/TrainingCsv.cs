using System.Globalization;
using System.Text;

namespace FinFlow.Credit;

/// <summary>How a text of examples is laid out.</summary>
/// <param name="Separator">Null: any white space.</param>
/// <param name="HasHeader">Without one, the columns are c1, c2, …</param>
/// <param name="Outcome">The column that says what became of the example; the others are features.</param>
/// <param name="DefaultedAs">What stands in it for a default.</param>
/// <param name="RepaidAs">What stands in it for the opposite; null: anything else.</param>
internal sealed record TrainingCsv(
    char? Separator, bool HasHeader, string Outcome, IReadOnlyList<string> DefaultedAs, IReadOnlyList<string>? RepaidAs)
{
    private const int ColumnsMax = 200;
    private const int LevelsMax = 1_000;
    private const int NameLengthMax = 100;

    /// <summary>How the API takes examples, and the command unless it is told otherwise.</summary>
    public static TrainingCsv Standard { get; } = new(',', true, "defaulted", ["1", "true"], ["0", "false"]);

    public Result<TrainingTable> Read(string text, CancellationToken cancellationToken)
    {
        var rows = text.Split('\n').Select((line, index) => (Number: index + 1, Text: line.TrimEnd('\r')))
            .Where(line => !string.IsNullOrWhiteSpace(line.Text))
            .Select(line => (line.Number, Cells: Split(line.Text)))
            .ToList();
        if (rows.Count <= (HasHeader ? 1 : 0))
        {
            return new TrainingDataMalformed(1, "there are no examples");
        }

        var names = HasHeader ? rows[0].Cells : [.. Enumerable.Range(1, rows[0].Cells.Count).Select(column => $"c{column}")];
        if (HeaderFault(names) is { } fault)
        {
            return new TrainingDataMalformed(rows[0].Number, fault);
        }

        if (HasHeader)
        {
            rows.RemoveAt(0);
        }

        if (rows.Find(row => row.Cells.Count != names.Count) is { Cells: { } cells } ragged)
        {
            return new TrainingDataMalformed(ragged.Number, $"there are {cells.Count} values for {names.Count} columns");
        }

        cancellationToken.ThrowIfCancellationRequested();
        return ReadColumns(names, rows);
    }

    private Result<TrainingTable> ReadColumns(List<string> names, List<(int Number, List<string> Cells)> rows)
    {
        var outcome = names.IndexOf(Outcome);
        var defaulted = new List<bool>(rows.Count);
        foreach (var (number, cells) in rows)
        {
            if (OutcomeOf(cells[outcome]) is not { } answer)
            {
                return new TrainingDataMalformed(number, $"{Outcome} must be one of {string.Join(", ", [.. DefaultedAs, .. RepaidAs ?? []])}");
            }

            defaulted.Add(answer);
        }

        var columns = new List<TrainingColumn>(names.Count - 1);
        for (var column = 0; column < names.Count; column++)
        {
            if (column != outcome)
            {
                if (!ReadColumn(names[column], [.. rows.Select(row => (row.Number, row.Cells[column]))]).TryGet(out var read, out var refusal))
                {
                    return refusal;
                }

                columns.Add(read);
            }
        }

        return new TrainingTable(columns, defaulted);
    }

    private static Result<TrainingColumn> ReadColumn(string name, List<(int Line, string Text)> cells)
    {
        var known = KnownFeature.ByName.GetValueOrDefault(name);
        var values = new List<double>(cells.Count);
        foreach (var (line, text) in cells)
        {
            if (text.Length == 0 && known is null)
            {
                values.Add(double.NaN);
            }
            else if (!text.Any(char.IsControl) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value))
            {
                if (known is not null && (value < known.Least || value > known.Most))
                {
                    return new TrainingDataMalformed(line, string.Create(CultureInfo.InvariantCulture, $"{name} must be from {known.Least:R} to {known.Most:R}"));
                }

                values.Add(value);
            }
            else if (known is not null)
            {
                return new TrainingDataMalformed(line, $"{name} must be a number");
            }
            else
            {
                return Category(name, cells);
            }
        }

        return new TrainingColumn(name, known?.Direction ?? RiskDirection.Free, values);
    }

    private static Result<TrainingColumn> Category(string name, List<(int Line, string Text)> cells)
    {
        var levels = cells.Select(cell => cell.Text).Where(text => text.Length > 0).Distinct().Order(StringComparer.Ordinal).ToList();
        var numbers = levels.Index().ToDictionary(level => level.Item, level => (double)level.Index);
        return levels.Count > LevelsMax
            ? new TrainingDataMalformed(cells[0].Line, $"{name} is neither a number nor a category of at most {LevelsMax} levels")
            : new TrainingColumn(name, RiskDirection.Free, [.. cells.Select(cell => numbers.GetValueOrDefault(cell.Text, double.NaN))], levels);
    }

    private bool? OutcomeOf(string text)
        => DefaultedAs.Contains(text, StringComparer.OrdinalIgnoreCase) ? true
            : RepaidAs is null || RepaidAs.Contains(text, StringComparer.OrdinalIgnoreCase) ? false
            : null;

    private string? HeaderFault(List<string> names) => names switch
    {
        { Count: > ColumnsMax } => $"there are more than {ColumnsMax} columns",
        _ when !names.Contains(Outcome) => $"there is no column {Outcome}",
        { Count: 1 } => "there is no feature",
        _ when names.Any(string.IsNullOrWhiteSpace) => "a column has no name",
        _ when names.Any(name => name.Length > NameLengthMax) => $"a column's name has more than {NameLengthMax} characters",
        _ when names.Distinct().Count() != names.Count => "two columns have the same name",
        _ => null,
    };

    // Quotes as in RFC 4180; a quoted value ends with its line.
    private List<string> Split(string line)
    {
        if (Separator is not { } separator)
        {
            return [.. line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)];
        }

        var cells = new List<string>();
        var (cell, quoted) = (new StringBuilder(), false);
        for (var at = 0; at < line.Length; at++)
        {
            switch (line[at])
            {
                case '"' when quoted && at + 1 < line.Length && line[at + 1] == '"':
                    cell.Append(line[at++]);
                    break;
                case '"':
                    quoted = !quoted;
                    break;
                case var end when end == separator && !quoted:
                    cells.Add(cell.ToString().Trim());
                    cell.Clear();
                    break;
                case var character:
                    cell.Append(character);
                    break;
            }
        }

        cells.Add(cell.ToString().Trim());
        return cells;
    }
}
