namespace FinFlow.Transactions;

/// <summary>A description has a limit.</summary>
public sealed record DescriptionTooLong(int LengthMax) : Refusal($"The description must have at most {LengthMax} characters.");

/// <summary>An account's id is a short text, or left out.</summary>
public sealed record AccountIdInvalid(int LengthMax) : Refusal($"An account id must have 1 to {LengthMax} characters and no control characters.");

/// <summary>A loan's id is a short text, or left out.</summary>
public sealed record LoanIdInvalid(int LengthMax) : Refusal($"A loan id must have 1 to {LengthMax} characters and no control characters.");

/// <summary>An address is IPv4 in four numbers or IPv6, or left out.</summary>
public sealed record IpAddressInvalid() : Refusal("The address must be IPv4, such as 192.0.2.1, or IPv6.");

/// <summary>A device's id is a short text, or left out.</summary>
public sealed record DeviceIdInvalid(int LengthMax) : Refusal($"A device id must have 1 to {LengthMax} characters and no control characters.");

/// <summary>A batch holds at least one transaction, and not more than fit into one database transaction.</summary>
public sealed record BatchSizeInvalid(int Count, int Max) : Refusal($"A batch has 1 to {Max} transactions, not {Count}.");

/// <summary>An atomic batch is recorded only when every item is accepted or held.</summary>
public sealed record BatchNotAccepted(int Index, string Reason) : Refusal($"Nothing was recorded: item {Index} is not accepted. {Reason}");

/// <summary>Others kept submitting for the same organisation at the same time; try again.</summary>
public sealed record OrganizationBusy() : Refusal("Too many submissions for the organisation at once; try again.");
