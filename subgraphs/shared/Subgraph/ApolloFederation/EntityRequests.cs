using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FinFlow.GraphQL.Language;
using FinFlow.GraphQL.Types;

namespace FinFlow.Subgraph;

/// <summary>What becomes of one representation: the index of the request that finds its entity, or why there is none.</summary>
internal readonly record struct EntityOutcome(int Request, string? Refusal);

/// <summary>
/// The requests to the subgraph's own schema that together answer `_entities`: one for each representation that differs from the others,
/// of the same few documents, so that they are executed as one batch and their loaders are shared.
/// </summary>
internal sealed class EntityRequests(FederationSchema federation, Schema schema, FederationOperation operation, OperationRequest request)
{
    /// <summary>The response name of the entity in each request's answer.</summary>
    public const string Entity = "entity";

    private readonly List<OperationRequest> _requests = [];
    private readonly Dictionary<(byte[] Document, string Variables), int> _indices = [];
    private readonly Dictionary<(FieldNode Field, ObjectType Type, EntityLookup Lookup), EntityDocument> _documents = [];

    public IReadOnlyList<OperationRequest> All => _requests;

    /// <summary>Adds the part of the operation that is not the protocol's.</summary>
    public int AddOwn(SelectionSetNode selection)
    {
        var (document, used) = operation.Slice(selection);
        _requests.Add(Request(Print(document), Variables(used, new JsonObject())));
        return _requests.Count - 1;
    }

    /// <summary>Adds what finds the entities of one field `_entities`; the outcomes stand at the indices of their representations.</summary>
    public IReadOnlyList<EntityOutcome> Add(FieldNode field)
    {
        var argument = federation.Schema.QueryType!.Fields["_entities"].Arguments["representations"];
        return ValueCoercion.TryCoerceLiteral(field.Arguments[0].Value, argument.Type, operation.Variables, out var value) && value is List<object?> items
            ? [.. items.Select(item => Add(field, (JsonElement)item!))]
            : [];
    }

    private EntityOutcome Add(FieldNode field, JsonElement representation)
    {
        if (representation.ValueKind != JsonValueKind.Object || !representation.TryGetProperty("__typename", out var name) || name.ValueKind != JsonValueKind.String)
        {
            return Refuse("A representation is an object with a __typename.");
        }

        if (schema.FindType(name.GetString()!) is not ObjectType type
            || federation.Lookups.Where(lookup => schema.PossibleTypes(lookup.ReturnType).Contains(type)).ToList() is not { Count: > 0 } lookups)
        {
            return Refuse($"{name.GetString()} is no entity of this subgraph.");
        }

        foreach (var lookup in lookups)
        {
            var variables = new JsonObject();
            if (lookup.Arguments.All(argument => TryAdd(variables, KeyVariable(argument), argument, representation)))
            {
                return Add(DocumentOf(field, type, lookup), representation, variables);
            }
        }

        return Refuse($"A representation of {type.Name} must hold {string.Join(", or ", lookups.Select(lookup => $"\"{lookup.Key}\"").Distinct())}.");
    }

    private EntityOutcome Add(EntityDocument document, JsonElement representation, JsonObject variables)
    {
        foreach (var (variable, argument) in document.Requirements)
        {
            if (!TryAdd(variables, variable, argument, representation))
            {
                return Refuse($"{document.Type.Name} cannot be resolved without \"{new FieldTree([argument.Map])}\".");
            }
        }

        var key = (document.Text, variables.ToJsonString());
        if (!_indices.TryGetValue(key, out var index))
        {
            _indices[key] = index = _requests.Count;
            _requests.Add(Request(document.Text, Variables(document.Variables, variables)));
        }

        return new EntityOutcome(index, null);
    }

    /// <summary>A null is a value only where the argument may be null.</summary>
    private static bool TryAdd(JsonObject variables, string name, MappedArgument argument, JsonElement representation)
    {
        if (!Representation.TryRead(representation, argument.Map, out var value) || (value is null && argument.Argument.Type.IsNonNull))
        {
            return false;
        }

        variables[name] = value;
        return true;
    }

    private EntityDocument DocumentOf(FieldNode field, ObjectType type, EntityLookup lookup)
    {
        if (_documents.TryGetValue((field, type, lookup), out var known))
        {
            return known;
        }

        var selection = EntitySelection.Of(operation, schema, type, field);
        var entity = new FieldNode
        {
            Alias = new NameNode(Entity),
            Name = new NameNode(lookup.Field),
            Arguments = [.. lookup.Arguments.Select(argument => new ArgumentNode(new NameNode(argument.Name), new VariableNode(new NameNode(KeyVariable(argument)))))],
            // The entity may have another type than the representation says, where a lookup gives several.
            SelectionSet = ReferenceEquals(lookup.ReturnType, type) ? selection.Selections : new SelectionSetNode(
                [new InlineFragmentNode { TypeCondition = new NamedTypeNode(new NameNode(type.Name)), SelectionSet = selection.Selections }]),
        };
        var (document, used) = operation.Slice(
            new SelectionSetNode([entity]),
            [.. lookup.Arguments.Select(argument => Definition(KeyVariable(argument), argument)), .. selection.Requirements.Select(required => Definition(required.Key, required.Value))]);
        return _documents[(field, type, lookup)] = new EntityDocument(type, Print(document), used, selection.Requirements);
    }

    private OperationRequest Request(byte[] document, byte[] variables)
        => request with { Document = document, DocumentId = null, Variables = variables, OperationName = operation.Definition.Name?.Value, AllowIncrementalDelivery = false };

    private byte[] Variables(IEnumerable<string> used, JsonObject further)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var name in used.Where(operation.Variables.Sent.ContainsKey))
            {
                writer.WritePropertyName(name);
                operation.Variables.Sent[name].WriteTo(writer);
            }

            foreach (var (name, value) in further)
            {
                writer.WritePropertyName(name);
                JsonSerializer.Serialize(writer, value);
            }

            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static string KeyVariable(MappedArgument argument) => $"_key_{argument.Name}";

    private static VariableDefinitionNode Definition(string name, MappedArgument argument)
        => new() { Variable = new VariableNode(new NameNode(name)), Type = Parser.ParseType($"{argument.Argument.Type}") };

    private static byte[] Print(DocumentNode document) => Encoding.UTF8.GetBytes(SyntaxPrinter.PrintCompact(document));

    private static EntityOutcome Refuse(string message) => new(-1, message);

    private sealed record EntityDocument(ObjectType Type, byte[] Text, IReadOnlyCollection<string> Variables, IReadOnlyDictionary<string, MappedArgument> Requirements);
}
