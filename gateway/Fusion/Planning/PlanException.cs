namespace FinFlow.Gateway.Fusion;

/// <summary>The operation cannot be planned within the limits. The message is for the client.</summary>
public sealed class PlanException(string message, string code) : Exception(message)
{
    /// <summary>There is no plan at all.</summary>
    internal const string NotFound = "PLAN_NOT_FOUND";

    /// <summary>`extensions.code`.</summary>
    public string Code { get; } = code;
}
