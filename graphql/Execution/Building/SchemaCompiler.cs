using System.Reflection;
using FinFlow.GraphQL.Language;
using FinFlow.GraphQL.Types;

namespace FinFlow.GraphQL.Execution;

/// <summary>Annotations → definitions and bindings → schema → executable schema.</summary>
internal static class SchemaCompiler
{
    public static ExecutableSchema Compile(SchemaConfiguration configuration, ServiceKinds services, GraphQLOptions options)
    {
        var catalog = new TypeCatalog(configuration, services);
        if (configuration.Written is { } written)
        {
            return new ExecutableSchema(SchemaBuilder.Build(Parser.Parse(written.Document, ParserOptions.Trusted), SchemaOptionsOf(configuration, options)), catalog, options);
        }

        var annotated = catalog.Annotated;
        DefineRoot(catalog, "Query", annotated.Queries, (reader, method) => reader.Read(method));
        DefineRoot(catalog, "Mutation", annotated.Mutations, (reader, method) => reader.ReadMutation(method));
        DefineRoot(catalog, "Subscription", annotated.Subscriptions, (reader, method) => reader.ReadSubscription(method));
        // A type of a shared assembly is part of the schema only when something refers to it.
        foreach (var type in annotated.Objects.Concat(catalog.Nodes?.Types ?? []).Concat(annotated.Nodes.Select(group => group.Key).Where(type => !annotated.IsShared(type))).Distinct())
        {
            catalog.Outputs.Name(type);
        }

        var types = catalog.Complete();
        var document = new DocumentNode([.. Directives(configuration, types), .. types]);
        var schema = SchemaBuilder.Build(document, SchemaOptionsOf(configuration, options));
        return new ExecutableSchema(schema, catalog, options);
    }

    private static void DefineRoot(
        TypeCatalog catalog, string name, IEnumerable<Type> classes, Func<FieldReader, MethodInfo, FieldDefinitionNode> read)
    {
        var methods = classes.SelectMany(AnnotatedTypes.Resolvers)
            .Where(method => name != "Subscription" || method.IsDefined(typeof(SubscribeAttribute))).ToArray();
        if (methods.Length > 0)
        {
            catalog.Define(name, () =>
            {
                var reader = catalog.Outputs.Fields(name);
                return new ObjectTypeDefinitionNode
                {
                    Name = Sdl.Name(name),
                    Fields =
                    [
                        .. methods.Select(method => read(reader, method)).Concat(name == "Query" && catalog.Nodes is { } nodes ? nodes.Define(reader) : [])
                            .OrderBy(field => field.Name.Value, StringComparer.Ordinal),
                    ],
                };
            });
        }
    }

    // Composition directives are declared when the schema says that it is one of several; the others when they are used.
    private static IEnumerable<DefinitionNode> Directives(SchemaConfiguration configuration, IReadOnlyList<TypeDefinitionNode> types)
    {
        var used = new HashSet<string>(types.SelectMany(AppliedDirectives.Of), StringComparer.Ordinal);
        var composition = Parser.Parse(DirectiveReader.CompositionDefinitions).Definitions;
        var needsComposition = configuration.SourceSchemaDefaults
            || composition.OfType<DirectiveDefinitionNode>().Any(directive => used.Contains(directive.Name.Value));
        string[] described = [DirectiveReader.CostDefinitions, DirectiveReader.AuthorizationDefinitions, DirectiveReader.JoiningDefinitions];
        var others = described.SelectMany(text => Parser.Parse(text).Definitions)
            .Where(definition => definition is DirectiveDefinitionNode directive && used.Contains(directive.Name.Value));
        return needsComposition ? composition.Concat(others) : others;
    }

    private static SchemaOptions SchemaOptionsOf(SchemaConfiguration configuration, GraphQLOptions options)
        => new() { Scalars = Scalars(configuration), IncrementalDelivery = options.IncrementalDelivery };

    private static Dictionary<string, ScalarBehavior> Scalars(SchemaConfiguration configuration)
    {
        var scalars = new Dictionary<string, ScalarBehavior>(StandardScalars.All, StringComparer.Ordinal);
        foreach (var (name, behavior) in configuration.Scalars)
        {
            scalars[name] = behavior;
        }

        return scalars;
    }
}

/// <summary>The names of the directives that a definition applies.</summary>
internal static class AppliedDirectives
{
    public static IEnumerable<string> Of(TypeDefinitionNode type) => type.Directives.Concat(OfMembers(type)).Select(directive => directive.Name.Value);

    private static IEnumerable<DirectiveNode> OfMembers(TypeDefinitionNode type) => type switch
    {
        ComplexTypeDefinitionNode complex => complex.Fields.SelectMany(field => field.Directives.Concat(field.Arguments.SelectMany(argument => argument.Directives))),
        InputObjectTypeDefinitionNode input => input.Fields.SelectMany(field => field.Directives),
        EnumTypeDefinitionNode values => values.Values.SelectMany(value => value.Directives),
        _ => [],
    };
}
