namespace FinFlow.Cli;

/// <summary>
/// `finflow compose -f payments.graphql -f auth.graphql -o gateway.graphql`. Without -o the schema goes to standard output. Errors and
/// warnings go to standard error, one a line.
/// </summary>
internal static class ComposeCommand
{
    public const string Usage = "[-f] <schema.graphql>… [-o <gateway.graphql>] [-s <settings.json>]";

    public static async Task<int> Run(IReadOnlyList<string> words, TextWriter output, TextWriter error)
    {
        var arguments = Arguments.Read(words, ("-f", "--file"), ("-o", "--output"), ("-s", "--settings"));
        if (await CommandTable.RefuseAsync("compose", Usage, arguments, error, takesUnnamed: arguments.All("-f").Count == 0)
            || await CommandTable.DemandAsync("compose", Usage, "no source schema is given", SourceFiles.Of(arguments), error))
        {
            return ExitCode.Usage;
        }

        if (await SourceFiles.ComposeAsync(SourceFiles.Of(arguments), arguments.One("-s"), error) is not { } result)
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
