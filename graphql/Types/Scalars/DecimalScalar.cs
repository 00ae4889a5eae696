using System.Globalization;
using System.Text.Json;
using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>
/// A decimal number of at most 28 digits, exact. It goes out as a string, because most JSON readers would round a number; it comes in
/// as a string or a number, read from its text and never through a double.
/// </summary>
public sealed class DecimalScalar : ScalarBehavior
{
    /// <summary>Any number of 28 digits fits into a <see cref="decimal"/>; of those with 29 only some do.</summary>
    private const int DigitsMax = 28;

    public static DecimalScalar Instance { get; } = new();

    public override Type RuntimeType => typeof(decimal);

    public override object ParseLiteral(ValueNode literal) => literal switch
    {
        StringValueNode text => Parse(text.Value, SyntaxPrinter.Print(literal)),
        IntValueNode number => Parse(number.Value, number.Value),
        FloatValueNode number => Parse(number.Value, number.Value),
        _ => throw Refuse(SyntaxPrinter.Print(literal)),
    };

    public override object ParseValue(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => Parse(value.GetString()!, Inspection.Show(value)),
        JsonValueKind.Number => Parse(value.GetRawText(), Inspection.Show(value)),
        _ => throw Refuse(Inspection.Show(value)),
    };

    public override void Write(JsonBuffer output, object value) => output.WriteString(Exact(value).ToString(CultureInfo.InvariantCulture));

    public override ValueNode ToLiteral(object value) => new StringValueNode(Exact(value).ToString(CultureInfo.InvariantCulture));

    /// <summary>Doubles are refused going out: what they hold is not what the author saw.</summary>
    private static decimal Exact(object value) => value switch
    {
        decimal number => number,
        int or long or short or byte or uint or ulong or ushort or sbyte => Convert.ToDecimal(value, CultureInfo.InvariantCulture),
        _ => throw Refuse(Inspection.Show(value)),
    };

    private static decimal Parse(string text, string shown)
        => IsExact(text) && decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Refuse(shown);

    /// <summary>
    /// Whether the text is a number, as JSON writes it, that <see cref="decimal"/> holds without rounding: decimal.Parse alone drops digits silently.
    /// </summary>
    private static bool IsExact(ReadOnlySpan<char> text)
    {
        var mantissa = text.TrimStart('-');
        var exponent = 0;
        var mark = mantissa.IndexOfAny('e', 'E');
        if (mark >= 0)
        {
            if (!int.TryParse(mantissa[(mark + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent))
            {
                return false;
            }

            mantissa = mantissa[..mark];
        }

        var point = mantissa.IndexOf('.');
        var whole = point < 0 ? mantissa : mantissa[..point];
        var fraction = point < 0 ? [] : mantissa[(point + 1)..];
        if (text.Length - text.TrimStart('-').Length > 1 || !IsDigits(whole) || (point >= 0 && !IsDigits(fraction)))
        {
            return false;
        }

        var scale = (long)fraction.Length - exponent;
        var digits = (long)whole.TrimStart('0').Length + fraction.Length;
        return scale <= DigitsMax && Math.Max(digits, digits - scale) <= DigitsMax;
    }

    private static bool IsDigits(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExceptInRange('0', '9');

    private static ScalarException Refuse(string shown) => new($"Decimal cannot represent value: {shown}. Expected a decimal number of at most {DigitsMax} digits.");
}
