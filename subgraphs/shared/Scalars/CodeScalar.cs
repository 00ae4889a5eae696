using System.Text.Json;
using FinFlow.GraphQL.Language;
using FinFlow.GraphQL.Types;

namespace FinFlow.Scalars;

/// <summary>A scalar that is a code from a closed list, written as a string.</summary>
internal abstract class CodeScalar<T> : ScalarBehavior where T : struct
{
    public override Type RuntimeType => typeof(T);

    protected abstract string Name { get; }

    protected abstract string Standard { get; }

    public override object? ParseLiteral(ValueNode literal)
        => literal switch
        {
            StringValueNode text => Read(text.Value),
            // A code reads like an enum's value, and people write it like one.
            EnumValueNode code => Read(code.Value),
            _ => throw new ScalarException($"{Name} cannot represent a non-string value: {literal}"),
        };

    public override object? ParseValue(JsonElement value)
        => value.ValueKind == JsonValueKind.String ? Read(value.GetString()!) : throw new ScalarException($"{Name} cannot represent a non-string value: {value}");

    public override void Write(JsonBuffer output, object value) => output.WriteString(CodeOf((T)value));

    public override ValueNode ToLiteral(object value) => new StringValueNode(CodeOf((T)value));

    protected abstract bool TryRead(string text, out T value);

    protected abstract string CodeOf(T value);

    private object Read(string text)
        => TryRead(text, out var value) ? value : throw new ScalarException($"\"{text}\" is not {Standard}.");
}
