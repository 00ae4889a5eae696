using FinFlow.Hosting;

namespace FinFlow.AllInOne;

/// <summary>How the process was started.</summary>
/// <param name="Demo">`--demo`: seed the demo's business before serving.</param>
/// <param name="SubgraphsOnly">`--subgraphs`: only the subgraphs, each below its name, for a gateway in a process of its own.</param>
internal sealed record AllInOneOptions(bool Demo, bool SubgraphsOnly)
{
    public static ProgramUsage Usage { get; } = new(
        """
        (nothing)     serves gateway and subgraphs at FINFLOW_PORT; .env.example has every variable
        --demo        also seeds a small business with users of every role, printed with their passwords
        --subgraphs   only the subgraphs, each at /NAME/graphql, for a gateway in a process of its own
        """);

    /// <exception cref="UsageException">An argument is unknown.</exception>
    public static AllInOneOptions Parse(IReadOnlyList<string> arguments)
        => arguments.FirstOrDefault(argument => argument is not ("--demo" or "--subgraphs")) is { } unknown
            ? throw new UsageException($"Unknown argument {unknown}.")
            : new AllInOneOptions(arguments.Contains("--demo"), arguments.Contains("--subgraphs"));
}
