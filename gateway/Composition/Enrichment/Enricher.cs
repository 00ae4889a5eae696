using FinFlow.GraphQL.Language;

namespace FinFlow.Gateway.Composition;

/// <summary>
/// Writes down what the source schemas say between the lines: which fields are keys, which are overridden, which the gateway owns.
/// </summary>
internal static class Enricher
{
    public static void Enrich(SourceSchemas sources, CompositionOptions options)
    {
        if (options.GlobalObjectIdentification)
        {
            GiveNodeFieldsToGateway(sources);
        }

        sources.Lookups = [.. sources.All.SelectMany(Lookup.Of)];
        MarkOverriddenFields(sources);
        MarkDeclaredKeys(sources);
        MarkKeysOfLookups(sources);
    }

    private static void GiveNodeFieldsToGateway(SourceSchemas sources)
    {
        foreach (var field in sources.All.SelectMany(schema => schema.OutputFields).Where(field => field.Coordinate is "Query.node" or "Query.nodes"))
        {
            field.IsGatewayOwned = true;
        }
    }

    private static void MarkOverriddenFields(SourceSchemas sources)
    {
        foreach (var overriding in sources.All.SelectMany(schema => schema.OutputFields).Where(field => field.OverrideFrom is not null))
        {
            if (sources.Find(overriding.OverrideFrom!)?.FindField(overriding.DeclaringType.Name, overriding.Name) is { } overridden)
            {
                overridden.IsOverridden = true;
            }
        }
    }

    private static void MarkDeclaredKeys(SourceSchemas sources)
    {
        foreach (var type in sources.All.SelectMany(schema => schema.CompositeTypes))
        {
            foreach (var key in type.KeyDirectives.Select(directive => directive.SelectionSetArgument("fields")).OfType<SelectionSetNode>())
            {
                MarkKey(type, LeafPaths.Of(key));
                // An interface's key is the key of everything that implements it.
                foreach (var implementation in type.Schema.PossibleTypes(type.Name).Where(possible => possible != type))
                {
                    MarkKey(implementation, LeafPaths.Of(key));
                }
            }
        }
    }

    /// <summary>A lookup's arguments are a key of what it returns, whether or not `@key` says so.</summary>
    private static void MarkKeysOfLookups(SourceSchemas sources)
    {
        foreach (var lookup in sources.Lookups)
        {
            var types = lookup.Schema.PossibleTypes(lookup.ReturnType).Append(lookup.Schema.FindType(lookup.ReturnType)).OfType<SourceType>();
            foreach (var type in types.Distinct())
            {
                MarkKey(type, lookup.KeyPaths);
            }
        }
    }

    private static void MarkKey(SourceType root, IEnumerable<IReadOnlyList<PathStep>> paths)
    {
        foreach (var path in paths)
        {
            var type = root;
            foreach (var step in path)
            {
                type = type is not null && step.TypeCondition is { } condition ? type.Schema.FindType(condition) : type;
                if (type?.Fields.GetValueOrDefault(step.Field) is not { } field)
                {
                    break;
                }

                field.IsKeyField = true;
                type = type.Schema.FindType(field.Type.NamedType);
            }
        }
    }
}
