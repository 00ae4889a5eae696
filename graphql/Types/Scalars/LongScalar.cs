using System.Globalization;
using System.Text.Json;
using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>A whole number of 64 bits, as a JSON number. Readers that know doubles only lose digits beyond 2^53.</summary>
public sealed class LongScalar : ScalarBehavior
{
    public static LongScalar Instance { get; } = new();

    public override Type RuntimeType => typeof(long);

    public override object ParseLiteral(ValueNode literal)
        => literal is not IntValueNode number ? throw NotWhole(SyntaxPrinter.Print(literal))
            : long.TryParse(number.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value
            : throw NotInRange(number.Value);

    public override object ParseValue(JsonElement value)
        => value.ValueKind != JsonValueKind.Number ? throw NotWhole(Inspection.Show(value))
            : value.TryGetInt64(out var number) ? number
            : value.GetRawText().AsSpan().ContainsAny('.', 'e', 'E') ? throw NotWhole(Inspection.Show(value))
            : throw NotInRange(Inspection.Show(value));

    public override void Write(JsonBuffer output, object value) => output.WriteNumber(ToLong(value));

    public override ValueNode ToLiteral(object value) => new IntValueNode(ToLong(value).ToString(CultureInfo.InvariantCulture));

    private static long ToLong(object value) => value switch
    {
        long number => number,
        int or short or byte or uint or ushort or sbyte => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        ulong and > long.MaxValue => throw NotInRange(Inspection.Show(value)),
        ulong number => (long)number,
        _ => throw NotWhole(Inspection.Show(value)),
    };

    private static ScalarException NotWhole(string value) => new($"Long cannot represent non-integer value: {value}");

    private static ScalarException NotInRange(string value) => new($"Long cannot represent non 64-bit signed integer value: {value}");
}
