using System.Text;
using FinFlow.GraphQL.Types;

namespace FinFlow.Gateway.Fusion;

/// <summary>Prepares how the client's answer is written from result objects: names are encoded once, nullability is taken from the client's schema.</summary>
internal sealed class ShapeAnswer(CompositeSchema schema)
{
    public ObjectShape Run(SelectionSet root) => ShapeOf(root);

    private ObjectShape ShapeOf(SelectionSet place)
    {
        var children = place.Fields.Where(field => !field.IsInternal && field.Selections is not null && !IsIntrospection(field))
            .ToDictionary(field => field, field => ShapeOf(field.Selections!));
        var byType = new AnswerField[]?[schema.ObjectTypes.Count];
        var laterByType = new DeferredShape?[schema.ObjectTypes.Count];
        var around = place.Parent?.Part ?? DeferPart.Initial;
        foreach (var type in place.PossibleTypes)
        {
            var parts = place.Fields.Where(field => !field.IsInternal && field.Types.Contains(type)).GroupBy(field => field.Part)
                .ToDictionary(part => part.Key, part => part.Select((field, index) => Answer(field, type, index, children.GetValueOrDefault(field))).ToArray());
            byType[schema.TypeOf(type).ObjectIndex] = parts.Remove(around, out var now) ? now : [];
            var usages = place.Defers.Where(usage => usage.Types.Contains(type)).ToList();
            laterByType[schema.TypeOf(type).ObjectIndex] = usages.Count == 0 && parts.Count == 0
                ? null
                : new DeferredShape(usages, [.. parts.Select(part => (part.Key, part.Value))]);
        }

        return new ObjectShape(byType, Array.TrueForAll(laterByType, later => later is null) ? null : laterByType);
    }

    private AnswerField Answer(SelectedField field, string objectType, int index, ObjectShape? child)
    {
        var type = field.Name.StartsWith("__", StringComparison.Ordinal)
            ? field.Type
            : ((ObjectType)schema.Full.Types[objectType]).Fields[field.Name].Type;
        return new AnswerField
        {
            Prefix = Encoding.UTF8.GetBytes($"{(index > 0 ? "," : "")}\"{field.ResponseName}\":"),
            ResponseName = field.ResponseName,
            Coordinate = $"{objectType}.{field.Name}",
            Type = type,
            Slot = field.IsTypeName ? -1 : field.Slot,
            Child = child,
            NonNull = [.. NonNulls(type)],
            Constant = field.IsTypeName ? Encoding.UTF8.GetBytes($"\"{objectType}\"") : null,
        };
    }

    /// <summary>Introspection is answered in one piece.</summary>
    private static bool IsIntrospection(SelectedField field) => field.Name is "__schema" or "__type";

    private static IEnumerable<bool> NonNulls(GraphQLType type)
    {
        for (; ; )
        {
            yield return type.IsNonNull;
            if (type.Nullable is not ListType list)
            {
                yield break;
            }

            type = list.OfType;
        }
    }
}
