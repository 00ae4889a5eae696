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
        var around = place.Parent?.Part ?? DeferPart.Initial;
        var isDivided = place.Defers.Count > 0 || place.Fields.Exists(field => !field.IsInternal && field.Part != around);
        var byType = new AnswerField[]?[schema.ObjectTypes.Count];
        var laterByType = isDivided ? new DeferredShape?[schema.ObjectTypes.Count] : null;
        foreach (var type in place.PossibleTypes)
        {
            var index = schema.TypeOf(type).ObjectIndex;
            byType[index] = FieldsOf(place, type, around, children);
            if (laterByType is not null)
            {
                laterByType[index] = LaterOf(place, type, around, children);
            }
        }

        return new ObjectShape(byType, laterByType);
    }

    private AnswerField[] FieldsOf(SelectionSet place, string type, DeferPart part, Dictionary<SelectedField, ObjectShape> children)
        => [.. place.Fields.Where(field => !field.IsInternal && field.Part == part && field.Types.Contains(type))
            .Select((field, index) => Answer(field, type, index, children.GetValueOrDefault(field)))];

    /// <summary>What of an object comes later than the object.</summary>
    private DeferredShape? LaterOf(SelectionSet place, string type, DeferPart around, Dictionary<SelectedField, ObjectShape> children)
    {
        var usages = place.Defers.Where(usage => usage.Types.Contains(type)).ToList();
        var parts = place.Fields.Where(field => !field.IsInternal && field.Part != around && field.Types.Contains(type)).Select(field => field.Part).Distinct().ToList();
        return usages.Count == 0 && parts.Count == 0 ? null : new DeferredShape(usages, [.. parts.Select(part => (part, FieldsOf(place, type, part, children)))]);
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
