using System.Text.Json;
using FinFlow.Gateway.Composition;

namespace FinFlow.Cli;

/// <summary>
/// `finflow compose -f payments.graphql -f auth.graphql -o gateway.graphql`: a file's name is its source schema's name; `name=path`
/// gives another. The settings are those of <see cref="CompositionOptions.Parse"/>. Without -o the schema goes to standard output. Errors and warnings go to standard error, one a line.
/// </summary>
internal static class ComposeCommand
{
    public const string Usage = "-f <schema.graphql> [-f …] [-o <gateway.graphql>] [-s <settings.json>]";

    public static async Task<int> Run(IReadOnlyList<string> args, TextWriter output, TextWriter error)
    {
        List<string> files = [];
        string? target = null;
        string? settings = null;
        for (var i = 0; i < args.Count; i++)
        {
            switch (args[i])
            {
                case "-f" or "--file" when i + 1 < args.Count: files.Add(args[++i]); break;
                case "-o" or "--output" when i + 1 < args.Count: target = args[++i]; break;
                case "-s" or "--settings" when i + 1 < args.Count: settings = args[++i]; break;
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
            var options = settings is null ? CompositionOptions.Default : CompositionOptions.Parse(await File.ReadAllTextAsync(settings));
            return await Compose(files, target, options, output, error);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException)
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
