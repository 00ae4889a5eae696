using System.Collections.Frozen;
using System.Text.Json;
using FinFlow.GraphQL.Types;

namespace FinFlow.GraphQL.Execution;

/// <summary>The scalar of each .NET type that has one by convention.</summary>
internal static class RuntimeScalars
{
    public static FrozenDictionary<Type, string> Names { get; } = new Dictionary<Type, string>
    {
        [typeof(string)] = "String",
        [typeof(bool)] = "Boolean",
        [typeof(int)] = "Int",
        [typeof(short)] = "Int",
        [typeof(byte)] = "Int",
        [typeof(double)] = "Float",
        [typeof(float)] = "Float",
        [typeof(long)] = "Long",
        [typeof(decimal)] = "Decimal",
        [typeof(DateTimeOffset)] = "DateTime",
        [typeof(DateTime)] = "DateTime",
        [typeof(DateOnly)] = "Date",
        [typeof(TimeSpan)] = "Duration",
        [typeof(Guid)] = "UUID",
        [typeof(Uri)] = "URL",
        [typeof(IFile)] = "Upload",
        [typeof(JsonElement)] = "JSON",
        [typeof(JsonDocument)] = "JSON",
    }.ToFrozenDictionary();

    /// <summary>Every schema has these without declaring them.</summary>
    public static bool IsSpecified(string name) => name is "String" or "Boolean" or "Int" or "Float" or "ID";
}
