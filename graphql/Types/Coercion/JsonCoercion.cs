using System.Globalization;
using System.Text;
using System.Text.Json;
using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>One variable's JSON value on its way to a runtime value; every problem in it is reported, up to a limit.</summary>
internal sealed class JsonCoercion(VariableDefinitionNode definition, List<GraphQLError> errors, IReadOnlyDictionary<string, IFile>? files)
{
    /// <summary>A list of a million wrong numbers shall not give a million errors.</summary>
    private const int ErrorsMax = 50;

    /// <summary>Field names (string) and indices (int) from the variable to the value at hand.</summary>
    private readonly List<object> _path = [];

    /// <summary>The runtime value; null also when there were errors.</summary>
    public object? Coerce(JsonElement value, GraphQLType type)
    {
        if (value.ValueKind == JsonValueKind.Null)
        {
            if (type.IsNonNull)
            {
                Report(value, $"Expected non-nullable type \"{type}\" not to be null.");
            }

            return null;
        }

        return type.Nullable switch
        {
            ListType list => CoerceList(value, list),
            InputObjectType input => CoerceObject(value, input),
            EnumType enumType => CoerceEnum(value, enumType),
            ScalarType scalar => CoerceScalar(value, scalar),
            _ => null,
        };
    }

    /// <summary>A single value is a list of it. https://spec.graphql.org/draft/#sec-List.Input-Coercion</summary>
    private List<object?> CoerceList(JsonElement value, ListType type)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            return [Coerce(value, type.OfType)];
        }

        var items = new List<object?>(value.GetArrayLength());
        foreach (var item in value.EnumerateArray())
        {
            if (errors.Count > ErrorsMax)
            {
                break;
            }

            _path.Add(items.Count);
            items.Add(Coerce(item, type.OfType));
            _path.RemoveAt(_path.Count - 1);
        }

        return items;
    }

    /// <summary>https://spec.graphql.org/draft/#sec-Input-Objects.Input-Coercion</summary>
    private Dictionary<string, object?>? CoerceObject(JsonElement value, InputObjectType type)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            Report(value, $"Expected type \"{type}\" to be an object.");
            return null;
        }

        var given = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var property in value.EnumerateObject())
        {
            given[property.Name] = property.Value;
        }

        var values = new Dictionary<string, object?>(type.Fields.Count, StringComparer.Ordinal);
        foreach (var field in type.Fields.Values)
        {
            if (given.TryGetValue(field.Name, out var fieldValue))
            {
                _path.Add(field.Name);
                values.Add(field.Name, Coerce(fieldValue, field.Type));
                _path.RemoveAt(_path.Count - 1);
            }
            else if (field.TryGetDefault(out var byDefault))
            {
                values.Add(field.Name, byDefault);
            }
            else if (field.Type.IsNonNull)
            {
                Report(value, $"Field \"{field.Name}\" of required type \"{field.Type}\" was not provided.");
            }
        }

        foreach (var name in given.Keys.Where(name => !type.Fields.ContainsKey(name)).TakeWhile(_ => errors.Count <= ErrorsMax))
        {
            Report(value, $"Field \"{name}\" is not defined by type \"{type}\".{Suggestions.DidYouMean(name, type.Fields.Keys)}");
        }

        if (type.IsOneOf)
        {
            CheckOneOf(value, type, given, values);
        }

        return values;
    }

    /// <summary>https://spec.graphql.org/draft/#sec-OneOf-Input-Objects</summary>
    private void CheckOneOf(JsonElement value, InputObjectType type, Dictionary<string, JsonElement> given, Dictionary<string, object?> values)
    {
        if (values.Count != 1)
        {
            Report(value, $"Exactly one key must be specified for OneOf type \"{type}\".");
        }

        foreach (var name in values.Keys.Take(1).Where(name => given[name].ValueKind == JsonValueKind.Null))
        {
            _path.Add(name);
            Report(given[name], $"Field \"{name}\" must be non-null.");
            _path.RemoveAt(_path.Count - 1);
        }
    }

    private string? CoerceEnum(JsonElement value, EnumType type)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            var shown = Inspection.Show(value);
            Report(value, $"Enum \"{type}\" cannot represent non-string value: {shown}.{DidYouMean(type, shown)}");
            return null;
        }

        var name = value.GetString()!;
        if (type.Find(name) is { } known)
        {
            return known.Name;
        }

        Report(value, $"Value \"{Inspection.Abridge(name)}\" does not exist in \"{type}\" enum.{DidYouMean(type, name)}");
        return null;
    }

    private object? CoerceScalar(JsonElement value, ScalarType scalar)
    {
        try
        {
            return scalar.Behavior is UploadScalar ? UploadScalar.Find(value, files) : scalar.Behavior.ParseValue(value);
        }
        catch (ScalarException refusal)
        {
            Report(value, refusal.Message);
            return null;
        }
    }

    private static string DidYouMean(EnumType type, string name)
        => Suggestions.DidYouMean(name, type.Values.Select(value => value.Name), "the enum value");

    private void Report(JsonElement value, string problem)
    {
        if (errors.Count > ErrorsMax)
        {
            return;
        }

        var name = definition.Variable.Name.Value;
        errors.Add(errors.Count == ErrorsMax
            ? new GraphQLError("Too many errors processing variables, error limit reached. Execution aborted.")
            : GraphQLError.At($"Variable \"${name}\" got invalid value {Inspection.Show(value)}{Place(name)}; {problem}", definition));
    }

    private string Place(string variable)
    {
        if (_path.Count == 0)
        {
            return "";
        }

        var place = new StringBuilder(" at \"").Append(variable);
        foreach (var step in _path)
        {
            _ = step is int index ? place.Append(CultureInfo.InvariantCulture, $"[{index}]") : place.Append('.').Append(step);
        }

        return place.Append('"').ToString();
    }
}
