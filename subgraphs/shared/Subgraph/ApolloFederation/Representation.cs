using System.Text.Json;
using System.Text.Json.Nodes;
using FinFlow.GraphQL.Types;

namespace FinFlow.Subgraph;

/// <summary>What a gateway knows of an entity: `__typename`, the fields of a key, and fields that others resolve.</summary>
internal static class Representation
{
    /// <summary>Reads the value that the map describes; false when a field on its way is missing.</summary>
    public static bool TryRead(JsonElement representation, SelectedValue map, out JsonNode? value)
    {
        foreach (var entry in map.Entries)
        {
            if (TryRead(representation, entry, out value))
            {
                return true;
            }
        }

        value = null;
        return false;
    }

    private static bool TryRead(JsonElement from, SelectedValueEntry entry, out JsonNode? value)
    {
        value = null;
        if (entry.Path is { } path && !TryFollow(ref from, path))
        {
            return false;
        }

        if (from.ValueKind == JsonValueKind.Null)
        {
            return true;
        }

        return entry switch
        {
            { ObjectValue: { } selected } => TryReadObject(from, selected, out value),
            { ListValue: { } list } => TryReadList(from, list, out value),
            _ => (value = JsonNode.Parse(from.GetRawText())) is not null,
        };
    }

    /// <summary>Stops at a null: nothing is below it.</summary>
    private static bool TryFollow(ref JsonElement from, SelectionPath path)
    {
        var condition = path.TypeCondition;
        foreach (var segment in path.Segments)
        {
            if (from.ValueKind == JsonValueKind.Null)
            {
                return true;
            }

            if (!IsOfType(from, condition) || from.ValueKind != JsonValueKind.Object || !from.TryGetProperty(segment.Name, out from))
            {
                return false;
            }

            condition = segment.TypeCondition;
        }

        return IsOfType(from, condition);
    }

    private static bool IsOfType(JsonElement value, string? condition)
        => condition is null || (value.ValueKind == JsonValueKind.Object && value.TryGetProperty("__typename", out var name) && name.ValueEquals(condition));

    private static bool TryReadObject(JsonElement from, SelectedObject selected, out JsonNode? value)
    {
        var fields = new JsonObject();
        value = fields;
        foreach (var field in selected.Fields)
        {
            if (!TryRead(from, field.Value, out var inner))
            {
                return false;
            }

            fields.Add(field.Name, inner);
        }

        return true;
    }

    private static bool TryReadList(JsonElement from, SelectedList list, out JsonNode? value)
    {
        var items = new JsonArray();
        value = items;
        if (from.ValueKind != JsonValueKind.Array)
        {
            return false;
        }

        foreach (var item in from.EnumerateArray())
        {
            if (!TryRead(item, list.Element, out var inner))
            {
                return false;
            }

            items.Add(inner);
        }

        return true;
    }
}
