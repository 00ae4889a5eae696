using System.Globalization;

namespace FinFlow.Compliance;

/// <summary>Our own format, for lists that a business keeps itself.</summary>
internal static class FinFlowCsv
{
    private static readonly string[] Header = ["id", "type", "name", "aliases", "birthDate", "country"];

    public static Result<IReadOnlyList<ListedEntity>> Read(string content)
    {
        if (!CsvReader.Read(content).TryGet(out var rows, out var refusal))
        {
            return refusal;
        }

        if (rows.Count == 0 || !rows[0].Fields.SequenceEqual(Header, StringComparer.OrdinalIgnoreCase))
        {
            return new WatchlistMalformed(1, $"The header must be {string.Join(',', Header)}.");
        }

        var entities = new List<ListedEntity>(rows.Count);
        foreach (var row in rows.Skip(1))
        {
            if (!EntityOf(row).TryGet(out var entity, out refusal))
            {
                return refusal;
            }

            entities.Add(entity);
        }

        return entities;
    }

    private static Result<ListedEntity> EntityOf(CsvReader.Row row)
    {
        if (row.Fields.Count != Header.Length)
        {
            return new WatchlistMalformed(row.Line, $"There are {row.Fields.Count} fields instead of {Header.Length}.");
        }

        var (id, type, name, aliases, birthDate, country) = (row.Fields[0], row.Fields[1], row.Fields[2], row.Fields[3], row.Fields[4], row.Fields[5]);
        CountryCode? knownCountry = CountryCode.TryOf(country, out var code) ? code : null;
        return row switch
        {
            _ when id.Length == 0 => new WatchlistMalformed(row.Line, "The id is empty."),
            _ when name.Length == 0 => new WatchlistMalformed(row.Line, "The name is empty."),
            _ when !Enum.TryParse<EntityType>(type, ignoreCase: true, out _) || int.TryParse(type, CultureInfo.InvariantCulture, out _)
                => new WatchlistMalformed(row.Line, "The type must be PERSON, COMPANY, VESSEL or OTHER."),
            _ when birthDate.Length > 0 && !ListedDate.IsDate(birthDate) => new WatchlistMalformed(row.Line, "The birth date must be like 1967-01-13 or 1967."),
            _ when country.Length > 0 && knownCountry is null => new WatchlistMalformed(row.Line, "The country must be a code of ISO 3166-1."),
            _ => new ListedEntity(
                id, Enum.Parse<EntityType>(type, ignoreCase: true), name,
                aliases.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
                birthDate.Length > 0 ? [birthDate] : [], knownCountry, []),
        };
    }
}
