namespace FinFlow.Gateway.Composition;

/// <summary>
/// Source schemas → the gateway's schema. Each phase is a folder, each rule of a phase a file.
/// https://graphql.github.io/composite-schemas-spec/draft/#sec-Schema-Composition
/// </summary>
public static class Composer
{
    public static CompositionResult Compose(IReadOnlyList<SourceSchemaDocument> sources, CompositionOptions? options = null)
    {
        options ??= CompositionOptions.Default;
        var log = new ErrorLog();

        var schemas = Parse(sources, log);
        Enricher.Enrich(schemas, options);
        log.Add(SourceRules.All.SelectMany(rule => schemas.All.SelectMany(rule.Check)));
        if (log.HasErrors)
        {
            return log.Failure();
        }

        log.Add(PreMergeRules.All.SelectMany(rule => rule.Check(schemas)));
        if (log.HasErrors)
        {
            return log.Failure();
        }

        var merged = SchemaMerger.Merge(schemas);
        if (options.GlobalObjectIdentification)
        {
            log.Add(GlobalObjectIdentification.Add(merged, options));
        }

        log.Add(PostMergeRules.All.SelectMany(rule => rule.Check(merged)));
        if (log.HasErrors)
        {
            return log.Failure();
        }

        log.Add(UnsatisfiableQueryPath.Check(merged));
        var document = ExecutionSchemaWriter.Write(merged);
        log.Add(InvalidComposedSchema.Check(document, merged));
        return log.HasErrors ? log.Failure() : log.Success(document);
    }

    private static SourceSchemas Parse(IReadOnlyList<SourceSchemaDocument> sources, ErrorLog log)
    {
        List<SourceSchema> schemas = [];
        foreach (var source in sources)
        {
            var (schema, error) = SourceSchemaReader.Read(source);
            log.Add(error is null ? [] : [error]);
            if (schema is not null)
            {
                schemas.Add(schema);
            }
        }

        log.Add(ConflictingSourceSchemaName.Check(sources));
        return new SourceSchemas(schemas);
    }
}
