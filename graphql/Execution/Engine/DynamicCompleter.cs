using System.Collections;
using FinFlow.GraphQL.Types;

namespace FinFlow.GraphQL.Execution;

/// <summary>Writes values whose .NET type says nothing: the schema alone decides.</summary>
/// <param name="type">The field's type.</param>
/// <param name="typeOf">The object type of a value of an abstract type, or null when it is none.</param>
/// <param name="isOuter">Whether the type is the field's own, not that of a list's items.</param>
internal sealed class DynamicCompleter(GraphQLType type, Func<object, ObjectType?> typeOf, bool isOuter = true) : Completer<object?>
{
    private readonly ListCompleter<IEnumerable<object?>, object?>? _items = type.Nullable is ListType list
        ? new ListCompleter<IEnumerable<object?>, object?>(new DynamicCompleter(list.OfType, typeOf, isOuter: false), !list.OfType.IsNonNull, isOuter)
        : null;

    private readonly AsyncListCompleter<IAsyncEnumerable<object?>, object?>? _laterItems = type.Nullable is ListType laterList
        ? new AsyncListCompleter<IAsyncEnumerable<object?>, object?>(new DynamicCompleter(laterList.OfType, typeOf, isOuter: false), !laterList.OfType.IsNonNull, isOuter)
        : null;

    private readonly ScalarCompleter<object>? _scalar = type.Nullable is ScalarType scalar ? new ScalarCompleter<object>(scalar.Behavior) : null;

    public override bool Complete(OperationExecution execution, object? value, Selection selection)
    {
        if (value is null)
        {
            return execution.WriteNull();
        }

        switch (type.Nullable)
        {
            case ListType when value is IAsyncEnumerable<object?> later:
                return _laterItems!.Complete(execution, later, selection);
            case ListType:
                return value is IEnumerable items and not string
                    ? _items!.Complete(execution, items as IEnumerable<object?> ?? items.Cast<object?>(), selection)
                    : execution.Fail(new GraphQLError($"Expected Iterable, but did not find one for field \"{selection.ParentType.Name}.{selection.Field.Name}\"."));
            case ScalarType:
                return _scalar!.Complete(execution, value, selection);
            case EnumType values:
                return WriteEnum(execution, values, value);
            case ObjectType objectType:
                return ObjectWriter.Write(execution, value, selection.SetFor(objectType));
            default:
                return typeOf(value) is { } found && execution.Schema.Schema.PossibleTypes(type.Named).Contains(found)
                    ? ObjectWriter.Write(execution, value, selection.SetFor(found))
                    : execution.Fail(new InvalidOperationException($"A value of {selection.Field.Coordinate} is none of the possible types of {type.Named.Name}."));
        }
    }

    private static bool WriteEnum(OperationExecution execution, EnumType values, object value)
    {
        if (value is not string name || values.Find(name) is null)
        {
            return execution.Fail(new GraphQLError($"Enum \"{values.Name}\" cannot represent value: \"{value}\""));
        }

        execution.Output.WriteString(name);
        return true;
    }
}
