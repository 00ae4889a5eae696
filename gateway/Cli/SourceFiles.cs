using FinFlow.Gateway.Composition;

namespace FinFlow.Cli;

/// <summary>Source schemas as the command line names them: `payments.graphql`, or `payments=path` where the file's name is not the schema's. Those of Apollo Federation
/// are composed as `gateway --subgraphs` does it.</summary>
internal static class SourceFiles
{
    /// <summary>Those with a name, or those without: where both are there, somebody may have forgotten an -o.</summary>
    public static IReadOnlyList<string> Of(Arguments arguments) => arguments.All("-f") is { Count: > 0 } named ? named : arguments.Unnamed;

    /// <returns>Null when they do not compose; then the errors have been written, one a line.</returns>
    public static async Task<CompositionResult?> ComposeAsync(IReadOnlyList<string> files, string? settings, TextWriter error)
    {
        var options = settings is null ? CompositionOptions.Default : CompositionOptions.Parse(await File.ReadAllTextAsync(settings));
        List<SourceSchemaDocument> sources = [];
        foreach (var file in files)
        {
            var (name, path) = file.Split('=', 2) is [var given, var rest] ? (given, rest) : (Path.GetFileNameWithoutExtension(file), file);
            sources.Add(new SourceSchemaDocument(name, await File.ReadAllTextAsync(path)));
        }

        var (translated, untranslatable) = Translate(sources);
        var result = untranslatable.Count > 0 ? null : Composer.Compose(translated, options);
        foreach (var problem in result?.Errors ?? untranslatable)
        {
            await error.WriteLineAsync(problem.ToString());
        }

        return result is { Succeeded: true } ? result : null;
    }

    /// <summary>Among schemas of which one has lookups, one that only has keys is no subgraph of Apollo Federation, though it looks like one of version 1.</summary>
    private static (IReadOnlyList<SourceSchemaDocument> Sources, IReadOnlyList<CompositionError> Errors) Translate(IReadOnlyList<SourceSchemaDocument> sources)
        => sources.Any(source => source.Sdl.Contains("@lookup", StringComparison.Ordinal)) ? (sources, []) : ApolloSchema.Translate(sources);
}
