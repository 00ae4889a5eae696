using FinFlow.GraphQL.Language;
using FinFlow.GraphQL.Types;

namespace FinFlow.Gateway.Composition;

/// <summary>
/// Whether a field selection map gives what an argument expects. Output fields are looked for in the context, input types in the schema
/// that declares the argument. https://graphql.github.io/composite-schemas-spec/draft/#sec-Validation
/// </summary>
internal sealed class SelectionMapCheck(SchemaContext context, SourceSchema inputs)
{
    /// <summary>One sentence per problem; empty when the map is valid.</summary>
    public IEnumerable<string> Problems(SelectedValue map, string rootType, TypeNode argumentType)
        => Value(map, new NamedTypeNode(new NameNode(rootType)), null, argumentType);

    private IEnumerable<string> Value(SelectedValue value, TypeNode output, string? condition, TypeNode expected)
        => value.Entries.SelectMany(entry => Entry(entry, output, condition, expected));

    private IEnumerable<string> Entry(SelectedValueEntry entry, TypeNode output, string? condition, TypeNode expected)
    {
        if (entry.Path is { } path)
        {
            List<string> problems = [];
            var end = Follow(path, output, ref condition, problems);
            if (end is null)
            {
                return problems;
            }

            // An argument that is wrong does not keep the rest from being checked.
            output = end;
            return problems.Concat(End(entry, output, condition, expected));
        }

        return End(entry, output, condition, expected);
    }

    private IEnumerable<string> End(SelectedValueEntry entry, TypeNode output, string? condition, TypeNode expected) => entry switch
    {
        { ObjectValue: { } selected } => Object(selected, output, condition, expected),
        { ListValue: { } list } => (output.Nullable, expected.Nullable) switch
        {
            (ListTypeNode given, ListTypeNode wanted) => Value(list.Element, given.Type, condition, wanted.Type),
            (ListTypeNode given, _) when IsRepresentation(expected) => Value(list.Element, given.Type, condition, expected),
            (ListTypeNode, _) => [$"a list is given where `{expected.Text}` is expected."],
            _ => [$"`{output.Text}` is not a list."],
        },
        _ => Leaf(output, expected),
    };

    private IEnumerable<string> Leaf(TypeNode output, TypeNode expected)
    {
        if (context.KindOf(output.NamedType) is TypeKind.Object or TypeKind.Interface or TypeKind.Union)
        {
            return [$"`{output.NamedType}` is not a leaf, so its fields must be selected."];
        }

        // Null is the planner's business: it does not call with a null key, and fails the field for a null requirement.
        return IsRepresentation(expected) || IsCoercible(output, expected) ? [] : [$"`{output.Text}` is given where `{expected.Text}` is expected."];
    }

    // An id travels as a string, and a string is read as an id; every whole number is a Float. Nothing else changes its type on the way.
    private static bool IsCoercible(TypeNode output, TypeNode expected)
        => ListDepth(output) == ListDepth(expected)
            && (output.NamedType == expected.NamedType
                || (output.NamedType, expected.NamedType) is ("ID", "String") or ("String", "ID") or ("Int", "Float"));

    /// <summary>A representation has the shape of the entity itself, so whatever the entity has may stand in it.</summary>
    public static bool IsRepresentation(TypeNode expected) => expected.NamedType == ApolloSchema.Representation;

    private static int ListDepth(TypeNode type) => type.Shape.Count(character => character == '[');

    private IEnumerable<string> Object(SelectedObject selected, TypeNode output, string? condition, TypeNode expected)
    {
        if (output.IsList)
        {
            return [$"the fields of `{output.Text}` cannot be selected without brackets, because it is a list."];
        }

        if (IsRepresentation(expected))
        {
            // An object may tell its type, which no schema defines.
            return [.. selected.Fields.Where(field => field.Name != "__typename").SelectMany(field => Value(field.Value, output, condition, expected))];
        }

        if (expected.IsList || inputs.FindType(expected.NamedType) is not { Kind: TypeKind.InputObject } input)
        {
            return [$"an object is given where `{expected.Text}` is expected."];
        }

        return [.. ObjectShape(selected, input), .. selected.Fields.SelectMany(field => input.InputFields.TryGetValue(field.Name, out var definition)
            ? Value(field.Value, output, condition, definition.Type)
            : [$"`{input}` has no field `{field.Name}`."])];
    }

    private static IEnumerable<string> ObjectShape(SelectedObject selected, SourceType input)
    {
        foreach (var twice in selected.Fields.GroupBy(field => field.Name).Where(fields => fields.Count() > 1))
        {
            yield return $"`{twice.Key}` is given twice.";
        }

        if (input.IsOneOf && selected.Fields.Count != 1)
        {
            yield return $"`{input}` takes exactly one of its fields.";
        }

        foreach (var missing in input.InputFields.Values.Where(field =>
            !input.IsOneOf && field.IsRequired && selected.Fields.All(given => given.Name != field.Name)))
        {
            yield return $"`{missing}` is required.";
        }
    }

    /// <summary>The type at the end of the path, or null after a problem.</summary>
    private TypeNode? Follow(SelectionPath path, TypeNode output, ref string? condition, List<string> problems)
    {
        condition = path.TypeCondition ?? condition;
        foreach (var segment in path.Segments)
        {
            var parent = output.NamedType;
            if (output.IsList)
            {
                problems.Add($"`{segment.Name}` cannot be selected from `{output.Text}` without brackets, because it is a list.");
                return null;
            }

            if (condition is not null && !context.PossibleTypes(condition).Overlaps(context.PossibleTypes(parent)))
            {
                problems.Add($"no `{parent}` is a `{condition}`.");
                return null;
            }

            if (Problem(condition ?? parent, segment, out var fields) is { } problem)
            {
                problems.Add(problem);
                return null;
            }

            problems.AddRange(fields.SelectMany(field => ConstantArguments.Problems(segment.Arguments, field, context)).Distinct());
            (output, condition) = (fields[0].Type, segment.TypeCondition);
        }

        return output;
    }

    private string? Problem(string type, PathSegment segment, out IReadOnlyList<SourceField> fields)
    {
        fields = context.Fields(type, segment.Name);
        return fields.Count > 0 ? null
            : context.KindOf(type) is TypeKind.Scalar or TypeKind.Enum ? $"`{segment.Name}` cannot be selected from the leaf `{type}`."
            : $"`{type}.{segment.Name}` is not defined.";
    }
}
