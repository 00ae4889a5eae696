namespace FinFlow.Gateway.Fusion;

/// <summary>The operation cannot be planned within the limits. The message is for the client.</summary>
public sealed class PlanException(string message, string code) : Exception(message)
{
    /// <summary>`extensions.code`.</summary>
    public string Code { get; } = code;
}
