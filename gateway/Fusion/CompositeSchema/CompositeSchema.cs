using System.Text;
using FinFlow.GraphQL.Language;
using FinFlow.GraphQL.Types;

namespace FinFlow.Gateway.Fusion;

/// <summary>
/// The composed schema as the gateway works with it: what clients see, and which source can resolve what. It is read from one document,
/// the client schema annotated with `fusion__*` directives. Immutable and safe to share.
/// </summary>
public sealed class CompositeSchema
{
    private readonly Dictionary<string, CompositeType> _types;
    private readonly Dictionary<string, string> _typesByIdPrefix = new(StringComparer.Ordinal);

    private CompositeSchema(Schema client, Schema full, IReadOnlyList<string> sources, Dictionary<string, CompositeType> types)
    {
        Client = client;
        Full = full;
        Sources = sources;
        _types = types;
        ObjectTypes = [.. full.Types.Values.OfType<ObjectType>().Where(type => !type.IsIntrospection)];
        ObjectTypeNames = [.. ObjectTypes.Select(type => Encoding.UTF8.GetBytes(type.Name))];
        foreach (var name in full.Types.Keys)
        {
            types.TryAdd(name, new CompositeType(name));
        }

        for (var i = 0; i < ObjectTypes.Count; i++)
        {
            types[ObjectTypes[i].Name].ObjectIndex = i;
        }

        foreach (var type in types.Values.Where(type => type.IdPrefix is not null))
        {
            _typesByIdPrefix[type.IdPrefix!] = type.Name;
        }
    }

    /// <summary>The names of the source schemas, in the order of the document.</summary>
    public IReadOnlyList<string> Sources { get; }

    /// <summary>What clients may ask.</summary>
    public Schema Client { get; }

    /// <summary>The client's schema and the inaccessible members, which the gateway may need as keys and requirements.</summary>
    internal Schema Full { get; }

    internal IReadOnlyList<ObjectType> ObjectTypes { get; }

    /// <summary>The names of <see cref="ObjectTypes"/> as UTF-8, to be compared with `__typename` in answers.</summary>
    internal byte[][] ObjectTypeNames { get; }

    /// <exception cref="SchemaException">The document is not a composed schema.</exception>
    /// <exception cref="SyntaxException">The document is not GraphQL.</exception>
    /// <param name="document">The client schema annotated with `fusion__*` directives.</param>
    /// <param name="scalars">Scalars beyond the standard ones whose values are checked before any source is asked; the others pass as they are.</param>
    public static CompositeSchema Load(string document, IReadOnlyDictionary<string, ScalarBehavior>? scalars = null)
        => Load(Parser.Parse(document, CompositeSchemaReader.Limits), scalars);

    /// <inheritdoc cref="Load(string, IReadOnlyDictionary{string, ScalarBehavior})"/>
    public static CompositeSchema Load(DocumentNode document, IReadOnlyDictionary<string, ScalarBehavior>? scalars = null)
    {
        var reader = new CompositeSchemaReader(document);
        var types = reader.ReadTypes();
        return new CompositeSchema(
            // A server may answer what is deferred with the rest, and the plan is the same: clients that write @defer are not refused for it.
            SchemaBuilder.Build(
                ClientView.Of(document, withInaccessible: false), new SchemaOptions { Scalars = WithStandardScalars(scalars), IncrementalDelivery = true }),
            SchemaBuilder.Build(ClientView.Of(document, withInaccessible: true)),
            reader.Sources,
            types);
    }

    /// <summary>What the sources demand of a caller for a field, by its coordinate such as `Mutation.capturePayment`; null for nothing.</summary>
    public string? PermissionOf(string coordinate)
        => coordinate.Split('.') is [var type, var field] && _types.TryGetValue(type, out var known) ? known.Permissions.GetValueOrDefault(field) : null;

    private static Dictionary<string, ScalarBehavior> WithStandardScalars(IReadOnlyDictionary<string, ScalarBehavior>? scalars)
        => new(StandardScalars.All.Where(pair => scalars?.ContainsKey(pair.Key) != true).Concat(scalars ?? new Dictionary<string, ScalarBehavior>()), StringComparer.Ordinal);

    internal CompositeType TypeOf(string name) => _types[name];

    /// <summary>The object types that a value at this type may have for a client; for hidden types all that exist.</summary>
    internal IReadOnlyList<string> PossibleTypes(NamedType type)
        => [.. (Client.FindType(type.Name) is { } visible ? Client.PossibleTypes(visible) : Full.PossibleTypes(type)).Select(t => t.Name)];

    /// <summary>Lookups that give this object type: its own, then those of its interfaces and unions. Representations name the object's own type.</summary>
    internal IEnumerable<Lookup> LookupsOf(string objectType)
    {
        var type = (ObjectType)Full.Types[objectType];
        return TypeOf(objectType).Lookups
            .Concat(type.Interfaces.SelectMany(implemented => TypeOf(implemented.Name).Lookups))
            .Concat(Full.Types.Values.OfType<UnionType>().Where(union => union.Types.Contains(type)).SelectMany(union => TypeOf(union.Name).Lookups))
            .Where(lookup => TypeOf(objectType).Sources.Contains(lookup.Source) && (lookup.EntityName is null || lookup.TypeName == objectType));
    }

    /// <summary>The entity that an id such as `pay_0190…` belongs to.</summary>
    internal string? TypeOfId(ReadOnlySpan<char> id)
    {
        var end = id.IndexOf('_');
        return end > 0 && _typesByIdPrefix.TryGetValue(id[..end].ToString(), out var type) ? type : null;
    }

    internal IEnumerable<string> TypesWithIds => _typesByIdPrefix.Values;
}
