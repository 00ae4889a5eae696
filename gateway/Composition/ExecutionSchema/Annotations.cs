using FinFlow.GraphQL.Language;
using static FinFlow.Gateway.Composition.FusionDirectives;

namespace FinFlow.Gateway.Composition;

/// <summary>The directives on each member of the composed schema: what clients see of the sources' directives, then the planner's.</summary>
internal static class Annotations
{
    public static IEnumerable<DirectiveNode> OfType(MergedType type, MergedSchema schema)
    {
        if (type.SpecifiedByUrl is { } url)
        {
            yield return Directive("specifiedBy", ("url", Text(url)));
        }

        if (type.IsOneOf)
        {
            yield return Directive("oneOf");
        }

        foreach (var cost in Costs.Of(type.Sources.Select(source => source.Directives)))
        {
            yield return cost;
        }

        if (type.IsInaccessible)
        {
            yield return Directive("fusion__inaccessible");
        }

        if (type.IdPrefix is { } prefix)
        {
            yield return Directive("fusion__idPrefix", ("value", Text(prefix.Prefix)), ("schema", new EnumValueNode(EnumName(prefix.Schema!))));
        }

        foreach (var source in type.Sources)
        {
            yield return Of("fusion__type", source.Schema, ("interfaceObject", TrueOrNothing(source.IsInterfaceObject)));
        }

        foreach (var source in type.Sources)
        {
            foreach (var name in type.Interfaces.Where(source.Interfaces.Contains))
            {
                yield return Of("fusion__implements", source.Schema, ("interface", Text(name)));
            }

            foreach (var member in type.Members.Where(source.Members.Contains))
            {
                yield return Of("fusion__unionMember", source.Schema, ("member", Text(member)));
            }
        }

        foreach (var lookup in schema.Sources.Lookups.Where(lookup => lookup.ReturnType == type.Name))
        {
            yield return OfLookup(lookup);
        }
    }

    public static IEnumerable<DirectiveNode> OfField(MergedField field)
    {
        if (field.Deprecated is { } deprecated)
        {
            yield return deprecated;
        }

        foreach (var cost in Costs.Of(field.Sources.Where(source => !source.IsOverridden).Select(source => source.Syntax.Directives)))
        {
            yield return cost;
        }

        if (field.IsInaccessible)
        {
            yield return Directive("fusion__inaccessible");
        }

        foreach (var source in field.Sources.Where(source => !source.IsOverridden))
        {
            yield return Of(
                "fusion__field", source.Schema, ("sourceType", SourceType(source.Type, field.Type)),
                ("provides", Text(source.ProvidedSelection is { } provided ? SyntaxPrinter.PrintCompact(provided) : null)),
                ("external", TrueOrNothing(!source.IsResolved)));
        }

        foreach (var source in field.Sources.Where(source => !source.IsOverridden && source.Requirements.Any()))
        {
            yield return Of("fusion__requires", source.Schema, ("field", Text(Declaration(source))), ("map", Maps(source)));
        }

        foreach (var joining in Said(field, "joinable", "latest", "unless"))
        {
            yield return joining;
        }

        // The sources check what they demand of the caller; the gateway only says it.
        foreach (var demand in Said(field, "authorize", "policy", "roles"))
        {
            yield return demand;
        }
    }

    /// <summary>What each source says of the field by a directive of two arguments.</summary>
    private static IEnumerable<DirectiveNode> Said(MergedField field, string name, string first, string second)
        => from source in field.Sources
           where !source.IsOverridden
           from directive in source.Syntax.Directives
           where directive.Name.Value == name
           select Of($"fusion__{name}", source.Schema, (first, directive.Argument(first)), (second, directive.Argument(second)));

    public static IEnumerable<DirectiveNode> OfInput(MergedInput input, string annotation)
    {
        if (input.Deprecated is { } deprecated)
        {
            yield return deprecated;
        }

        foreach (var cost in Costs.Of(input.Sources.Select(source => source.Syntax.Directives)))
        {
            yield return cost;
        }

        if (input.IsInaccessible)
        {
            yield return Directive("fusion__inaccessible");
        }

        foreach (var source in input.Sources)
        {
            yield return Of(annotation, source.Schema, ("sourceType", SourceType(source.Type, input.Type)));
        }
    }

    public static IEnumerable<DirectiveNode> OfEnumValue(MergedEnumValue value)
    {
        if (value.Deprecated is { } deprecated)
        {
            yield return deprecated;
        }

        if (value.IsInaccessible)
        {
            yield return Directive("fusion__inaccessible");
        }

        foreach (var source in value.Sources)
        {
            yield return Of("fusion__enumValue", source.Schema);
        }
    }

    /// <summary>Null stands for an argument that the client gives.</summary>
    private static ListValueNode Maps(SourceField field)
        => new([.. field.Arguments.Values.Select(ValueNode (argument) => argument.RequirementMap is { } map ? new StringValueNode(map.ToString()) : new NullValueNode())]);

    private static DirectiveNode OfLookup(Lookup lookup) => Of(
        "fusion__lookup", lookup.Schema, ("key", Text(lookup.Key)), ("field", Text(Declaration(lookup.Field))),
        ("map", new ListValueNode([.. lookup.Maps.Select(map => Text(map.ToString())!)])),
        ("path", lookup.Parents.Count == 0 ? null : Text(string.Join('.', lookup.Parents.Select(parent => parent.Name)))),
        ("internal", TrueOrNothing(lookup.IsInternal)));

    private static StringValueNode? SourceType(TypeNode source, TypeNode merged) => source.Text == merged.Text ? null : Text(source.Text);

    /// <summary>`name(argument: Type! = default): Type`, without descriptions and directives.</summary>
    private static string Declaration(SourceField field)
    {
        var arguments = field.Arguments.Values.Select(argument => argument.DefaultValue is { } value
            ? $"{argument.Name}: {argument.Type.Text} = {SyntaxPrinter.PrintCompact(value)}"
            : $"{argument.Name}: {argument.Type.Text}");
        return $"{field.Name}{(field.Arguments.Count == 0 ? "" : $"({string.Join(", ", arguments)})")}: {field.Type.Text}";
    }
}
