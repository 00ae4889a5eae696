using FinFlow.GraphQL.Language;

namespace FinFlow.Gateway.Composition;

/// <summary>A type of one source schema: the definition and its extensions together.</summary>
internal sealed class SourceType(SourceSchema schema, string name, TypeKind kind)
{
    public SourceSchema Schema { get; } = schema;
    public string Name { get; } = name;
    public TypeKind Kind { get; } = kind;
    public StringValueNode? Description { get; set; }
    public Location? Location { get; set; }
    public List<DirectiveNode> Directives { get; } = [];
    public List<string> Interfaces { get; } = [];
    public List<string> Members { get; } = [];
    public OrderedDictionary<string, SourceField> Fields { get; } = new(StringComparer.Ordinal);
    public OrderedDictionary<string, SourceInput> InputFields { get; } = new(StringComparer.Ordinal);
    public OrderedDictionary<string, EnumValueDefinitionNode> Values { get; } = new(StringComparer.Ordinal);

    public bool IsInaccessible => Directives.Has("inaccessible");
    public bool IsInternal => Directives.Has("internal");
    public bool IsInterfaceObject => Directives.Has(InterfaceObjects.Mark);
    public bool IsOneOf => Directives.Has("oneOf");
    public IEnumerable<DirectiveNode> KeyDirectives => Directives.Where(directive => directive.Name.Value == "key");

    public CompositionError Error(string code, string message, string hint) => Schema.Error(code, message, hint, Name, Location);

    public SourcePlace Place => new(Schema.Name, Location);

    /// <summary>As its owner knows it, for messages.</summary>
    public override string ToString() => Schema.Written.Of(Name);
}
