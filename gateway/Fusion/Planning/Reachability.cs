using FinFlow.GraphQL.Types;

namespace FinFlow.Gateway.Fusion;

/// <summary>From which sources an entity's fields, and through which lookups other sources, can be reached.</summary>
internal sealed class Reachability(CompositeSchema schema)
{
    /// <summary>Longer chains of lookups, each giving only the key of the next, do not occur in sane schemas.</summary>
    private const int HopsMax = 4;

    /// <summary>
    /// The shortest chain of lookups that ends in <paramref name="target"/> and starts from keys that <paramref name="from"/> resolve;
    /// null when there is none. Ties are broken by fewer arguments, then by the order of the schema.
    /// </summary>
    public IReadOnlyList<Lookup>? Route(string type, IReadOnlyCollection<int> from, int target)
    {
        var lookups = schema.LookupsOf(type).OrderBy(lookup => lookup.Arguments.Count).ToList();
        var chains = new List<IReadOnlyList<Lookup>> { Array.Empty<Lookup>() };
        var reached = new HashSet<int>(from);
        for (var hops = 0; hops < HopsMax; hops++)
        {
            var longer = new List<IReadOnlyList<Lookup>>();
            foreach (var chain in chains)
            {
                var sources = from.Concat(chain.Select(lookup => lookup.Source)).ToList();
                foreach (var lookup in lookups.Where(lookup => lookup.Source == target || !reached.Contains(lookup.Source)))
                {
                    if (!IsUsable(type, lookup, sources))
                    {
                        continue;
                    }

                    if (lookup.Source == target)
                    {
                        return [.. chain, lookup];
                    }

                    longer.Add([.. chain, lookup]);
                }
            }

            reached.UnionWith(longer.Select(chain => chain[^1].Source));
            chains = longer;
        }

        return null;
    }

    /// <summary>Whether some source other than <paramref name="from"/>'s own answer can give the field by a lookup.</summary>
    public bool CanReach(string type, int from, Selection selection) => schema.TypeOf(type).SourcesOf(selection.Field.Name)
        .Any(candidate => !candidate.External && !selection.WasTried(candidate.Source) && Route(type, [from], candidate.Source) is not null);

    /// <summary>Whether a lookup, even into the source that gives the object, can give the field later.</summary>
    public bool CanReachLater(string type, int from, Selection selection) => CanReach(type, from, selection with { Tried = 0 });

    /// <summary>The first of the sources that resolves the whole path from the type.</summary>
    public int? Provider(string type, IReadOnlyList<PathSegment> path, IEnumerable<int> sources)
    {
        foreach (var source in sources)
        {
            if (Resolves(type, path, source))
            {
                return source;
            }
        }

        return null;
    }

    /// <summary>Whether the sources resolve the lookup's key.</summary>
    public bool IsUsable(string type, Lookup lookup, IReadOnlyList<int> sources)
        => lookup.Arguments.All(argument => Paths(type, argument.Map) is { Count: > 0 } paths && paths.All(path => Provider(type, path, sources) is not null));

    private bool Resolves(string type, IReadOnlyList<PathSegment> path, int source)
    {
        if (source < 0)
        {
            return path is [{ Name: "id" }];
        }

        foreach (var segment in path)
        {
            // A field that is external here may still be selected as (part of) a key.
            if (schema.TypeOf(type).Find(segment.Name, source) is not { Requirement: null }
                || schema.Full.Types[type] is not ComplexType complex || !complex.Fields.TryGetValue(segment.Name, out var field))
            {
                return false;
            }

            type = segment.TypeCondition ?? field.Type.Named.Name;
        }

        return true;
    }

    /// <summary>The paths to leaves that a map selects for an object type.</summary>
    private List<IReadOnlyList<PathSegment>> Paths(string type, SelectedValue map)
    {
        var paths = new List<IReadOnlyList<PathSegment>>();
        Collect(map, []);
        return paths;

        void Collect(SelectedValue value, IReadOnlyList<PathSegment> prefix)
        {
            foreach (var entry in value.Entries)
            {
                if (entry.Path?.TypeCondition is { } condition && prefix.Count == 0 && !schema.PossibleTypes(schema.Full.Types[condition]).Contains(type))
                {
                    continue;
                }

                // Deeper, a condition is one on what the path before it leads to.
                IReadOnlyList<PathSegment> before = prefix.Count > 0 && entry.Path?.TypeCondition is { } narrower ? [.. prefix.SkipLast(1), prefix[^1] with { TypeCondition = narrower }] : prefix;
                IReadOnlyList<PathSegment> path = [.. before, .. entry.Path?.Segments ?? []];
                if (entry.ObjectValue is { } selected)
                {
                    foreach (var field in selected.Fields)
                    {
                        Collect(field.Value, path);
                    }
                }
                else if (entry.ListValue is { } list)
                {
                    Collect(list.Element, path);
                }
                else
                {
                    paths.Add(path);
                }
            }
        }
    }
}
