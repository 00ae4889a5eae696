namespace FinFlow.Transactions;

/// <summary>What others told of the things and people in a transaction. Of what nobody told anything, nothing is raised.</summary>
/// <param name="Available">What the source account holds in the currency, less what left it since it was last posted to; null when it is no account of the book.</param>
/// <param name="Loan">The loan that the transaction names; null when credit never told of it, or it is another organisation's.</param>
/// <param name="IsExposed">Whether a screening found somebody who takes part on a list.</param>
/// <param name="IsAddressSuspicious">The address cannot be a customer's, or many organisations' users shared it today.</param>
/// <param name="IsDeviceSuspicious">Several other users submitted from the same device.</param>
/// <param name="IsStranger">A user with a past comes by a device or an address of which none was seen before.</param>
public sealed record Evidence(
    Money? Available = null, LoanEvidence? Loan = null, bool IsExposed = false, bool IsAddressSuspicious = false, bool IsDeviceSuspicious = false, bool IsStranger = false)
{
    public static Evidence None { get; } = new();
}

/// <summary>A loan as credit told of it.</summary>
public sealed record LoanEvidence(Money Principal, Money Outstanding);

/// <summary>What a client says about a submission beside the movement itself; each may be left out.</summary>
/// <param name="LoanId">The loan that is disbursed or repaid.</param>
/// <param name="IpAddress">Where the end user's request came from.</param>
/// <param name="DeviceId">The end user's device, by an id that the client keeps.</param>
public sealed record Circumstances(string? LoanId = null, string? IpAddress = null, string? DeviceId = null)
{
    public static Circumstances None { get; } = new();
}
