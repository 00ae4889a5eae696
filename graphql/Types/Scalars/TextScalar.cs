using System.Text.Json;
using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>A scalar whose values are strings of a certain form, going out and coming in.</summary>
public abstract class TextScalar<T>(string name) : ScalarBehavior
    where T : notnull
{
    public override Type RuntimeType => typeof(T);

    public override object ParseLiteral(ValueNode literal) => literal is StringValueNode text ? Parse(text.Value) : throw Refuse(SyntaxPrinter.Print(literal));

    public override object ParseValue(JsonElement value) => value.ValueKind == JsonValueKind.String ? Parse(value.GetString()!) : throw Refuse(Inspection.Show(value));

    public override void Write(JsonBuffer output, object value) => output.WriteString(Print(value));

    public override ValueNode ToLiteral(object value) => new StringValueNode(Print(value));

    /// <summary>What the values look like, e.g. "a date such as 2024-02-29".</summary>
    protected abstract string Form { get; }

    protected abstract bool TryParse(string text, out T value);

    protected abstract string Format(T value);

    /// <summary>Other .NET types that resolvers may give; false for all others.</summary>
    protected virtual bool TryConvert(object value, out T converted)
    {
        converted = default!;
        return value is string text && TryParse(text, out converted);
    }

    private object Parse(string text) => TryParse(text, out var value) ? value : throw Refuse(Inspection.Show(text));

    private string Print(object value)
        => value is T given || TryConvert(value, out given) ? Format(given) : throw new ScalarException($"{name} cannot represent value: {Inspection.Show(value)}");

    private ScalarException Refuse(string shown) => new($"{name} cannot represent value: {shown}. Expected {Form}.");
}
