using FinFlow.GraphQL.Language;

namespace FinFlow.Gateway.Composition;

/// <summary>Source schemas → one schema. https://graphql.github.io/composite-schemas-spec/draft/#sec-Merge</summary>
internal static class SchemaMerger
{
    public static MergedSchema Merge(SourceSchemas sources)
    {
        var merged = new MergedSchema(sources);
        var requirementInputs = RequirementInputs.Of(sources);
        foreach (var types in sources.TypesByName.Where(types => !IsOfComposition(types.Key) && !requirementInputs.Contains(types.Key)))
        {
            if (MergeTypes([.. types], sources) is { } type)
            {
                merged.Types.Add(type.Name, type);
            }
        }

        return merged;
    }

    // The directives' own scalars say nothing to clients.
    private static bool IsOfComposition(string typeName)
        => SpecifiedDirectives.Scalars.Contains(typeName)
            || typeName == ApolloSchema.Representation
            || SourceSchema.BuiltInScalars.Contains(typeName)
            || typeName.StartsWith("__", StringComparison.Ordinal);

    private static MergedType? MergeTypes(IReadOnlyList<SourceType> all, SourceSchemas sources)
    {
        SourceType[] types = [.. all.Where(type => !type.IsInternal)];
        if (types.Length == 0)
        {
            return null;
        }

        var merged = new MergedType(types[0].Name, types[0].Kind, types)
        {
            Description = types.Select(type => type.Description).FirstOrDefault(description => description is not null),
            IsInaccessible = all.Any(type => type.IsInaccessible),
            IsOneOf = types.Any(type => type.IsOneOf),
            SpecifiedByUrl = types.Select(type => type.Directives.Find("specifiedBy")?.StringArgument("url")).FirstOrDefault(url => url is not null),
            Interfaces = [.. types.SelectMany(type => type.Interfaces).Distinct().Where(name => IsMerged(name, sources))],
            Members = [.. types.SelectMany(type => type.Members.Where(member => type.Schema.FindType(member) is not { IsInternal: true })).Distinct()],
            Values = [.. MergeEnumValues(types)],
        };
        foreach (var fields in types.SelectMany(type => type.Fields.Values).GroupBy(field => field.Name))
        {
            if (MergeOutputFields(merged, [.. fields], sources) is { } field)
            {
                merged.Fields.Add(field.Name, field);
            }
        }

        // Input objects are merged by intersection: a value for a field that some source does not know could not be sent there.
        foreach (var fields in types.SelectMany(type => type.InputFields.Values).GroupBy(field => field.Name)
            .Where(fields => fields.Count() == types.Length))
        {
            merged.InputFields.Add(fields.Key, MergeInputs($"{merged.Name}.{fields.Key}", [.. fields]));
        }

        return merged;
    }

    private static bool IsMerged(string typeName, SourceSchemas sources)
        => sources.All.Any(schema => schema.FindType(typeName) is { IsInternal: false });

    private static IEnumerable<MergedEnumValue> MergeEnumValues(IReadOnlyList<SourceType> enums)
        => from pair in enums.SelectMany(type => type.Values.Values, (type, value) => (type, value))
           group pair by pair.value.Name.Value into values
           let nodes = values.Select(pair => pair.value).ToList()
           select new MergedEnumValue(
               values.Key,
               [.. values.Select(pair => pair.type)],
               nodes.Any(node => node.Directives.Has("inaccessible")),
               nodes.Select(node => node.Description).FirstOrDefault(description => description is not null),
               nodes.Select(node => node.Directives.Find("deprecated")).FirstOrDefault(directive => directive is not null));

    /// <summary>https://graphql.github.io/composite-schemas-spec/draft/#sec-Merge-Output-Fields</summary>
    private static MergedField? MergeOutputFields(MergedType type, IReadOnlyList<SourceField> all, SourceSchemas sources)
    {
        SourceField[] fields = [.. all.Where(field => !field.IsInternal)];
        if (fields.Length == 0 || TypeMerge.LeastRestrictive([.. fields.Select(field => field.Type)], sources) is not { } fieldType)
        {
            return null;
        }

        var merged = new MergedField(type, fields[0].Name, fieldType, fields)
        {
            Description = fields.Select(field => field.Syntax.Description).FirstOrDefault(description => description is not null),
            Deprecated = fields.Select(field => field.Syntax.Directives.Find("deprecated")).FirstOrDefault(directive => directive is not null),
            IsInaccessible = all.Any(field => field.IsInaccessible),
        };
        foreach (var arguments in fields.SelectMany(field => field.Arguments.Values).GroupBy(argument => argument.Name))
        {
            if (arguments.Count() == fields.Length && arguments.All(argument => argument.Require is null))
            {
                merged.Arguments.Add(arguments.Key, MergeInputs($"{merged.Coordinate}({arguments.Key}:)", [.. arguments]));
            }
        }

        return merged;
    }

    /// <summary>https://graphql.github.io/composite-schemas-spec/draft/#sec-Merge-Input-Fields and #sec-Merge-Arguments</summary>
    private static MergedInput MergeInputs(string coordinate, IReadOnlyList<SourceInput> inputs)
        => new(coordinate, inputs[0].Name, inputs.Select(input => input.Type).Aggregate(TypeMerge.MostRestrictive), inputs)
        {
            Description = inputs.Select(input => input.Syntax.Description).FirstOrDefault(description => description is not null),
            DefaultValue = inputs.Select(input => input.DefaultValue).FirstOrDefault(value => value is not null),
            Deprecated = inputs.Select(input => input.Syntax.Directives.Find("deprecated")).FirstOrDefault(directive => directive is not null),
            IsInaccessible = inputs.Any(input => input.IsInaccessible),
        };
}
