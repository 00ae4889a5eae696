namespace FinFlow.Compliance;

/// <summary>How a list is written.</summary>
public enum WatchlistFormat
{
    /// <summary>The US Treasury's `sdn.csv`: no header, `-0-` for what is empty.</summary>
    OfacSdn,

    /// <summary>The United Nations Security Council's consolidated XML.</summary>
    Un,

    /// <summary>With the header `id,type,name,aliases,birthDate,country`; aliases separated by semicolons.</summary>
    Csv,
}

/// <summary>What a listed or screened name belongs to.</summary>
public enum EntityType
{
    Person,
    Company,
    Vessel,

    /// <summary>Aircraft and what else lists name.</summary>
    Other,
}

/// <summary>A list of people, companies and vessels to look out for. Importing under the same name replaces its entries by a new revision.</summary>
public sealed record Watchlist
{
    [ID]
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required WatchlistFormat Format { get; init; }

    /// <summary>From 1; each import under this name adds one.</summary>
    public required int Revision { get; init; }

    public required int EntryCount { get; init; }

    /// <summary>How many entries this revision brought, new or changed.</summary>
    public int AddedCount { get; init; }

    /// <summary>How many entries of the revision before are gone, or are no longer what they were.</summary>
    public int RemovedCount { get; init; }

    /// <summary>Up to which revision everybody known has been screened again.</summary>
    [GraphQLIgnore]
    public int RescreenedRevision { get; init; }

    /// <summary>SHA-256 of what was imported, in hexadecimal digits.</summary>
    public required string ContentHash { get; init; }

    public required DateTimeOffset ImportedAt { get; init; }

    [GraphQLIgnore]
    public required string ImportedById { get; init; }

    [GraphQLIgnore]
    public long Version { get; private init; }
}

/// <summary>One entry of a list, as it was imported.</summary>
/// <param name="SourceId">The list's own id of it.</param>
/// <param name="BirthDates">`1967-01-13`, or a year alone.</param>
/// <param name="Country">Where the list tells it by its ISO code.</param>
/// <param name="Identifiers">Passports, national ids, registration and IMO numbers.</param>
internal sealed record ListedEntity(
    string SourceId, EntityType Type, string Name, IReadOnlyList<string> Aliases, IReadOnlyList<string> BirthDates, CountryCode? Country,
    IReadOnlyList<string> Identifiers);

/// <summary>An entry's row.</summary>
internal sealed class WatchlistEntry
{
    public required string WatchlistId { get; init; }

    public required int Number { get; init; }

    /// <summary>Of its content.</summary>
    public required string Hash { get; init; }

    /// <summary>The revision that brought it as it is.</summary>
    public required int SinceRevision { get; init; }

    public required string SourceId { get; init; }

    public required EntityType Type { get; init; }

    public required string Name { get; init; }

    public required IReadOnlyList<string> Aliases { get; init; }

    public required IReadOnlyList<string> BirthDates { get; init; }

    public required CountryCode? Country { get; init; }

    public required IReadOnlyList<string> Identifiers { get; init; }

    /// <param name="known">Of the hashes that the list had before, since which revision.</param>
    public static WatchlistEntry Of(Watchlist list, int number, ListedEntity entity, IReadOnlyDictionary<string, int> known)
        => Of(list, number, entity, EntityHash.Of(entity), known);

    private static WatchlistEntry Of(Watchlist list, int number, ListedEntity entity, string hash, IReadOnlyDictionary<string, int> known) => new()
    {
        WatchlistId = list.Id, Number = number, Hash = hash, SinceRevision = known.GetValueOrDefault(hash, list.Revision), SourceId = entity.SourceId, Type = entity.Type, Name = entity.Name, Aliases = entity.Aliases,
        BirthDates = entity.BirthDates, Country = entity.Country, Identifiers = entity.Identifiers,
    };

    public ListedEntity ToEntity() => new(SourceId, Type, Name, Aliases, BirthDates, Country, Identifiers);
}
