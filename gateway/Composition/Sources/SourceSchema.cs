using FinFlow.GraphQL.Language;

namespace FinFlow.Gateway.Composition;

internal enum TypeKind { Scalar, Object, Interface, Union, Enum, InputObject }

/// <summary>
/// A source schema with its extensions folded in. It is read from the syntax and not checked, so that every rule can speak of what is
/// wrong with it.
/// </summary>
internal sealed class SourceSchema(string name, DocumentNode document, WrittenNames? written = null)
{
    public static readonly IReadOnlySet<string> BuiltInScalars = new HashSet<string> { "Int", "Float", "String", "Boolean", "ID" };

    public string Name { get; } = name;
    public DocumentNode Document { get; } = document;

    /// <summary>How the schema's owner knows its members.</summary>
    public WrittenNames Written { get; } = written ?? WrittenNames.AsTheyAre;

    /// <summary>Whether its owner speaks Apollo Federation's language: no lookups, and requirements by another name.</summary>
    public bool IsOfApollo => Written != WrittenNames.AsTheyAre;

    /// <summary>How the owner writes that a field needs other fields.</summary>
    public string RequireDirective => IsOfApollo ? "@requires" : "@require";
    public OrderedDictionary<string, SourceType> Types { get; } = new(StringComparer.Ordinal);

    public IEnumerable<DirectiveDefinitionNode> DirectiveDefinitions => Document.Definitions.OfType<DirectiveDefinitionNode>();
    public IEnumerable<SourceType> CompositeTypes => Types.Values.Where(type => type.Kind is TypeKind.Object or TypeKind.Interface);
    public IEnumerable<SourceField> OutputFields => CompositeTypes.SelectMany(type => type.Fields.Values);
    public IEnumerable<SourceInput> Arguments => OutputFields.SelectMany(output => output.Arguments.Values);
    public IEnumerable<SourceField> Lookups => OutputFields.Where(output => output.IsLookup);

    public SourceType? FindType(string name) => Types.GetValueOrDefault(name);
    public SourceField? FindField(string type, string field) => FindType(type)?.Fields.GetValueOrDefault(field);

    /// <summary>The object types that a value of this composite type may have in this schema alone.</summary>
    public IEnumerable<SourceType> PossibleTypes(string typeName) => FindType(typeName) switch
    {
        { Kind: TypeKind.Object } type => [type],
        { Kind: TypeKind.Interface } => Types.Values.Where(type => type.Kind == TypeKind.Object && type.Interfaces.Contains(typeName)),
        { Kind: TypeKind.Union } union => union.Members.Select(FindType).OfType<SourceType>(),
        _ => [],
    };

    /// <summary>The name that the document gives to a root type, or null when it has none.</summary>
    public string? RootTypeName(OperationType operation)
    {
        var definitions = Document.Definitions.OfType<SchemaDefinitionNode>().ToList();
        var declared = definitions.SelectMany(definition => definition.OperationTypes).FirstOrDefault(root => root.Operation == operation);
        return declared is not null ? declared.Type.Name.Value
            : definitions.Any(definition => !definition.IsExtension) ? null
            : Types.ContainsKey(operation.ToString()) ? operation.ToString() : null;
    }

    public CompositionError Error(string code, string message, string hint, string? coordinate, Location? location)
        => new(code, Severity.Error, message, [new SourcePlace(Name, location)], coordinate is null ? null : Written.Of(coordinate), hint);

    public override string ToString() => Name;
}
