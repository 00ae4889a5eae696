namespace FinFlow.Messaging;

/// <param name="AccountType">ASSET, LIABILITY, EQUITY, REVENUE or EXPENSE.</param>
/// <param name="DebitMinor">Minor units, zero on a credit line.</param>
/// <param name="CreditMinor">Minor units, zero on a debit line.</param>
public sealed record PostedLine(string AccountId, string AccountCode, string AccountType, long DebitMinor, long CreditMinor, string Currency);

/// <param name="SourceType">What it books: PAYMENT, REFUND, LOAN, INVOICE, MANUAL …</param>
/// <param name="SourceId">The id of that thing; null for a manual entry.</param>
public sealed record JournalPosted(
    string JournalEntryId,
    string? OrganizationId,
    string? UserId,
    string SourceType,
    string? SourceId,
    DateOnly EffectiveDate,
    IReadOnlyList<PostedLine> Lines,
    DateTimeOffset OccurredAt) : IEvent
{
    string IEvent.AggregateId => JournalEntryId;
}

/// <param name="JournalEntryId">The entry that reverses.</param>
/// <param name="ReversedEntryId">The entry that is reversed; it stays as it is.</param>
public sealed record JournalReversed(
    string JournalEntryId,
    string ReversedEntryId,
    string? OrganizationId,
    string? UserId,
    DateOnly EffectiveDate,
    IReadOnlyList<PostedLine> Lines,
    DateTimeOffset OccurredAt) : IEvent
{
    string IEvent.AggregateId => JournalEntryId;
}

public sealed record InvoiceFacts(
    string InvoiceId, string OrganizationId, string? UserId, string Number, [property: Personal] string CustomerName, long AmountMinor, string Currency, DateOnly DueDate);

public interface IInvoiceEvent : IEvent
{
    InvoiceFacts Invoice { get; }

    string IEvent.AggregateId => Invoice.InvoiceId;

    string? IEvent.OrganizationId => Invoice.OrganizationId;

    string? IEvent.PersonId => Invoice.UserId;
}

public sealed record InvoiceIssued(InvoiceFacts Invoice, DateTimeOffset OccurredAt) : IInvoiceEvent;

public sealed record InvoicePaid(InvoiceFacts Invoice, DateTimeOffset OccurredAt) : IInvoiceEvent;

public sealed record InvoiceOverdue(InvoiceFacts Invoice, int DaysOverdue, DateTimeOffset OccurredAt) : IInvoiceEvent;

public sealed record PeriodClosed(string FiscalPeriodId, string? OrganizationId, DateOnly From, DateOnly To, DateTimeOffset OccurredAt) : IEvent
{
    string IEvent.AggregateId => FiscalPeriodId;
}

/// <param name="From">Code of the currency that is priced.</param>
/// <param name="To">Code of the currency it is priced in.</param>
/// <param name="Date">The first day on which the rate holds; a later event for the same pair and day replaces it.</param>
/// <param name="Rate">Units of <paramref name="To"/> for one unit of <paramref name="From"/>.</param>
public sealed record ExchangeRateSet(string From, string To, DateOnly Date, decimal Rate, DateTimeOffset OccurredAt) : IEvent
{
    string IEvent.AggregateId => $"{From}/{To}";

    // Rates are the same for all books.
    string? IEvent.OrganizationId => null;
}
