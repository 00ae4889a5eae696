namespace FinFlow.GraphQL.Execution;

/// <summary>A mutation's outcome: a value, or an error that the mutation declares.</summary>
public readonly struct FieldResult<T>
{
    private FieldResult(T? value, object? error)
    {
        Value = value;
        Error = error;
    }

    public T? Value { get; }

    public object? Error { get; }

    public static FieldResult<T> Refuse(object error) => new(default, error);

    public static implicit operator FieldResult<T>(T value) => new(value, null);
}
