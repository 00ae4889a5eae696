using FinFlow.GraphQL.Language;

namespace FinFlow.Gateway.Composition;

/// <summary>
/// The schema of an Apollo Federation subgraph, version 1 or 2, as a source schema: each resolvable key becomes a lookup whose argument is
/// the representation, `@requires` becomes an argument with `@require`, and whatever else the two name differently takes our name.
/// https://www.apollographql.com/docs/graphos/schema-design/federated-schemas/reference/directives
/// </summary>
public static class ApolloSchema
{
    /// <summary>The type of arguments that are read from an entity and sent inside its representation.</summary>
    public const string Representation = "_Any";

    /// <summary>The response name under which the subgraph gives entities; lookups are told apart by what follows it.</summary>
    public const string Entities = "_entities";

    private static readonly ParserOptions Limits = new() { TokensMax = 2_000_000 };

    /// <summary>Whether the SDL is written for Apollo Federation: a source schema has lookups instead of resolvable keys.</summary>
    public static bool Is(string sdl)
    {
        try
        {
            return Is(Parser.Parse(sdl, Limits));
        }
        catch (SyntaxException)
        {
            // Composition reports it.
            return false;
        }
    }

    /// <summary>The SDLs of Apollo Federation among these with what they say in our terms; the others as they are.</summary>
    /// <returns>The sources for the composer, which still speaks of the lines of these SDLs, and why some cannot be said in its terms.</returns>
    public static (IReadOnlyList<SourceSchemaDocument> Sources, IReadOnlyList<CompositionError> Errors) Translate(IReadOnlyList<SourceSchemaDocument> sources)
    {
        List<CompositionError> errors = [];
        var parsed = sources.Where(source => Is(source.Sdl)).ToDictionary(source => source.Name, source => new ApolloTypes(Parser.Parse(source.Sdl, Limits)));
        var neighbours = new ApolloNeighbours(parsed.Values);
        return (
            [.. sources.Select(source => parsed.TryGetValue(source.Name, out var types)
                ? source with { Translation = new ApolloTranslation(source.Name, types, neighbours, errors).Translate() }
                : source)],
            errors);
    }

    private static bool Is(DocumentNode document)
        => !document.Definitions.OfType<ComplexTypeDefinitionNode>().SelectMany(type => type.Fields).Any(field => field.Directives.Has("lookup"))
            && (ApolloTypes.LinkOf(document) is not null
                || document.Definitions.OfType<ComplexTypeDefinitionNode>().Any(type => type.Directives.Has("key") || type.IsExtension));
}
