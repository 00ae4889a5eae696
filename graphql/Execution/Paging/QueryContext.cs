using System.Linq.Expressions;

namespace FinFlow.GraphQL.Execution;

/// <summary>What the client asked of a list: which items (`where`), in which order (`order`), and which of their fields.</summary>
public sealed record QueryContext<T>(
    Expression<Func<T, T>>? Selector = null, Expression<Func<T, bool>>? Predicate = null, SortDefinition<T>? Sorting = null)
{
    public static QueryContext<T> Empty { get; } = new();
}

/// <summary>An order by one or more keys, most significant first.</summary>
public sealed record SortDefinition<T>(IReadOnlyList<SortKey<T>> Keys)
{
    public static SortDefinition<T> Empty { get; } = new([]);

    /// <summary>This order, or <paramref name="other"/> when the client asked for none.</summary>
    public SortDefinition<T> IfEmpty(Func<SortDefinition<T>, SortDefinition<T>> other) => Keys.Count == 0 ? other(this) : this;

    public SortDefinition<T> AddAscending<TKey>(Expression<Func<T, TKey>> key) => new([.. Keys, new SortKey<T>(key, Descending: false)]);

    public SortDefinition<T> AddDescending<TKey>(Expression<Func<T, TKey>> key) => new([.. Keys, new SortKey<T>(key, Descending: true)]);
}

public sealed record SortKey<T>(LambdaExpression Key, bool Descending);
