using System.Text.Json;
using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>https://spec.graphql.org/draft/#sec-Boolean</summary>
public sealed class BooleanScalar : ScalarBehavior
{
    private static readonly object True = true;
    private static readonly object False = false;

    public static BooleanScalar Instance { get; } = new();

    public override Type RuntimeType => typeof(bool);

    public override object ParseLiteral(ValueNode literal)
        => literal is BooleanValueNode flag ? flag.Value ? True : False : throw NotBoolean(SyntaxPrinter.Print(literal));

    public override object ParseValue(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => True,
        JsonValueKind.False => False,
        _ => throw NotBoolean(Inspection.Show(value)),
    };

    public override void Write(JsonBuffer output, object value)
        => output.WriteBoolean(value is bool flag ? flag : throw NotBoolean(Inspection.Show(value)));

    public override ValueNode ToLiteral(object value) => new BooleanValueNode((bool)value);

    private static ScalarException NotBoolean(string value) => new($"Boolean cannot represent a non boolean value: {value}");
}
