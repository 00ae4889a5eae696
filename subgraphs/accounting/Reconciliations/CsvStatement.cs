using System.Globalization;
using System.Text;

namespace FinFlow.Accounting;

/// <summary>Reads a statement as comma-separated values (RFC 4180), with a header and in any order of columns.</summary>
internal static class CsvStatement
{
    private const string Bom = "\uFEFF";

    private static readonly string[] Required = ["date", "amount", "currency"];
    private static readonly string[] Known = [.. Required, "reference", "description"];

    internal static Result<IReadOnlyList<StatementMovement>> Read(string content)
    {
        if (!Split(content.StartsWith(Bom, StringComparison.Ordinal) ? content[1..] : content).TryGet(out var records, out var refusal))
        {
            return refusal;
        }

        if (records.Count == 0)
        {
            return new StatementEmpty();
        }

        string[] header = [.. records[0].Fields.Select(column => column.Trim().ToLowerInvariant())];
        if (Required.FirstOrDefault(column => header.Count(named => named == column) != 1) is { } absent)
        {
            return new StatementHeaderInvalid(absent);
        }

        if (header.FirstOrDefault(column => !Known.Contains(column) || header.Count(named => named == column) > 1) is { } strange)
        {
            return new StatementHeaderInvalid(strange.Length <= 20 ? strange : strange[..20]);
        }

        var movements = new List<StatementMovement>(records.Count - 1);
        foreach (var record in records.Skip(1))
        {
            if (!MovementOf(record, header).TryGet(out var movement, out refusal))
            {
                return refusal;
            }

            movements.Add(movement);
        }

        return movements;
    }

    private static Result<StatementMovement> MovementOf(CsvRecord record, string[] header)
    {
        if (record.Fields.Count != header.Length)
        {
            return new StatementMalformed(record.Line, $"expected {header.Length} values, found {record.Fields.Count}.");
        }

        string? ValueOf(string column) => Array.IndexOf(header, column) is var index and >= 0 && record.Fields[index].Trim() is { Length: > 0 } value ? value : null;
        return StatementValues.MovementOf(record.Line, ValueOf("date"), ValueOf("amount"), ValueOf("currency"), ValueOf("reference"), ValueOf("description"));
    }

    private static Result<IReadOnlyList<CsvRecord>> Split(string content)
    {
        var records = new List<CsvRecord>();
        var fields = new List<string>();
        var field = new StringBuilder();
        var (line, firstLine, quoted, wasQuoted) = (1, 1, false, false);

        void EndField()
        {
            fields.Add(field.ToString());
            field.Clear();
            wasQuoted = false;
        }

        for (var at = 0; at < content.Length; at++)
        {
            var character = content[at];
            switch (character)
            {
                case '"' when quoted && at + 1 < content.Length && content[at + 1] == '"':
                    field.Append('"');
                    at++;
                    break;
                case '"' when quoted:
                    quoted = false;
                    break;
                case '"' when field.Length == 0 && !wasQuoted:
                    (quoted, wasQuoted) = (true, true);
                    break;
                case '"':
                    return new StatementMalformed(line, "a quotation mark stands inside a value that is not quoted.");
                case '\n' when !quoted:
                    EndRecord();
                    break;
                case '\r' when !quoted:
                    break;
                case ',' when !quoted:
                    EndField();
                    break;
                default:
                    if (wasQuoted && !quoted)
                    {
                        return new StatementMalformed(line, "something follows a quoted value.");
                    }

                    field.Append(character);
                    break;
            }

            line += character == '\n' ? 1 : 0;
            firstLine = character == '\n' && !quoted ? line : firstLine;
        }

        if (quoted)
        {
            return new StatementMalformed(firstLine, "a quoted value does not end.");
        }

        EndRecord();
        return records;

        // A line without anything in it is no record.
        void EndRecord()
        {
            var isBlank = fields.Count == 0 && field.Length == 0 && !wasQuoted;
            EndField();
            if (!isBlank)
            {
                records.Add(new CsvRecord(firstLine, [.. fields]));
            }

            fields.Clear();
        }
    }

    private sealed record CsvRecord(int Line, IReadOnlyList<string> Fields);
}

/// <summary>Values of a statement, whatever its format.</summary>
internal static class StatementValues
{
    private const int TextCharactersMax = 500;
    private const int YearMin = 1970;

    internal static Result<StatementMovement> MovementOf(int line, string? date, string? amount, string? currency, string? reference, string? description)
    {
        if (!DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) || day.Year < YearMin)
        {
            return new StatementMalformed(line, "the date must look like 2026-03-31.");
        }

        if (!MoneyOf(line, amount, currency).TryGet(out var money, out var refusal))
        {
            return refusal;
        }

        if (money.IsZero || money.Abs().Minor > JournalDraft.AmountMinorMax)
        {
            return new StatementMalformed(line, "the amount is zero, or too large for a book.");
        }

        return reference?.Length > JournalDraft.ReferenceCharactersMax || description?.Length > TextCharactersMax || HasControl(reference) || HasControl(description)
            ? new StatementMalformed(line, $"a reference has at most {JournalDraft.ReferenceCharactersMax} characters, a description {TextCharactersMax}, and no control characters.")
            : new StatementMovement(day, money, reference, description);
    }

    internal static Result<Money> MoneyOf(int line, string? amount, string? currency)
    {
        if (currency is null || !Currency.Parse(currency).TryGet(out var known, out _))
        {
            return new StatementMalformed(line, "the currency must be a code of ISO 4217, such as USD.");
        }

        return amount is not null && Money.Parse(amount, known).TryGet(out var money, out _) && money.Minor != long.MinValue
            ? money
            : new StatementMalformed(line, $"the amount must be a number such as -12.50, with at most {known.MinorDigits} digits after the point.");
    }

    private static bool HasControl(string? text) => text?.Any(char.IsControl) == true;
}
