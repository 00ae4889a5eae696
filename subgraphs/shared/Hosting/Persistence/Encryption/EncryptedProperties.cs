using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using FinFlow.Encryption;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FinFlow.Hosting;

/// <summary>How a model says which of its columns are encrypted, and how a row is found by the value of one.</summary>
public static class EncryptedProperties
{
    internal const string Encrypted = "FinFlow:Encrypted";
    internal const string IndexOf = "FinFlow:BlindIndexOf";

    private static readonly ConditionalWeakTable<IModel, IReadOnlyList<BlindIndex>> Indexes = [];

    /// <summary>Sealed where it is stored; code sees the plain value. It cannot be compared or sorted in a query.</summary>
    public static PropertyBuilder<T> IsEncrypted<T>(this PropertyBuilder<T> property) => property.HasAnnotation(Encrypted, true);

    /// <summary>Encrypted, with a column beside it by which <see cref="WithValue"/> finds equal ones.</summary>
    /// <returns>The column's name.</returns>
    public static string IsEncryptedWithIndex<T>(this EntityTypeBuilder<T> entity, Expression<Func<T, string>> property)
        where T : class
    {
        var name = entity.Property(property).IsEncrypted().Metadata.Name;
        var index = $"{name}Index";
        entity.Property<string?>(index).HasAnnotation(IndexOf, name);
        return index;
    }

    /// <summary>The rows that hold the value in an encrypted column which has an index.</summary>
    public static IQueryable<T> WithValue<T>(this FinFlowDbContext db, Expression<Func<T, string>> property, string value)
        where T : class
    {
        var entity = db.Model.FindEntityType(typeof(T))!;
        var name = ((MemberExpression)property.Body).Member.Name;
        var index = IndexesOf(db.Model).Single(known => known.Entity == entity && known.Source.Name == name);
        var row = property.Parameters[0];
        var stored = Expression.Call(typeof(EF), nameof(EF.Property), [typeof(string)], row, Expression.Constant(index.Index.Name));

        // A row that is not sealed with the newest key yet bears the index of an older one.
        var isEqual = db.Cipher.IndexesOf(value, PlaceOf(index.Source))
            .Select(wanted => (Expression)Expression.Equal(stored, Expression.Field(Expression.Constant(new Wanted(wanted)), nameof(Wanted.Value))))
            .Aggregate(Expression.OrElse);
        return db.Set<T>().Where(Expression.Lambda<Func<T, bool>>(isEqual, row));
    }

    /// <summary>The encrypted columns of a model.</summary>
    internal static IEnumerable<(string Table, string Column, string? IndexColumn)> ColumnsOf(IModel model)
        => from entity in model.GetEntityTypes()
           from property in entity.GetProperties()
           where property.FindAnnotation(Encrypted) is not null
           select (entity.GetTableName()!, property.GetColumnName(), IndexesOf(model).FirstOrDefault(index => index.Source == property)?.Index.GetColumnName());

    /// <summary>Table and column, for which alone a value of the property opens.</summary>
    internal static string PlaceOf(IReadOnlyProperty property) => $"{property.DeclaringType.ContainingEntityType.GetTableName()}.{property.GetColumnName()}";

    /// <summary>Puts the index beside what is about to be saved.</summary>
    internal static void FillIndexes(FinFlowDbContext db, EntityEntry entry)
    {
        foreach (var index in IndexesOf(db.Model))
        {
            if (index.Entity == entry.Metadata)
            {
                entry.Property(index.Index).CurrentValue = entry.Property(index.Source).CurrentValue is string plain ? db.Cipher.IndexOf(plain, PlaceOf(index.Source)) : null;
            }
        }
    }

    private static IReadOnlyList<BlindIndex> IndexesOf(IModel model)
        => Indexes.GetValue(model, known =>
            [.. from entity in known.GetEntityTypes()
                from property in entity.GetProperties()
                let source = (string?)property.FindAnnotation(IndexOf)?.Value
                where source is not null
                select new BlindIndex(entity, entity.FindProperty(source)!, property)]);

    private sealed record BlindIndex(IEntityType Entity, IProperty Source, IProperty Index);

    // A field of an object is a parameter of the statement; a constant would be a statement of its own for each value.
    private sealed class Wanted(string value)
    {
        public readonly string Value = value;
    }
}
