namespace FinFlow.Cli;

/// <summary>A command of `finflow`: its name, one line of help, and what it does with its arguments. Gives the process's exit code.</summary>
internal sealed record Command(string Name, string Usage, string Summary, Func<IReadOnlyList<string>, TextWriter, TextWriter, Task<int>> Run);

/// <summary>All commands; `finflow` without one prints this table.</summary>
internal static class CommandTable
{
    private static readonly Command[] Commands =
    [
        new("compose", ComposeCommand.Usage, "source schemas → the gateway's schema", ComposeCommand.Run),
    ];

    public static async Task<int> Run(string[] args, TextWriter output, TextWriter error)
    {
        if (args is [])
        {
            await PrintHelp(output);
            return ExitCode.Success;
        }

        if (Array.Find(Commands, command => command.Name == args[0]) is { } command)
        {
            return await command.Run(args[1..], output, error);
        }

        if (args[0] is "help" or "-h" or "--help")
        {
            await PrintHelp(output);
            return ExitCode.Success;
        }

        await error.WriteLineAsync($"finflow: there is no command `{args[0]}`. `finflow help` lists them.");
        return ExitCode.Usage;
    }

    private static async Task PrintHelp(TextWriter output)
    {
        await output.WriteLineAsync("finflow <command>");
        foreach (var command in Commands)
        {
            await output.WriteLineAsync($"  {command.Name,-9} {command.Summary}");
            await output.WriteLineAsync($"            finflow {command.Name} {command.Usage}");
        }
    }
}

/// <summary>What the shell learns.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>The input was read and refused.</summary>
    public const int Refused = 1;

    /// <summary>The command line cannot be understood, or a file cannot be read.</summary>
    public const int Usage = 2;
}
