using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FinFlow.Messaging;

/// <summary>Where in an event's data a personal value stands.</summary>
/// <param name="Path">The names from the data inwards, as JSON has them.</param>
/// <param name="IsList">Whether its empty form is an empty list.</param>
internal sealed record PersonalField(IReadOnlyList<string> Path, bool IsList)
{
    private static readonly FrozenDictionary<string, IReadOnlyList<PersonalField>> ByType =
        Topics.Contracts.ToFrozenDictionary(contract => contract.Type, contract => (IReadOnlyList<PersonalField>)[.. FieldsOf(contract.Payload, [])]);

    internal string Name => string.Join('.', Path);

    /// <summary>The personal fields of an event's type; none for a type that the contract does not know.</summary>
    internal static IReadOnlyList<PersonalField> Of(string type) => ByType.GetValueOrDefault(type, []);

    internal JsonNode? ReadFrom(JsonObject data) => Holder(data)?[Path[^1]];

    internal void WriteTo(JsonObject data, JsonNode? value)
    {
        if (Holder(data) is { } holder)
        {
            holder[Path[^1]] = value;
        }
    }

    /// <summary>What everybody may read in its place.</summary>
    internal JsonNode Blank() => IsList ? new JsonArray() : JsonValue.Create(PersonalAttribute.Erased)!;

    private JsonObject? Holder(JsonObject data) => Path.SkipLast(1).Aggregate((JsonObject?)data, (at, name) => at?[name] as JsonObject);

    // A contract's records nest: the facts of a payment stand within each of its events.
    private static IEnumerable<PersonalField> FieldsOf(Type record, string[] path)
        => record.GetProperties(BindingFlags.Public | BindingFlags.Instance).SelectMany(property =>
        {
            string[] here = [.. path, JsonNamingPolicy.CamelCase.ConvertName(property.Name)];
            return property.GetCustomAttribute<PersonalAttribute>() is not null
                ? [new PersonalField(here, property.PropertyType != typeof(string))]
                : property.PropertyType.Assembly == record.Assembly ? FieldsOf(property.PropertyType, here) : [];
        });
}
