using FinFlow.Gateway.Composition;

namespace FinFlow.Cli;

/// <summary>
/// `finflow compose -f payments.graphql -f auth.graphql -o gateway.graphql`: a file's name is its source schema's name; `name=path`
/// gives another. Without -o the schema goes to standard output. Errors and warnings go to standard error, one a line.
/// </summary>
internal static class ComposeCommand
{
    public const string Usage = "-f <schema.graphql> [-f …] [-o <gateway.graphql>] [--node]";

    public static async Task<int> Run(IReadOnlyList<string> args, TextWriter output, TextWriter error)
    {
        List<string> files = [];
        string? target = null;
        var node = false;
        for (var i = 0; i < args.Count; i++)
        {
            switch (args[i])
            {
                case "-f" or "--file" when i + 1 < args.Count: files.Add(args[++i]); break;
                case "-o" or "--output" when i + 1 < args.Count: target = args[++i]; break;
                case "--node": node = true; break;
                default:
                    await error.WriteLineAsync($"finflow compose: `{args[i]}` is not understood. Usage: finflow compose {Usage}");
                    return ExitCode.Usage;
            }
        }

        if (files.Count == 0)
        {
            await error.WriteLineAsync($"finflow compose: no source schema is given. Usage: finflow compose {Usage}");
            return ExitCode.Usage;
        }

        try
        {
            return await Compose(files, target, new CompositionOptions { GlobalObjectIdentification = node }, output, error);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync($"finflow compose: {failure.Message}");
            return ExitCode.Usage;
        }
    }

    private static async Task<int> Compose(
        IReadOnlyList<string> files, string? target, CompositionOptions options, TextWriter output, TextWriter error)
    {
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

        if (!result.Succeeded)
        {
            return ExitCode.Refused;
        }

        if (target is null)
        {
            await output.WriteAsync(result.Print());
        }
        else
        {
            await File.WriteAllTextAsync(target, result.Print());
        }

        return ExitCode.Success;
    }
}
