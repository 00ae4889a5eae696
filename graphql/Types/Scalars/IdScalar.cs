using System.Globalization;
using System.Text.Json;
using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>https://spec.graphql.org/draft/#sec-ID</summary>
public sealed class IdScalar : ScalarBehavior
{
    public static IdScalar Instance { get; } = new();

    public override Type RuntimeType => typeof(string);

    public override object ParseLiteral(ValueNode literal) => literal switch
    {
        StringValueNode text => text.Value,
        IntValueNode number => number.Value,
        _ => throw new ScalarException($"ID cannot represent a non-string and non-integer value: {SyntaxPrinter.Print(literal)}"),
    };

    public override object ParseValue(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Number when !value.GetRawText().AsSpan().ContainsAny('.', 'e', 'E') => value.GetRawText(),
        _ => throw new ScalarException($"ID cannot represent value: {Inspection.Show(value)}"),
    };

    public override void Write(JsonBuffer output, object value)
    {
        switch (value)
        {
            case string text: output.WriteString(text); break;
            case Guid or int or long or short or byte or uint or ulong or ushort or sbyte:
                output.WriteString(((IFormattable)value).ToString(null, CultureInfo.InvariantCulture));
                break;
            default: throw new ScalarException($"ID cannot represent value: {Inspection.Show(value)}");
        }
    }

    public override ValueNode ToLiteral(object value) => new StringValueNode(Convert.ToString(value, CultureInfo.InvariantCulture)!);
}
