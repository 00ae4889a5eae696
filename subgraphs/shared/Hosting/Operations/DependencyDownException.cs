namespace FinFlow.Hosting;

/// <summary>What a probe found out itself, in words for an operator; the log says it beside the dependency's name.</summary>
public sealed class DependencyDownException(string reason) : Exception(reason);
