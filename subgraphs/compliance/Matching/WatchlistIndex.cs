using System.Collections.Frozen;

namespace FinFlow.Compliance;

/// <summary>All entries of all lists, ready to be searched by name and identifier. It does not change; a new import makes a new one.</summary>
internal sealed class WatchlistIndex
{
    /// <summary>The least score that is reported.</summary>
    internal const float Threshold = 0.70f;

    private const int MatchesMax = 50;
    private const int Digits = 4;

    private readonly Listed[] _entities;
    private readonly Names _people;
    private readonly Names _others;
    private readonly ILookup<string, int> _byIdentifier;

    public WatchlistIndex(IReadOnlyList<(Watchlist List, ListedEntity Entity)> entities)
    {
        _entities = [.. entities.Select(listed => new Listed(listed.List, listed.Entity))];
        _people = new Names(_entities, isPerson: true);
        _others = new Names(_entities, isPerson: false);
        _byIdentifier = _entities
            .SelectMany((listed, number) => listed.Entity.Identifiers.Select(identifier => (Key: KeyOf(identifier), number)))
            .Where(identifier => identifier.Key.Length > 0)
            .ToLookup(identifier => identifier.Key, identifier => identifier.number);
        Lists = [.. entities.Select(listed => listed.List).Distinct().OrderBy(list => list.Name, StringComparer.Ordinal).Select(list => new ScreenedList(list.Name, list.Revision))];
    }

    public static WatchlistIndex Empty { get; } = new([]);

    public int Count => _entities.Length;

    public IReadOnlyList<ScreenedList> Lists { get; }

    /// <summary>The entries that the subject may be, the most alike first.</summary>
    public IReadOnlyList<ScreeningMatch> Search(ScreeningSubject subject)
    {
        var best = new Dictionary<int, (float Score, string Name, string Why)>();
        foreach (var (number, name, fit) in _people.Search(subject.Name).Concat(_others.Search(subject.Name)))
        {
            var (score, why) = Adjustments.Apply(subject, _entities[number].Entity, fit);
            if (score >= Threshold && (!best.TryGetValue(number, out var known) || known.Score < score))
            {
                best[number] = (score, name, why);
            }
        }

        foreach (var identifier in subject.Identifiers.Where(identifier => KeyOf(identifier).Length > 0))
        {
            foreach (var number in _byIdentifier[KeyOf(identifier)])
            {
                best[number] = (1f, _entities[number].Entity.Name, $"the identifier {identifier} is listed");
            }
        }

        return
        [
            .. best.OrderByDescending(match => match.Value.Score).ThenBy(match => match.Key).Take(MatchesMax).Select(match =>
            {
                var (list, entity) = (_entities[match.Key].List, _entities[match.Key].Entity);
                return new ScreeningMatch(
                    entity.Name, match.Value.Name, list.Name, list.Revision, entity.SourceId, entity.Type,
                    decimal.Round((decimal)match.Value.Score, Digits), match.Value.Why, list.Id, EntityHash.Of(entity));
            }),
        ];
    }

    // Spaces and points in passport and registration numbers are a matter of taste.
    private static string KeyOf(string identifier) => string.Concat(identifier.Where(char.IsLetterOrDigit)).ToUpperInvariant();

    private sealed record Listed(Watchlist List, ListedEntity Entity);

    /// <summary>The names of people, or of everything else: they are read differently.</summary>
    private sealed class Names
    {
        private readonly (int Entity, NameTokens Name)[] _names;
        private readonly NameIndex _index;
        private readonly bool _isPerson;

        public Names(Listed[] entities, bool isPerson)
        {
            _isPerson = isPerson;
            _names =
            [
                .. entities.SelectMany((listed, number) => listed.Entity.Type == EntityType.Person == isPerson
                    ? listed.Entity.Aliases.Prepend(listed.Entity.Name).Select(name => (number, NameTokens.Of(name, isPerson)))
                    : []),
            ];
            _index = new NameIndex([.. _names.Select(name => name.Name)]);
        }

        public IEnumerable<(int Entity, string Name, NameFit Fit)> Search(string name)
            => _index.Search(NameTokens.Of(name, _isPerson), Threshold).Select(found => (_names[found.Number].Entity, _names[found.Number].Name.Text, found.Fit));
    }
}

/// <summary>An entry's content in one number: a match that a reviewer dismissed stays so until this changes.</summary>
internal static class EntityHash
{
    public static string Of(ListedEntity entity)
        => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(StoredJson.Write(new
        {
            entity.SourceId, entity.Type, entity.Name, entity.Aliases, entity.BirthDates, Country = entity.Country?.Alpha2, entity.Identifiers,
        }))));
}
