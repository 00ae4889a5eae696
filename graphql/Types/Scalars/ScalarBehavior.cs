using System.Text.Json;
using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>How a scalar's values come in and go out. https://spec.graphql.org/draft/#sec-Scalars</summary>
public abstract class ScalarBehavior
{
    /// <summary>The .NET type of coerced values, e.g. <see cref="decimal"/>.</summary>
    public abstract Type RuntimeType { get; }

    /// <summary>Where the scalar is specified, for @specifiedBy; null for the built-in ones and where nobody has.</summary>
    public virtual string? SpecifiedByUrl => null;

    /// <summary>Reads a constant literal. Variables inside lists and objects have been replaced before.</summary>
    /// <exception cref="ScalarException">The literal is not a value of this scalar; the message says why, for the client.</exception>
    public abstract object? ParseLiteral(ValueNode literal);

    /// <summary>Reads a variable's value.</summary>
    /// <exception cref="ScalarException">The value is not one of this scalar; the message says why, for the client.</exception>
    public abstract object? ParseValue(JsonElement value);

    /// <summary>Writes a resolved value as JSON.</summary>
    /// <exception cref="ScalarException">The resolver gave a value that this scalar cannot represent.</exception>
    public abstract void Write(JsonBuffer output, object value);

    /// <summary>Writes a value as a literal, for default values in a printed schema.</summary>
    public abstract ValueNode ToLiteral(object value);
}

/// <summary>A value is not one of the scalar's. The message goes to the client.</summary>
public sealed class ScalarException(string message) : Exception(message);
