using System.Globalization;
using System.Text.Json;
using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>https://spec.graphql.org/draft/#sec-Int</summary>
public sealed class IntScalar : ScalarBehavior
{
    public static IntScalar Instance { get; } = new();

    public override Type RuntimeType => typeof(int);

    public override object ParseLiteral(ValueNode literal)
        => literal is not IntValueNode number ? throw NotWhole(SyntaxPrinter.Print(literal))
            : int.TryParse(number.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value
            : throw NotInRange(number.Value);

    public override object ParseValue(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Number)
        {
            throw NotWhole(Inspection.Show(value));
        }

        // JSON does not tell 1.0 from 1, so neither may we.
        return value.TryGetInt32(out var whole) ? whole
            : !value.TryGetDouble(out var number) || !double.IsInteger(number) ? throw NotWhole(Inspection.Show(value))
            : number is >= int.MinValue and <= int.MaxValue ? (int)number
            : throw NotInRange(Inspection.Show(value));
    }

    public override void Write(JsonBuffer output, object value) => output.WriteNumber(value switch
    {
        int whole => whole,
        short or byte or sbyte or ushort => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        long or uint or ulong or double or float or decimal => InRange(value),
        _ => throw NotWhole(Inspection.Show(value)),
    });

    public override ValueNode ToLiteral(object value) => new IntValueNode(Convert.ToString(value, CultureInfo.InvariantCulture)!);

    private static long InRange(object value)
    {
        var number = Convert.ToDouble(value, CultureInfo.InvariantCulture);
        return !double.IsInteger(number) ? throw NotWhole(Inspection.Show(value))
            : number is >= int.MinValue and <= int.MaxValue ? (long)number
            : throw NotInRange(Inspection.Show(value));
    }

    private static ScalarException NotWhole(string value) => new($"Int cannot represent non-integer value: {value}");

    private static ScalarException NotInRange(string value) => new($"Int cannot represent non 32-bit signed integer value: {value}");
}
