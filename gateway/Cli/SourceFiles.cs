using FinFlow.Gateway.Composition;

namespace FinFlow.Cli;

/// <summary>Source schemas as the command line names them: `payments.graphql`, or `payments=path` where the file's name is not the schema's.</summary>
internal static class SourceFiles
{
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

        var result = Composer.Compose(sources, options);
        foreach (var problem in result.Errors)
        {
            await error.WriteLineAsync(problem.ToString());
        }

        return result.Succeeded ? result : null;
    }
}
