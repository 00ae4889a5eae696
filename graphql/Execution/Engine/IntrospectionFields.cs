using FinFlow.GraphQL.Types;

namespace FinFlow.GraphQL.Execution;

/// <summary>The fields of introspection, resolved by the type system's own table. https://spec.graphql.org/draft/#sec-Schema-Introspection</summary>
internal static class IntrospectionFields
{
    public static IEnumerable<KeyValuePair<string, FieldExecutor>> Create(ExecutableSchema executable)
    {
        var schema = executable.Schema;
        foreach (var (typeName, fields) in Introspection.Fields)
        {
            foreach (var (name, resolve) in fields)
            {
                var field = ((ObjectType)schema.FindType(typeName)!).Fields[name];
                yield return new($"{typeName}.{name}", Create(schema, field, resolve));
            }
        }

        yield return new($"{schema.QueryType!.Name}.__schema", Create(schema, MetaFields.Schema, Introspection.RootFields["__schema"]));
        yield return new($"{schema.QueryType.Name}.__type", Create(schema, MetaFields.Type, Introspection.RootFields["__type"]));
    }

    private static SynchronousField<object?> Create(Schema schema, OutputField field, IntrospectionResolver resolve) => new(
        context => resolve(schema, context.ParentValue, context.CoercedArguments), new DynamicCompleter(field.Type, _ => null), keepsContext: false);
}
