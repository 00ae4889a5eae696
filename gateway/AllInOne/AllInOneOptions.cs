namespace FinFlow.AllInOne;

/// <summary>How the process was started.</summary>
/// <param name="Demo">`--demo`: seed the demo's business before serving.</param>
/// <param name="SubgraphsOnly">`--subgraphs`: only the subgraphs, each below its name, for a gateway in a process of its own.</param>
internal sealed record AllInOneOptions(bool Demo, bool SubgraphsOnly)
{
    /// <exception cref="ArgumentException">An argument is unknown.</exception>
    public static AllInOneOptions Parse(IReadOnlyList<string> arguments)
        => arguments.FirstOrDefault(argument => argument is not ("--demo" or "--subgraphs")) is { } unknown
            ? throw new ArgumentException($"Unknown argument {unknown}. There are --demo and --subgraphs.")
            : new AllInOneOptions(arguments.Contains("--demo"), arguments.Contains("--subgraphs"));
}
