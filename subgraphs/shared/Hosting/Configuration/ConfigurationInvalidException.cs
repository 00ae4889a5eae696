namespace FinFlow.Hosting;

/// <summary>The process cannot start like this. The message lists every finding, so that one start shows all of them.</summary>
public sealed class ConfigurationInvalidException(IReadOnlyList<string> findings)
    : Exception($"FinFlow cannot start:\n  - {string.Join("\n  - ", findings)}")
{
    public IReadOnlyList<string> Findings { get; } = findings;
}
