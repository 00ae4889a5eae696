using System.Globalization;
using System.Text.Json;
using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>https://spec.graphql.org/draft/#sec-Float</summary>
public sealed class FloatScalar : ScalarBehavior
{
    public static FloatScalar Instance { get; } = new();

    public override Type RuntimeType => typeof(double);

    public override object ParseLiteral(ValueNode literal) => literal switch
    {
        IntValueNode number => Parse(number.Value),
        FloatValueNode number => Parse(number.Value),
        _ => throw NotNumeric(SyntaxPrinter.Print(literal)),
    };

    public override object ParseValue(JsonElement value)
        => value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number)
            ? number
            : throw NotNumeric(Inspection.Show(value));

    public override void Write(JsonBuffer output, object value)
    {
        var number = value switch
        {
            double given => given,
            float or decimal or int or long or short or byte or uint or ulong or ushort or sbyte => Convert.ToDouble(value, CultureInfo.InvariantCulture),
            _ => throw NotNumeric(Inspection.Show(value)),
        };

        // JSON has neither NaN nor infinity.
        if (!double.IsFinite(number))
        {
            throw NotNumeric(Inspection.Show(value));
        }

        output.WriteNumber(number);
    }

    public override ValueNode ToLiteral(object value)
    {
        var text = Convert.ToDouble(value, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture);
        return text.AsSpan().ContainsAny('.', 'E') ? new FloatValueNode(text) : new IntValueNode(text);
    }

    private static double Parse(string text)
        => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number
            : throw NotNumeric(text);

    private static ScalarException NotNumeric(string value) => new($"Float cannot represent non numeric value: {value}");
}
