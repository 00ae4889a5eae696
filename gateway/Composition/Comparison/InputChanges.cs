using FinFlow.GraphQL.Language;
using FinFlow.GraphQL.Types;

namespace FinFlow.Gateway.Composition;

/// <summary>Arguments and input fields: what clients write.</summary>
internal static class InputChanges
{
    public static IEnumerable<SchemaChange> OfInputObject(InputObjectType before, InputObjectType after)
    {
        if (before.IsOneOf != after.IsOneOf)
        {
            yield return SchemaChange.Breaking(
                "INPUT_ONE_OF_CHANGED", before.Name, after.IsOneOf ? $"{before.Name} takes exactly one field now." : $"{before.Name} does not take exactly one field any more.");
        }

        foreach (var change in Of("INPUT_FIELD", name => $"{before.Name}.{name}", before.Fields, after.Fields))
        {
            yield return change;
        }
    }

    public static IEnumerable<SchemaChange> OfArguments(
        string owner, IReadOnlyDictionary<string, InputValue> before, IReadOnlyDictionary<string, InputValue> after)
        => Of("ARG", name => $"{owner}({name}:)", before, after);

    private static IEnumerable<SchemaChange> Of(
        string what, Func<string, string> coordinateOf, IReadOnlyDictionary<string, InputValue> before, IReadOnlyDictionary<string, InputValue> after)
    {
        foreach (var (name, was) in before)
        {
            var coordinate = coordinateOf(name);
            if (!after.TryGetValue(name, out var now))
            {
                yield return SchemaChange.Breaking($"{what}_REMOVED", coordinate, $"{coordinate} was removed.");
            }
            else if (!IsSafe(was.Type, now.Type) || (now.IsRequired && !was.IsRequired))
            {
                yield return SchemaChange.Breaking($"{what}_CHANGED_KIND", coordinate, $"{coordinate} changed type from {was.Type} to {now.Type}.");
            }
            else if (Print(was.DefaultValue) != Print(now.DefaultValue))
            {
                yield return SchemaChange.Dangerous(
                    $"{what}_DEFAULT_VALUE_CHANGE", coordinate, $"{coordinate} changed its default from {Print(was.DefaultValue)} to {Print(now.DefaultValue)}.");
            }
            else if (was.Type.ToString() != now.Type.ToString())
            {
                yield return SchemaChange.Safe($"{what}_TYPE_WIDENED", coordinate, $"{coordinate} changed type from {was.Type} to {now.Type}.");
            }
        }

        foreach (var (name, added) in after.Where(pair => !before.ContainsKey(pair.Key)))
        {
            var coordinate = coordinateOf(name);
            yield return added.IsRequired
                ? SchemaChange.Breaking($"REQUIRED_{what}_ADDED", coordinate, $"{coordinate} is required and was added.")
                : SchemaChange.Dangerous($"OPTIONAL_{what}_ADDED", coordinate, $"{coordinate} was added.");
        }
    }

    /// <summary>Whether all that could be written before can be written now.</summary>
    private static bool IsSafe(GraphQLType before, GraphQLType after) => (before, after) switch
    {
        (NonNullType was, NonNullType now) => IsSafe(was.OfType, now.OfType),
        (NonNullType was, _) => IsSafe(was.OfType, after),
        (_, NonNullType) => false,
        (ListType was, ListType now) => IsSafe(was.OfType, now.OfType),
        (NamedType was, NamedType now) => was.Name == now.Name,
        _ => false,
    };

    private static string Print(ValueNode? value) => value is null ? "none" : SyntaxPrinter.PrintCompact(value);
}
