using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace FinFlow.Hosting;

/// <summary>The statements for rows of an entity, and how its parameters are read from the entity.</summary>
/// <param name="Statement">One row, inserted.</param>
/// <param name="Adding">One row, inserted, or its numbers added to those of the row that has its key, and its times kept where they are later; nothing else of that row changes.</param>
/// <param name="Copy">Many rows, by PostgreSQL's own way.</param>
internal sealed record InsertPlan(string Statement, string Adding, string Copy, IReadOnlyList<InsertColumn> Columns)
{
    private static readonly ConcurrentDictionary<IEntityType, InsertPlan> Plans = new();

    /// <exception cref="InvalidOperationException">The context has no such entity.</exception>
    public static InsertPlan Of(DbContext db, Type row)
        => Plans.GetOrAdd(db.Model.FindEntityType(row) ?? throw new InvalidOperationException($"{row.Name} is no entity of {db.GetType().Name}."), Of);

    private static InsertPlan Of(IEntityType entity)
    {
        var table = entity.GetTableMappings().Single().Table;
        var columns = table.Columns
            .Select(column => (column.Name, column.PropertyMappings[0].Property))
            // The database itself gives these their values.
            .Where(column => column.Property.ValueGenerated == ValueGenerated.Never || !column.Property.ClrType.IsValueType)
            .Select((column, index) => new InsertColumn(column.Name, $"@p{index.ToString(CultureInfo.InvariantCulture)}", column.Property))
            .ToList();
        var names = string.Join(", ", columns.Select(column => Quoted(column.Name)));
        var values = string.Join(", ", columns.Select(column => column.Parameter));
        var key = string.Join(", ", columns.Where(column => column.IsKey).Select(column => Quoted(column.Name)));
        var sums = string.Join(", ", columns.Where(column => !column.IsKey && Sum(column) is not null).Select(column => $"{Quoted(column.Name)} = {Sum(column)}"));
        return new InsertPlan(
            $"INSERT INTO {Quoted(table.Name)} ({names}) VALUES ({values})",
            $"INSERT INTO {Quoted(table.Name)} AS kept ({names}) VALUES ({values}) ON CONFLICT ({key}) DO UPDATE SET {sums}",
            $"COPY {Quoted(table.Name)} ({names}) FROM STDIN (FORMAT BINARY)",
            columns);
    }

    public void AddParameters(DbCommand command)
    {
        foreach (var column in Columns)
        {
            command.Parameters.Add(column.CreateParameter(command));
        }
    }

    public void Fill(DbCommand command, object row)
    {
        for (var i = 0; i < Columns.Count; i++)
        {
            command.Parameters[i].Value = Columns[i].ValueOf(row);
        }
    }

    public void Fill(DbParameterCollection parameters, DbCommand maker, object row)
    {
        foreach (var column in Columns)
        {
            var parameter = column.CreateParameter(maker);
            parameter.Value = column.ValueOf(row);
            parameters.Add(parameter);
        }
    }

    /// <summary>The row's key, as it is stored: two that have the same are one row.</summary>
    public string KeyOf(object row)
        => string.Join('\n', Columns.Where(column => column.IsKey).Select(column => Convert.ToString(column.ValueOf(row), CultureInfo.InvariantCulture)));

    private static string? Sum(InsertColumn column)
    {
        var (kept, added) = ($"kept.{Quoted(column.Name)}", $"excluded.{Quoted(column.Name)}");
        return column.Property.Name == FinFlowDbContext.VersionProperty ? $"{kept} + 1"
            : column.Property.ClrType == typeof(DateTimeOffset) ? $"CASE WHEN {added} > {kept} THEN {added} ELSE {kept} END"
            : column.Property.ClrType == typeof(int) || column.Property.ClrType == typeof(long) ? $"{kept} + {added}"
            : null;
    }

    // Double quotes are standard SQL, and both databases take them.
    private static string Quoted(string name) => $"\"{name}\"";
}

internal sealed record InsertColumn(string Name, string Parameter, IProperty Property)
{
    private readonly RelationalTypeMapping _mapping = Property.GetRelationalTypeMapping();

    public bool IsKey { get; } = Property.IsPrimaryKey();

    public DbParameter CreateParameter(DbCommand command) => _mapping.CreateParameter(command, Parameter, null, Property.IsNullable);

    public object ValueOf(object row)
    {
        var value = Property.GetGetter().GetClrValueUsingContainingEntity(row, []);
        return (value is null || _mapping.Converter is not { } converter ? value : converter.ConvertToProvider(value)) ?? DBNull.Value;
    }
}
