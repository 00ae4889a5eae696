namespace FinFlow.Payments;

/// <summary>The processor would not send the money back.</summary>
public sealed record RefundDeclined(string RefundId, string DeclineCode)
    : Refusal($"The processor declined the refund: {DeclineCode.Replace('_', ' ')}.");

/// <summary>A reason has at most 500 characters.</summary>
public sealed record ReasonTooLong(int LengthMax) : Refusal($"The reason must have at most {LengthMax} characters.")
{
    internal const int Limit = 500;
}
