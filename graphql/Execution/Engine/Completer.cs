using System.Globalization;
using System.Text;
using FinFlow.GraphQL.Types;

namespace FinFlow.GraphQL.Execution;

/// <summary>Writes resolved values of one .NET type as one GraphQL type. https://spec.graphql.org/draft/#CompleteValue()</summary>
internal abstract class Completer<T>
{
    /// <returns>False when there is no value and null is not allowed here.</returns>
    public abstract bool Complete(OperationExecution execution, T value, Selection selection);
}

internal sealed class ScalarCompleter<T>(ScalarBehavior behavior) : Completer<T>
{
    public override bool Complete(OperationExecution execution, T value, Selection selection)
    {
        if (value is null)
        {
            return execution.WriteNull();
        }

        var start = execution.Output.Length;
        try
        {
            behavior.Write(execution.Output, value);
            return true;
        }
        catch (ScalarException refusal)
        {
            execution.Output.Truncate(start);
            return execution.Fail(new GraphQLError(refusal.Message));
        }
    }
}

// The specified scalars in their own .NET types can be written without a box and cannot fail.
internal sealed class TextCompleter : Completer<string?>
{
    public override bool Complete(OperationExecution execution, string? value, Selection selection)
    {
        if (value is null)
        {
            return execution.WriteNull();
        }

        execution.Output.WriteString(value);
        return true;
    }
}

internal sealed class IntCompleter : Completer<int>
{
    public override bool Complete(OperationExecution execution, int value, Selection selection)
    {
        execution.Output.WriteNumber(value);
        return true;
    }
}

internal sealed class BooleanCompleter : Completer<bool>
{
    public override bool Complete(OperationExecution execution, bool value, Selection selection)
    {
        execution.Output.WriteBoolean(value);
        return true;
    }
}

internal sealed class NullableCompleter<T>(Completer<T> inner) : Completer<T?> where T : struct
{
    public override bool Complete(OperationExecution execution, T? value, Selection selection)
        => value is { } present ? inner.Complete(execution, present, selection) : execution.WriteNull();
}

internal sealed class EnumCompleter<T>(EnumType type) : Completer<T> where T : struct, Enum
{
    private readonly Dictionary<T, byte[]> _names = typeof(T).GetFields()
        .Where(field => field.IsLiteral && type.Find(SchemaNames.EnumValue(field)) is not null)
        .GroupBy(field => (T)field.GetValue(null)!)
        .ToDictionary(group => group.Key, group => Encoding.UTF8.GetBytes($"\"{SchemaNames.EnumValue(group.First())}\""));

    public override bool Complete(OperationExecution execution, T value, Selection selection)
    {
        if (!_names.TryGetValue(value, out var name))
        {
            return execution.Fail(new GraphQLError(string.Create(CultureInfo.InvariantCulture, $"Enum \"{type.Name}\" cannot represent value: {value}")));
        }

        execution.Output.WriteRaw(name);
        return true;
    }
}

internal sealed class ObjectCompleter<T>(ObjectType type) : Completer<T>
{
    public override bool Complete(OperationExecution execution, T value, Selection selection)
        => value is null ? execution.WriteNull() : ObjectWriter.Write(execution, value, selection.SetFor(type));
}

internal sealed class AbstractCompleter<T>(NamedType type, ExecutableSchema schema) : Completer<T>
{
    public override bool Complete(OperationExecution execution, T value, Selection selection)
    {
        if (value is null)
        {
            return execution.WriteNull();
        }

        return schema.TypeOf(value.GetType(), type) is { } objectType
            ? ObjectWriter.Write(execution, value, selection.SetFor(objectType))
            : execution.Fail(new InvalidOperationException($"A {value.GetType().Name} is none of the possible types of {type.Name}."));
    }
}
