using System.Text.Json;
using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>The variables of a request, checked and coerced. https://spec.graphql.org/draft/#sec-Coercing-Variable-Values</summary>
public static class VariableCoercion
{
    /// <summary>Nesting of the JSON text; protects the stack.</summary>
    private const int DepthMax = 64;

    private static readonly JsonDocumentOptions JsonOptions = new() { MaxDepth = DepthMax };

    /// <summary>
    /// Coerces the variables that the operation declares; others that the client sent are ignored. Takes time linear in the length of the JSON.
    /// </summary>
    /// <param name="json">A JSON object as UTF-8; empty or `null` for no variables. The values keep it alive.</param>
    /// <param name="files">What the scalar `Upload` refers to, by the names of their parts.</param>
    /// <returns>No errors, or why the variables are refused (then the values are of no use).</returns>
    public static (VariableValues Values, IReadOnlyList<GraphQLError> Errors) Coerce(
        Schema schema, IReadOnlyList<VariableDefinitionNode> definitions, ReadOnlyMemory<byte> json, IReadOnlyDictionary<string, IFile>? files = null)
    {
        if (definitions.Count == 0)
        {
            return (VariableValues.None, []);
        }

        if (!TryRead(json, out var given))
        {
            return (VariableValues.None, [new GraphQLError($"Variables must be a JSON object, nested at most {DepthMax} levels deep.")]);
        }

        var coerced = new Dictionary<string, object?>(definitions.Count, StringComparer.Ordinal);
        var sent = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        var defaults = new Dictionary<string, ValueNode>(StringComparer.Ordinal);
        var errors = new List<GraphQLError>();
        foreach (var definition in definitions)
        {
            var name = definition.Variable.Name.Value;
            if (schema.Resolve(definition.Type) is not { IsInputType: true } type)
            {
                errors.Add(GraphQLError.At(
                    $"Variable \"${name}\" expected value of type \"{definition.Type}\" which cannot be used as an input type.", definition.Type));
            }
            else if (given.TryGetValue(name, out var value))
            {
                sent[name] = value;
                coerced[name] = CoerceGiven(definition, type, value, errors, files);
            }
            else if (definition.DefaultValue is { } byDefault)
            {
                defaults[name] = byDefault;
                coerced[name] = ValueCoercion.TryCoerceLiteral(byDefault, type, VariableValues.None, out var defaultValue) ? defaultValue : null;
            }
            else if (type.IsNonNull)
            {
                errors.Add(GraphQLError.At($"Variable \"${name}\" of required type \"{type}\" was not provided.", definition));
            }
        }

        return (new VariableValues(coerced, sent, defaults), errors);
    }

    private static object? CoerceGiven(
        VariableDefinitionNode definition, GraphQLType type, JsonElement value, List<GraphQLError> errors, IReadOnlyDictionary<string, IFile>? files)
    {
        var name = definition.Variable.Name.Value;
        if (value.ValueKind == JsonValueKind.Null && type.IsNonNull)
        {
            errors.Add(GraphQLError.At($"Variable \"${name}\" of non-null type \"{type}\" must not be null.", definition));
            return null;
        }

        return new JsonCoercion(definition, errors, files).Coerce(value, type);
    }

    private static bool TryRead(ReadOnlyMemory<byte> json, out Dictionary<string, JsonElement> values)
    {
        values = new(StringComparer.Ordinal);
        if (json.IsEmpty)
        {
            return true;
        }

        if (!JsonText.IsReadable(json.Span, DepthMax))
        {
            return false;
        }

        // Not disposed: the values live as long as the request does, and the text is not pooled.
        var root = JsonDocument.Parse(json, JsonOptions).RootElement;
        if (root.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in root.EnumerateObject())
            {
                values[property.Name] = property.Value;
            }
        }

        return root.ValueKind is JsonValueKind.Object or JsonValueKind.Null;
    }
}
