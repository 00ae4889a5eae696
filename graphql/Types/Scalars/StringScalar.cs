using System.Globalization;
using System.Text.Json;
using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>https://spec.graphql.org/draft/#sec-String</summary>
public sealed class StringScalar : ScalarBehavior
{
    public static StringScalar Instance { get; } = new();

    public override Type RuntimeType => typeof(string);

    public override object ParseLiteral(ValueNode literal)
        => literal is StringValueNode text ? text.Value : throw new ScalarException($"String cannot represent a non string value: {SyntaxPrinter.Print(literal)}");

    public override object ParseValue(JsonElement value)
        => value.ValueKind == JsonValueKind.String ? value.GetString()! : throw new ScalarException($"String cannot represent a non string value: {Inspection.Show(value)}");

    public override void Write(JsonBuffer output, object value) => output.WriteString(value switch
    {
        string text => text,
        bool flag => flag ? "true" : "false",
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new ScalarException($"String cannot represent value: {Inspection.Show(value)}"),
    });

    public override ValueNode ToLiteral(object value) => new StringValueNode(Convert.ToString(value, CultureInfo.InvariantCulture)!);
}
