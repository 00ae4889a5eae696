namespace FinFlow.Cli;

/// <summary>
/// `finflow compose -f payments.graphql -f auth.graphql -o gateway.graphql`. Without -o the schema goes to standard output. Errors and
/// warnings go to standard error, one a line.
/// </summary>
internal static class ComposeCommand
{
    public const string Usage = "-f <schema.graphql> [-f …] [-o <gateway.graphql>] [-s <settings.json>]";

    public static async Task<int> Run(IReadOnlyList<string> words, TextWriter output, TextWriter error)
    {
        var arguments = Arguments.Read(words, ("-f", "--file"), ("-o", "--output"), ("-s", "--settings"));
        if (await CommandTable.RefuseAsync("compose", Usage, arguments, error)
            || await CommandTable.DemandAsync("compose", Usage, "no source schema is given", arguments.All("-f"), error))
        {
            return ExitCode.Usage;
        }

        if (await SourceFiles.ComposeAsync(arguments.All("-f"), arguments.One("-s"), error) is not { } result)
        {
            return ExitCode.Refused;
        }

        if (arguments.One("-o") is { } target)
        {
            await File.WriteAllTextAsync(target, result.Print());
        }
        else
        {
            await output.WriteAsync(result.Print());
        }

        return ExitCode.Success;
    }
}
