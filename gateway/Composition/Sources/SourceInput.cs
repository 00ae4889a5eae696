using FinFlow.GraphQL.Language;
using FinFlow.GraphQL.Types;

namespace FinFlow.Gateway.Composition;

/// <summary>An argument, or a field of an input object, of one source schema.</summary>
internal sealed class SourceInput(SourceSchema schema, SourceField? field, string coordinate, InputValueDefinitionNode syntax)
{
    public SourceSchema Schema { get; } = schema;

    /// <summary>The field whose argument this is; null for an input object's field.</summary>
    public SourceField? Field { get; } = field;
    public string Coordinate { get; } = coordinate;
    public InputValueDefinitionNode Syntax { get; } = syntax;
    public string Name => Syntax.Name.Value;
    public TypeNode Type => Syntax.Type;
    public ValueNode? DefaultValue => Syntax.DefaultValue;
    public bool IsRequired => Type is NonNullTypeNode && DefaultValue is null;
    public bool IsInaccessible => Syntax.Directives.Has("inaccessible");
    public DirectiveNode? Is => Syntax.Directives.Find("is");
    public DirectiveNode? Require => Syntax.Directives.Find("require");

    /// <summary>How a lookup's argument is put together from the entity; without `@is` it is the field of the same name.</summary>
    public SelectedValue? LookupMap => ParseMap(Is is null ? Name : Is.StringArgument("field"));

    /// <summary>What `@require` selects; null when it cannot be read.</summary>
    public SelectedValue? RequirementMap => ParseMap(Require?.StringArgument("field"));

    public CompositionError Error(string code, string message, string hint)
        => Schema.Error(code, message, hint, Coordinate, Syntax.Location);

    public SourcePlace Place => new(Schema.Name, Syntax.Location);

    /// <summary>As its owner knows it, for messages.</summary>
    public override string ToString() => Schema.Written.Of(Coordinate);

    private static SelectedValue? ParseMap(string? map)
    {
        try
        {
            return map is null ? null : FieldSelectionMap.Parse(map);
        }
        catch (SyntaxException)
        {
            // IS_INVALID_SYNTAX and REQUIRE_INVALID_SYNTAX report it.
            return null;
        }
    }
}
