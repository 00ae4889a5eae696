using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace FinFlow.Hosting;

/// <summary>
/// A query that everything passes through: it is read and translated once, where any other is read anew each time that it is asked, which costs as
/// much as a database's answer does.
/// </summary>
/// <param name="query">Of a context, a value, and what ends it.</param>
public sealed class KeptQuery<TContext, TValue, TResult>(Expression<Func<TContext, TValue, CancellationToken, TResult>> query)
    where TContext : DbContext
{
    // One process may have the same context on several databases, each with a model of its own.
    private readonly ConditionalWeakTable<IModel, Func<TContext, TValue, CancellationToken, Task<TResult>>> compiled = [];

    /// <inheritdoc cref="KeptQuery{TContext, TValue, TResult}"/>
    public Task<TResult> AskAsync(TContext db, TValue value, CancellationToken cancellationToken)
        => compiled.GetValue(db.Model, _ => EF.CompileAsyncQuery(query))(db, value, cancellationToken);
}

/// <summary>One of two values.</summary>
/// <inheritdoc cref="KeptQuery{TContext, TValue, TResult}"/>
public sealed class KeptQuery<TContext, TFirst, TSecond, TResult>(Expression<Func<TContext, TFirst, TSecond, CancellationToken, TResult>> query)
    where TContext : DbContext
{
    private readonly ConditionalWeakTable<IModel, Func<TContext, TFirst, TSecond, CancellationToken, Task<TResult>>> compiled = [];

    /// <inheritdoc cref="KeptQuery{TContext, TValue, TResult}"/>
    public Task<TResult> AskAsync(TContext db, TFirst first, TSecond second, CancellationToken cancellationToken)
        => compiled.GetValue(db.Model, _ => EF.CompileAsyncQuery(query))(db, first, second, cancellationToken);
}

/// <summary>One whose answer is rows.</summary>
/// <inheritdoc cref="KeptQuery{TContext, TValue, TResult}"/>
public sealed class KeptRows<TContext, TValue, TRow>(Expression<Func<TContext, TValue, IQueryable<TRow>>> query)
    where TContext : DbContext
{
    private readonly ConditionalWeakTable<IModel, Func<TContext, TValue, IAsyncEnumerable<TRow>>> compiled = [];

    /// <inheritdoc cref="KeptQuery{TContext, TValue, TResult}"/>
    public IAsyncEnumerable<TRow> Ask(TContext db, TValue value)
        => compiled.GetValue(db.Model, _ => EF.CompileAsyncQuery(query))(db, value);
}
