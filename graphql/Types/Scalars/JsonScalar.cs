using System.Text.Json;
using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>Any JSON value. Values come in as <see cref="JsonElement"/>; resolvers may give whatever System.Text.Json can write.</summary>
public sealed class JsonScalar : ScalarBehavior
{
    public static JsonScalar Instance { get; } = new();

    public override Type RuntimeType => typeof(JsonElement);

    public override string SpecifiedByUrl => "https://www.rfc-editor.org/rfc/rfc8259";

    public override object ParseLiteral(ValueNode literal) => HasEnumValue(literal)
        ? throw new ScalarException($"JSON cannot represent value: {SyntaxPrinter.Print(literal)}")
        : JsonLiterals.ToJson(literal);

    public override object ParseValue(JsonElement value) => value;

    public override void Write(JsonBuffer output, object value) => WriteAny(output, value);

    public override ValueNode ToLiteral(object value) => LiteralOf(value);

    internal static void WriteAny(JsonBuffer output, object value)
    {
        using var writer = new Utf8JsonWriter(output);
        if (value is JsonElement element)
        {
            element.WriteTo(writer);
        }
        else
        {
            JsonSerializer.Serialize(writer, value, value.GetType());
        }
    }

    internal static ValueNode LiteralOf(object value)
        => JsonLiterals.ToLiteral(value is JsonElement element ? element : JsonSerializer.SerializeToElement(value, value.GetType()));

    private static bool HasEnumValue(ValueNode literal) => literal switch
    {
        EnumValueNode => true,
        ListValueNode list => list.Items.Any(HasEnumValue),
        ObjectValueNode fields => fields.Fields.Any(field => HasEnumValue(field.Value)),
        _ => false,
    };
}
