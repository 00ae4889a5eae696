using FinFlow.GraphQL.Language;

namespace FinFlow.Gateway.Composition;

/// <summary>A field of an object or interface of one source schema.</summary>
internal sealed class SourceField(SourceType declaringType, FieldDefinitionNode syntax)
{
    public SourceType DeclaringType { get; } = declaringType;
    public SourceSchema Schema => DeclaringType.Schema;
    public FieldDefinitionNode Syntax { get; } = syntax;
    public string Name => Syntax.Name.Value;
    public TypeNode Type => Syntax.Type;
    public string Coordinate => $"{DeclaringType.Name}.{Name}";
    public OrderedDictionary<string, SourceInput> Arguments { get; } = new(StringComparer.Ordinal);

    /// <summary>Declared on the field, or on the part of the object's definition in which the field stands.</summary>
    public bool IsShareable { get; init; }

    /// <summary>Part of a key that `@key` declares or a lookup implies; set by enrichment.</summary>
    public bool IsKeyField { get; set; }

    /// <summary>Another schema's `@override` has taken this field away; set by enrichment.</summary>
    public bool IsOverridden { get; set; }

    /// <summary>The gateway answers this field itself, so it does not take part in merging; set by enrichment.</summary>
    public bool IsGatewayOwned { get; set; }

    public bool IsInternal => IsGatewayOwned || Syntax.Directives.Has("internal");
    public bool IsInaccessible => Syntax.Directives.Has("inaccessible");
    public bool IsExternal => Syntax.Directives.Has("external");
    public bool IsLookup => Syntax.Directives.Has("lookup");
    public DirectiveNode? Provides => Syntax.Directives.Find("provides");
    public DirectiveNode? Override => Syntax.Directives.Find("override");
    public string? OverrideFrom => Override?.StringArgument("from");
    public IEnumerable<SourceInput> Requirements => Arguments.Values.Where(argument => argument.Require is not null);

    /// <summary>What `@provides` selects; null without it, or when it cannot be read.</summary>
    public SelectionSetNode? ProvidedSelection => Provides?.SelectionSetArgument("fields");

    /// <summary>
    /// Whether this schema itself gives the field's value wherever the type appears. An external key field counts: the schema must know
    /// it to identify the entity.
    /// </summary>
    public bool IsResolved => !IsInternal && !DeclaringType.IsInternal && !IsOverridden && (!IsExternal || IsKeyField);

    public CompositionError Error(string code, string message, string hint)
        => Schema.Error(code, message, hint, Coordinate, Syntax.Location);

    public SourcePlace Place => new(Schema.Name, Syntax.Location);

    /// <summary>As its owner knows it, for messages.</summary>
    public override string ToString() => Schema.Written.Of(Coordinate);
}
