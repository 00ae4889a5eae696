namespace FinFlow.Hosting;

/// <summary>How a program is called: printed when it is asked for, and beside what the program does not understand.</summary>
/// <param name="Text">A line for each way, the arguments before what they do.</param>
public sealed record ProgramUsage(string Text)
{
    /// <summary>The exit code of a program that does not understand its arguments.</summary>
    private const int NotUnderstood = 2;

    public static bool IsAskedFor(IReadOnlyList<string> arguments) => arguments.Any(argument => argument is "--help" or "-h");

    /// <returns>The exit code.</returns>
    public async Task<int> PrintAsync()
    {
        await Console.Out.WriteLineAsync(Text);
        return 0;
    }

    /// <param name="complaint">What is not understood, as a sentence.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> RefuseAsync(string complaint)
    {
        await Console.Error.WriteLineAsync($"{complaint}\n{Text}");
        return NotUnderstood;
    }
}

/// <summary>The arguments of a program cannot be understood; the message says which, as a sentence.</summary>
public sealed class UsageException(string message) : ArgumentException(message);
