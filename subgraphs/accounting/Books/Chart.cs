namespace FinFlow.Accounting;

/// <summary>What statements need to know of a book before they add anything up.</summary>
/// <param name="Currency">The currency of its statements.</param>
/// <param name="ClosedThrough">The last day of its last fiscal year that is closed by then; null when there is none.</param>
/// <param name="Accounts">By code.</param>
public sealed record Chart(string OrganizationId, Currency Currency, DateOnly? ClosedThrough, IReadOnlyList<Account> Accounts);
