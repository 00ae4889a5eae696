namespace FinFlow.Accounting;

[MutationType]
public static class InvoiceMutations
{
    /// <summary>Writes an invoice as a draft. Nothing is booked before it is issued.</summary>
    /// <param name="amount">Above zero.</param>
    /// <param name="dueDate">Today or later.</param>
    /// <param name="idempotencyKey">The client's own name for this request, 1 to 255 characters.</param>
    [Authorize(Permissions.InvoicesWrite)]
    [Error<CustomerNameInvalid>, Error<DescriptionInvalid>, Error<DueDatePassed>, Error<LineAmountTooLarge>]
    [Error<AmountNotPositive>, Error<AmountTooPrecise>, Error<AmountMalformed>, Error<AmountOutOfRange>]
    [Error<IdempotencyKeyInvalid>, Error<IdempotencyKeyReused>, Error<BookBusy>]
    public static async Task<Result<Invoice>> CreateInvoiceAsync(
        string customerName,
        string? description,
        MoneyInput amount,
        DateOnly dueDate,
        string idempotencyKey,
        Caller caller,
        InvoiceStore invoices,
        CancellationToken cancellationToken)
        => amount.ToMoney().TryGet(out var money, out var refusal)
            && Request.Of(caller, "createInvoice", idempotencyKey, customerName, description, money, dueDate).TryGet(out var request, out refusal)
                ? await invoices.CreateAsync(request, caller, customerName, description, money, dueDate, cancellationToken)
                : refusal;

    /// <summary>Sends the invoice: the customer owes it from now on, and the sale is booked.</summary>
    /// <param name="idempotencyKey">The client's own name for this request, 1 to 255 characters.</param>
    [Authorize(Permissions.InvoicesWrite)]
    [Error<InvoiceNotFound>, Error<InvoiceNotIssuable>, Error<IdempotencyKeyInvalid>, Error<IdempotencyKeyReused>, Error<BookBusy>]
    public static async Task<Result<Invoice>> IssueInvoiceAsync(
        [ID<Invoice>] string id, string idempotencyKey, Caller caller, InvoiceStore invoices, CancellationToken cancellationToken)
        => Request.Of(caller, "issueInvoice", idempotencyKey, id).TryGet(out var request, out var refusal)
            ? await invoices.IssueAsync(request, id, cancellationToken)
            : refusal;

    /// <summary>Records that the customer has paid, all at once, to the bank.</summary>
    /// <param name="idempotencyKey">The client's own name for this request, 1 to 255 characters.</param>
    [Authorize(Permissions.InvoicesWrite)]
    [Error<InvoiceNotFound>, Error<InvoiceNotPayable>, Error<IdempotencyKeyInvalid>, Error<IdempotencyKeyReused>, Error<BookBusy>]
    public static async Task<Result<Invoice>> PayInvoiceAsync(
        [ID<Invoice>] string id, string idempotencyKey, Caller caller, InvoiceStore invoices, CancellationToken cancellationToken)
        => Request.Of(caller, "payInvoice", idempotencyKey, id).TryGet(out var request, out var refusal)
            ? await invoices.PayAsync(request, id, cancellationToken)
            : refusal;

    /// <summary>Takes back an invoice that is not paid; what issuing it booked is reversed.</summary>
    /// <param name="idempotencyKey">The client's own name for this request, 1 to 255 characters.</param>
    [Authorize(Permissions.InvoicesWrite)]
    [Error<InvoiceNotFound>, Error<InvoiceNotCancellable>, Error<IdempotencyKeyInvalid>, Error<IdempotencyKeyReused>, Error<BookBusy>]
    public static async Task<Result<Invoice>> CancelInvoiceAsync(
        [ID<Invoice>] string id, string idempotencyKey, Caller caller, InvoiceStore invoices, CancellationToken cancellationToken)
        => Request.Of(caller, "cancelInvoice", idempotencyKey, id).TryGet(out var request, out var refusal)
            ? await invoices.CancelAsync(request, id, cancellationToken)
            : refusal;
}
