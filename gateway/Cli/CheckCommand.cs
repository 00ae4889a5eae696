using FinFlow.Gateway.Composition;
using FinFlow.Gateway.Fusion;

namespace FinFlow.Cli;

/// <summary>
/// `finflow check -a schema/gateway.graphql -f payments.graphql -f auth.graphql`: composes the source schemas and says what would change for
/// the clients of a composed schema, the worst first. A breaking change is a refusal.
/// </summary>
internal static class CheckCommand
{
    public const string Usage = "-a <gateway.graphql> [-f] <schema.graphql>… [-s <settings.json>]";

    public static async Task<int> Run(IReadOnlyList<string> words, TextWriter output, TextWriter error)
    {
        var arguments = Arguments.Read(words, ("-a", "--against"), ("-f", "--file"), ("-s", "--settings"));
        if (await CommandTable.RefuseAsync("check", Usage, arguments, error, takesUnnamed: arguments.All("-f").Count == 0)
            || await CommandTable.DemandAsync("check", Usage, "no composed schema is given to compare with", arguments.All("-a"), error)
            || await CommandTable.DemandAsync("check", Usage, "no source schema is given", SourceFiles.Of(arguments), error))
        {
            return ExitCode.Usage;
        }

        var before = CompositeSchema.Load(await File.ReadAllTextAsync(arguments.One("-a")!));
        if (await SourceFiles.ComposeAsync(SourceFiles.Of(arguments), arguments.One("-s"), error) is not { } result)
        {
            return ExitCode.Refused;
        }

        var changes = SchemaComparison.Compare(before.Client, CompositeSchema.Load(result.Print()).Client);
        foreach (var change in changes)
        {
            await output.WriteLineAsync(change.ToString());
        }

        var breaking = changes.Count(change => change.Impact == ChangeImpact.Breaking);
        var dangerous = changes.Count(change => change.Impact == ChangeImpact.Dangerous);
        await output.WriteLineAsync($"{breaking} breaking, {dangerous} dangerous, {changes.Count - breaking - dangerous} safe.");
        return breaking > 0 ? ExitCode.Refused : ExitCode.Success;
    }
}
