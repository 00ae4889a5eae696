namespace FinFlow.Transactions;

[MutationType]
internal static class SubmissionMutations
{
    /// <summary>As many as are judged and recorded in one database transaction without keeping others waiting.</summary>
    private const int BatchMax = 1_000;

    /// <summary>Records a movement of money and judges it: PROCESSING, HELD or REJECTED.</summary>
    /// <param name="sourceAccountId">The account that the money leaves; by default the organisation as a whole. Limits and velocity count per organisation.</param>
    /// <param name="destinationAccountId">Required for TRANSFER.</param>
    /// <param name="reference">Required for PAYMENT, LOAN_REPAYMENT and FEE.</param>
    /// <param name="loanId">The loan that LOAN_DISBURSEMENT pays out or LOAN_REPAYMENT pays back; without it no loan is looked at.</param>
    /// <param name="ipAddress">The address of the end user's request, if there is one: it must be a public one, and a user's own.</param>
    /// <param name="deviceId">An id of 1 to 128 characters that the client keeps on the end user's device: a new one is suspicious with a high amount.</param>
    /// <param name="idempotencyKey">1 to 255 characters. The same key with the same input gives the same transaction again.</param>
    [Authorize(Permissions.TransactionsSubmit)]
    [Error<AmountTooPrecise>, Error<AmountOutOfRange>, Error<AmountNotPositive>, Error<ReferenceInvalid>, Error<DescriptionTooLong>, Error<AccountIdInvalid>]
    [Error<LoanIdInvalid>, Error<IpAddressInvalid>, Error<DeviceIdInvalid>]
    [Error<IdempotencyKeyInvalid>, Error<IdempotencyKeyReused>, Error<ProcessingRestricted>, Error<OrganizationBusy>]
    public static async Task<Result<Transaction>> SubmitTransactionAsync(
        TransactionType type, MoneyInput amount, string? sourceAccountId, string? destinationAccountId, CountryCode? country, string? reference,
        string? description, [ID] string? loanId, string? ipAddress, string? deviceId, string idempotencyKey, Caller caller, SubmissionDesk desk, CancellationToken cancellationToken)
    {
        var input = new TransactionInput(type, amount, sourceAccountId, destinationAccountId, country, reference, description, loanId, ipAddress, deviceId);
        var settled = await desk.SettleAsync(new SubmissionRequest([SubmittedItem.Of(0, input, idempotencyKey)], null, Atomic: false, caller), cancellationToken);
        return settled.Then(items => items[0].ToResult());
    }

    /// <summary>
    /// Records and judges 1 to 1,000 movements of money in their order, each with the earlier ones counted, as if they had been
    /// submitted one by one. A wrong item is refused alone and holds up nobody.
    /// </summary>
    /// <param name="transactions">1 to 1,000 of them.</param>
    /// <param name="atomic">Whether nothing is recorded unless every item is accepted or held; by default it is not so.</param>
    /// <param name="idempotencyKey">The batch's own key: the same key with the same batch gives the same result, with another batch a refusal. Items without a key of their own need it.</param>
    [Authorize(Permissions.TransactionsSubmit)]
    [Error<BatchSizeInvalid>, Error<BatchNotAccepted>, Error<IdempotencyKeyInvalid>, Error<IdempotencyKeyReused>, Error<ProcessingRestricted>, Error<OrganizationBusy>]
    public static async Task<Result<SubmitTransactionBatchPayload>> SubmitTransactionBatchAsync(
        IReadOnlyList<TransactionInput> transactions, bool? atomic, string? idempotencyKey, Caller caller, SubmissionDesk desk, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        if (transactions.Count is 0 or > BatchMax)
        {
            return new BatchSizeInvalid(transactions.Count, BatchMax);
        }

        // Room for the place that is appended for items without a key.
        if (idempotencyKey is not null && (IdempotencyKeyInvalid.IsDue(idempotencyKey) || IdempotencyKeyInvalid.IsDue($"{idempotencyKey}/{BatchMax}")))
        {
            return new IdempotencyKeyInvalid();
        }

        var items = transactions.Select((input, index) => SubmittedItem.Of(index, input, input.IdempotencyKey ?? KeyOf(idempotencyKey, index))).ToList();
        var batch = idempotencyKey is null ? null : new SubmittedTransaction
        {
            OrganizationId = caller.OrganizationId,
            IdempotencyKey = idempotencyKey,
            InputHash = SubmissionRules.Hash(items.Select(item => $"{item.Key}={SubmissionRules.HashOf(item.Input)}").Append($"atomic={atomic is true}")),
            TransactionId = Id.New("txb", clock),
        };
        var settled = await desk.SettleAsync(new SubmissionRequest(items, batch, atomic is true, caller), cancellationToken);
        return settled.Then<SubmitTransactionBatchPayload>(made => SubmitTransactionBatchPayload.Of([.. made.Select(item => item.ToBatchItem())]));
    }

    private static string? KeyOf(string? batchKey, int index) => batchKey is null ? null : $"{batchKey}/{index}";
}
