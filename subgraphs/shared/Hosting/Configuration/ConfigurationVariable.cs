namespace FinFlow.Hosting;

/// <summary>An environment variable that FinFlow reads.</summary>
/// <param name="Default">What holds when it is unset; null when there is then no value.</param>
/// <param name="Description">One sentence for <c>.env.example</c>.</param>
/// <param name="Aliases">Other spellings that are accepted; the canonical name wins.</param>
public sealed record ConfigurationVariable(string Name, string? Default, string Description, params string[] Aliases)
{
    /// <summary>Whether its value is masked wherever configuration is shown.</summary>
    public bool IsSecret { get; init; }
}
