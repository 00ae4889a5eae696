using System.Text.Json;
using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>
/// A scalar of which only the name is known, as a gateway sees the scalars of its source schemas: any value passes, and the
/// source schema judges it. Values are <see cref="JsonElement"/>; a literal enum value becomes a string.
/// </summary>
public sealed class AnyScalar : ScalarBehavior
{
    public static AnyScalar Instance { get; } = new();

    public override Type RuntimeType => typeof(JsonElement);

    public override object ParseLiteral(ValueNode literal) => JsonLiterals.ToJson(literal);

    public override object ParseValue(JsonElement value) => value;

    public override void Write(JsonBuffer output, object value) => JsonScalar.WriteAny(output, value);

    public override ValueNode ToLiteral(object value) => JsonScalar.LiteralOf(value);
}
