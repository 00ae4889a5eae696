using FinFlow.GraphQL.Language;
using FinFlow.GraphQL.Types;

namespace FinFlow.Gateway.Fusion;

/// <summary>Answers `__schema` and `__type` from the client's schema. https://spec.graphql.org/draft/#sec-Introspection</summary>
internal sealed class IntrospectionWriter(Schema schema, JsonBuffer output, VariableValues variables)
{
    private static readonly IReadOnlyDictionary<string, object?> NoArguments = new Dictionary<string, object?>();

    public void WriteRoot(SelectedField field)
        => WriteValue(Introspection.RootFields[field.Name](schema, schema, Arguments(field)), field);

    private void WriteValue(object? value, SelectedField field)
    {
        switch (value)
        {
            case null:
                output.WriteNull();
                break;
            case bool flag:
                output.WriteBoolean(flag);
                break;
            case string text:
                output.WriteString(text);
                break;
            case System.Collections.IEnumerable list:
                WriteList(list, field);
                break;
            default:
                WriteObject(value, field.Selections!);
                break;
        }
    }

    private void WriteList(System.Collections.IEnumerable list, SelectedField field)
    {
        output.WriteByte((byte)'[');
        var first = true;
        foreach (var item in list)
        {
            output.WriteRaw(first ? ""u8 : ","u8);
            WriteValue(item, field);
            first = false;
        }

        output.WriteByte((byte)']');
    }

    private void WriteObject(object value, SelectionSet selections)
    {
        output.WriteByte((byte)'{');
        for (var i = 0; i < selections.Fields.Count; i++)
        {
            var field = selections.Fields[i];
            output.WriteRaw(i == 0 ? ""u8 : ","u8);
            output.WriteString(field.ResponseName);
            output.WriteByte((byte)':');
            if (field.IsTypeName)
            {
                output.WriteString(selections.Type.Name);
            }
            else
            {
                WriteValue(Introspection.Fields[selections.Type.Name][field.Name](schema, value, Arguments(field)), field);
            }
        }

        output.WriteByte((byte)'}');
    }

    private IReadOnlyDictionary<string, object?> Arguments(SelectedField field)
        => field.Arguments.Count == 0
            ? NoArguments
            : field.Arguments.ToDictionary(argument => argument.Name.Value, argument => ValueOf(argument.Value));

    private object? ValueOf(ValueNode value) => value switch
    {
        StringValueNode text => text.Value,
        BooleanValueNode flag => flag.Value,
        VariableNode variable => variables.TryGet(variable.Name.Value, out var given) ? given : null,
        _ => null,
    };
}
