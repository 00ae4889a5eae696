using System.Collections.Frozen;
using System.Text.Json;
using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>
/// An operation's variables after coercion. A variable that is not here was neither given nor has a default value.
/// https://spec.graphql.org/draft/#sec-Coercing-Variable-Values
/// </summary>
public sealed class VariableValues
{
    private readonly IReadOnlyDictionary<string, object?> _coerced;
    private readonly IReadOnlyDictionary<string, JsonElement> _sent;
    private readonly IReadOnlyDictionary<string, ValueNode> _defaults;

    internal VariableValues(
        IReadOnlyDictionary<string, object?> coerced, IReadOnlyDictionary<string, JsonElement> sent, IReadOnlyDictionary<string, ValueNode> defaults)
    {
        _coerced = coerced;
        _sent = sent;
        _defaults = defaults;
    }

    public static VariableValues None { get; } = new(
        FrozenDictionary<string, object?>.Empty, FrozenDictionary<string, JsonElement>.Empty, FrozenDictionary<string, ValueNode>.Empty);

    /// <summary>Coerced values by variable name, in the form that <see cref="ValueCoercion"/> describes.</summary>
    public IReadOnlyDictionary<string, object?> Coerced => _coerced;

    /// <summary>The values as the client sent them, for forwarding; variables that have their default value are not among them.</summary>
    public IReadOnlyDictionary<string, JsonElement> Sent => _sent;

    public bool TryGet(string name, out object? value) => _coerced.TryGetValue(name, out value);

    public bool Contains(string name) => _coerced.ContainsKey(name);

    /// <summary>The variable's value as a literal, for scalars that read lists and objects; null when the variable has no value.</summary>
    public ValueNode? Literal(string name)
        => _sent.TryGetValue(name, out var json) ? JsonLiterals.ToLiteral(json) : _defaults.GetValueOrDefault(name);
}
