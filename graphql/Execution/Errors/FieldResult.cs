namespace FinFlow.GraphQL.Execution;

/// <summary>A mutation's outcome: a value, or an error that the mutation declares.</summary>
public readonly struct FieldResult<T> : IFieldResult
{
    private FieldResult(T? value, object? error)
    {
        Value = value;
        Error = error;
    }

    public T? Value { get; }

    public object? Error { get; }

    object? IFieldResult.Value => Value;

    public static FieldResult<T> Refuse(object error) => new(default, error);

    public static implicit operator FieldResult<T>(T value) => new(value, null);
}

/// <summary>What the engine sees of a <see cref="FieldResult{T}"/>.</summary>
internal interface IFieldResult
{
    object? Value { get; }

    object? Error { get; }
}
