using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using FinFlow.GraphQL.Language;
using FinFlow.GraphQL.Types;

namespace FinFlow.GraphQL.Tests;

/// <summary>
/// What tools learn of a schema, compared with what graphql-js 16.15 told them of the same definitions. Left out of that record:
/// directives on directive definitions, a proposal that the specification has not taken up.
/// </summary>
public sealed class IntrospectionTests
{
    private const string Query =
        """
        {
          __schema {
            description
            queryType { name kind }
            mutationType { name kind }
            subscriptionType { name kind }
            types {
              kind name description specifiedByURL isOneOf
              fields(includeDeprecated: true) {
                name description isDeprecated deprecationReason
                args(includeDeprecated: true) { ...InputValue }
                type { ...TypeRef }
              }
              inputFields(includeDeprecated: true) { ...InputValue }
              interfaces { ...TypeRef }
              enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason }
              possibleTypes { ...TypeRef }
            }
            directives { name description isRepeatable locations args(includeDeprecated: true) { ...InputValue } }
          }
        }

        fragment InputValue on __InputValue { name description type { ...TypeRef } defaultValue isDeprecated deprecationReason }

        fragment TypeRef on __Type {
          kind name ofType { name kind ofType { name kind ofType { name kind ofType { name kind ofType { name kind
          ofType { name kind ofType { name kind ofType { name kind ofType { name kind } } } } } } } } }
        }
        """;

    private static readonly Schema Ledger = SchemaBuilder.Build(Parser.Parse(File.ReadAllText(Beside("ledger.graphql"))));

    [Fact]
    public void The_Standard_Query_Should_GiveWhatToolsExpect()
    {
        var actual = Execute(Query);
        var expected = JsonNode.Parse(File.ReadAllText(Beside("ledger.introspection.json")))!;

        Normalize(actual["__schema"]!["types"]!.AsArray());
        Normalize(actual["__schema"]!["directives"]!.AsArray());
        foreach (var list in new[] { "types", "directives" })
        {
            var (want, got) = (expected["__schema"]![list]!.AsArray(), actual["__schema"]![list]!.AsArray());
            Assert.Equal(want.Select(Name), got.Select(Name));
            Assert.All(want.Zip(got), pair => Assert.True(JsonNode.DeepEquals(pair.First, pair.Second), $"expected {pair.First}\nactual {pair.Second}"));
        }

        Assert.True(JsonNode.DeepEquals(expected, actual));
    }

    [Fact]
    public void Deprecated_Members_Should_BeHidden_When_NotAskedFor()
        => Assert.Equal(
            """{"account":{"fields":[{"name":"id"},{"name":"name"},{"name":"balance"}]},"side":{"enumValues":[{"name":"DEBIT"},{"name":"CREDIT"}]},"filter":{"inputFields":[{"name":"code"},{"name":"sides"},{"name":"active"}]},"query":{"fields":[{"args":[{"name":"by"}]},{"args":[{"name":"first"},{"name":"after"},{"name":"where"}]},{"args":[{"name":"rate"}]}]},"none":null}""",
            Execute(
                """
                {
                  account: __type(name: "Account") { fields { name } }
                  side: __type(name: "Side") { enumValues { name } }
                  filter: __type(name: "AccountFilter") { inputFields { name } }
                  query: __type(name: "Query") { fields { args { name } } }
                  none: __type(name: "Nothing") { name }
                }
                """).ToJsonString());

    [Fact]
    public void Every_Field_Of_The_Introspection_Types_Should_HaveAResolver()
        => Assert.Equal(
            BuiltIns.IntrospectionTypes.OfType<ObjectType>().SelectMany(type => type.Fields.Values).Select(field => field.Coordinate).Order(StringComparer.Ordinal),
            Introspection.Fields.SelectMany(type => type.Value.Keys.Select(field => $"{type.Key}.{field}")).Order(StringComparer.Ordinal));

    /// <summary>An executor that knows only the table.</summary>
    private static JsonObject Execute(string query)
    {
        var document = Parser.Parse(query);
        var fragments = document.Definitions.OfType<FragmentDefinitionNode>().ToDictionary(fragment => fragment.Name.Value);
        return Complete(((OperationDefinitionNode)document.Definitions[0]).SelectionSet, Ledger.QueryType!, Ledger);

        JsonObject Complete(SelectionSetNode selections, ObjectType type, object source)
        {
            var result = new JsonObject();
            foreach (var selection in selections.Selections)
            {
                if (selection is FragmentSpreadNode spread)
                {
                    foreach (var (name, value) in Complete(fragments[spread.Name.Value].SelectionSet, type, source).ToArray())
                    {
                        result[name] = value?.DeepClone();
                    }

                    continue;
                }

                var node = (FieldNode)selection;
                var field = Ledger.FindField(type, node.Name.Value)!;
                Assert.True(ValueCoercion.TryCoerceArguments(field.Arguments, node.Arguments, node, VariableValues.None, out var arguments, out _));
                var resolve = type == Ledger.QueryType ? Introspection.RootFields[field.Name] : Introspection.Fields[type.Name][field.Name];
                result[node.ResponseName] = Value(resolve(Ledger, source, arguments), field.Type.Nullable, node.SelectionSet);
            }

            return result;
        }

        JsonNode? Value(object? value, GraphQLType type, SelectionSetNode? selections) => (value, type) switch
        {
            (null, _) => null,
            (IReadOnlyList<object> list, ListType of) => new JsonArray([.. list.Select(item => Value(item, of.OfType.Nullable, selections))]),
            (_, ObjectType objectType) => Complete(selections!, objectType, value),
            (bool flag, _) => flag,
            _ => (string)value,
        };
    }

    /// <summary>Order is ours to choose, and so are the descriptions of what is built in.</summary>
    private static void Normalize(JsonArray definitions)
    {
        var sorted = definitions.OrderBy(Name, StringComparer.Ordinal).ToArray();
        definitions.Clear();
        foreach (var definition in sorted)
        {
            if (BuiltIns.Types.ContainsKey(Name(definition)) || BuiltIns.Directives.Any(directive => directive.Name == Name(definition)))
            {
                ClearDescriptions(definition);
            }

            definitions.Add(definition);
        }
    }

    private static void ClearDescriptions(JsonNode? node)
    {
        if (node is JsonObject fields)
        {
            if (fields.ContainsKey("description"))
            {
                fields["description"] = null;
            }

            foreach (var (_, value) in fields)
            {
                ClearDescriptions(value);
            }
        }
        else if (node is JsonArray items)
        {
            foreach (var item in items)
            {
                ClearDescriptions(item);
            }
        }
    }

    private static string Name(JsonNode? definition) => definition!["name"]!.GetValue<string>();

    private static string Beside(string file, [CallerFilePath] string path = "") => Path.Combine(Path.GetDirectoryName(path)!, file);
}
