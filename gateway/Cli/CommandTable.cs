using System.Text.Json;
using FinFlow.GraphQL.Language;
using FinFlow.GraphQL.Types;

namespace FinFlow.Cli;

/// <summary>A command of `finflow`: its name, one line of help, and what it does with its arguments. Gives the process's exit code.</summary>
internal sealed record Command(string Name, string Usage, string Summary, Func<IReadOnlyList<string>, TextWriter, TextWriter, Task<int>> Run);

/// <summary>All commands; `finflow` without one prints this table.</summary>
internal static class CommandTable
{
    private static readonly Command[] Commands =
    [
        new("compose", ComposeCommand.Usage, "source schemas → the gateway's schema", ComposeCommand.Run),
        new("check", CheckCommand.Usage, "what source schemas would change for the clients of a composed one", CheckCommand.Run),
        new("plan", PlanCommand.Usage, "an operation → which source is asked what, and when", PlanCommand.Run),
        new("verify", VerifyCommand.Usage, "an installation's data → whether it holds together", VerifyCommand.Run),
        new("replay", ReplayCommand.Usage, "an installation's dead letters → told again, to those who gave them up", ReplayCommand.Run),
        new("rotate-keys", RotateKeysCommand.Usage, "an installation's encrypted data → sealed with the first keys of DATA_ENCRYPTION_KEYS and MFA_SECRET_KEY", RotateKeysCommand.Run),
    ];

    public static async Task<int> Run(string[] args, TextWriter output, TextWriter error)
    {
        if (args is [] or ["help" or "-h" or "--help"])
        {
            await PrintHelp(output);
            return ExitCode.Success;
        }

        var name = args is ["help" or "-h" or "--help", var asked, ..] ? asked : args[0];
        if (Array.Find(Commands, command => command.Name == name) is not { } command)
        {
            await error.WriteLineAsync($"finflow: there is no command `{name}`. `finflow help` lists them.");
            return ExitCode.Usage;
        }

        if (name != args[0] || args[1..] is ["help"] || args[1..].Any(word => word is "-h" or "--help"))
        {
            await PrintHelp(command, output);
            return ExitCode.Success;
        }

        try
        {
            return await command.Run(args[1..], output, error);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException)
        {
            await error.WriteLineAsync($"finflow {command.Name}: {failure.Message}");
            return ExitCode.Usage;
        }
        catch (Exception failure) when (failure is SyntaxException or SchemaException)
        {
            await error.WriteLineAsync($"finflow {command.Name}: the composed schema is not one: {failure.Message}");
            return ExitCode.Usage;
        }
    }

    /// <summary>True when there are words that the command cannot understand, which is said.</summary>
    /// <param name="takesUnnamed">Whether it knows what values without a name are.</param>
    public static async Task<bool> RefuseAsync(string command, string usage, Arguments arguments, TextWriter error, bool takesUnnamed = false)
    {
        if ((arguments.Strange ?? (arguments.Unnamed is [var first, ..] && !takesUnnamed ? first : null)) is not { } strange)
        {
            return false;
        }

        await error.WriteLineAsync($"finflow {command}: `{strange}` is not understood. Usage: finflow {command} {usage}");
        return true;
    }

    /// <summary>True when a value that the command cannot do without is missing, which is said.</summary>
    public static async Task<bool> DemandAsync(string command, string usage, string complaint, IReadOnlyList<string> values, TextWriter error)
    {
        if (values.Count > 0)
        {
            return false;
        }

        await error.WriteLineAsync($"finflow {command}: {complaint}. Usage: finflow {command} {usage}");
        return true;
    }

    private static async Task PrintHelp(TextWriter output)
    {
        await output.WriteLineAsync("finflow <command>");
        foreach (var command in Commands)
        {
            await output.WriteLineAsync($"  {command.Name,-11} {command.Summary}");
            await output.WriteLineAsync($"              finflow {command.Name} {command.Usage}");
        }
    }

    private static async Task PrintHelp(Command command, TextWriter output)
    {
        await output.WriteLineAsync($"finflow {command.Name} {command.Usage}");
        await output.WriteLineAsync($"  {command.Summary}");
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
