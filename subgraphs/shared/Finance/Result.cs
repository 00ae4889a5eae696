using System.Diagnostics.CodeAnalysis;

namespace FinFlow.Finance;

/// <summary>What a layer that knows no <c>T</c> sees of a <see cref="Result{T}"/>.</summary>
public interface IResult
{
    /// <summary>The value, or null when refused.</summary>
    object? Value { get; }

    /// <summary>The refusal, or null when there is a value.</summary>
    Refusal? Refusal { get; }
}

/// <summary>A value, or the refusal to give one. Both convert to it, so a decision simply states what it decided.</summary>
public readonly struct Result<T> : IResult
    where T : notnull
{
    private readonly T? value;

    private Result(T value) => this.value = value;

    private Result(Refusal refusal) => Refusal = refusal;

    /// <exception cref="InvalidOperationException">It was refused: ask <see cref="IsRefused"/> first.</exception>
    public T Value => Refusal is null && value is not null
        ? value
        : throw new InvalidOperationException($"There is no value: {Refusal?.Message ?? "the result was never set."}");

    public Refusal? Refusal { get; }

    [MemberNotNullWhen(true, nameof(Refusal))]
    public bool IsRefused => Refusal is not null;

    object? IResult.Value => value is not null && Refusal is null ? value : null;

    public TOut Match<TOut>(Func<T, TOut> value, Func<Refusal, TOut> refused) => IsRefused ? refused(Refusal) : value(Value);

    /// <summary>The next decision, which is reached only with a value.</summary>
    public Result<TNext> Then<TNext>(Func<T, Result<TNext>> next)
        where TNext : notnull
        => IsRefused ? Refusal : next(Value);

    /// <summary>For a caller that returns early: <c>if (!money.TryGet(out var amount, out var refusal)) return refusal;</c></summary>
    public bool TryGet([NotNullWhen(true)] out T? value, [NotNullWhen(false)] out Refusal? refusal)
    {
        (value, refusal) = IsRefused ? (default(T), Refusal) : (Value, null);
        return refusal is null;
    }

    public override string ToString() => IsRefused ? $"{Refusal.Code}: {Refusal.Message}" : $"{value}";

    [SuppressMessage("Usage", "CA2225", Justification = "The conversions are the way to make a result.")]
    public static implicit operator Result<T>(T value) => new(value);

    [SuppressMessage("Usage", "CA2225", Justification = "The conversions are the way to make a result.")]
    public static implicit operator Result<T>(Refusal refusal) => new(refusal);
}
