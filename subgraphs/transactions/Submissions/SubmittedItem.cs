namespace FinFlow.Transactions;

/// <summary>One submitted input on its way: checked, then settled as a transaction or a refusal.</summary>
internal sealed record SubmittedItem(int Index, TransactionInput Input, string Key, string Hash, Money Amount)
{
    public Refusal? Refusal { get; private init; }

    public Transaction? Transaction { get; init; }

    public bool IsReplayed { get; private init; }

    /// <summary>Why an atomic batch cannot hold it; null when it can.</summary>
    public string? Obstacle => (Refusal, Transaction) switch
    {
        ({ } refusal, _) => refusal.Message,
        (_, { Status: TransactionStatus.Rejected } rejected) => $"It is rejected: {string.Join(", ", rejected.Errors)}.",
        _ => null,
    };

    /// <param name="key">The client's key; null when there is none, which is refused.</param>
    public static SubmittedItem Of(int index, TransactionInput input, string? key)
        => SubmissionRules.Check(input, key).TryGet(out var amount, out var refusal)
            ? new SubmittedItem(index, input, key!, SubmissionRules.HashOf(input), amount)
            : new SubmittedItem(index, input, key ?? "", "", default) { Refusal = refusal };

    public SubmittedItem Replaying(Transaction transaction) => this with { Transaction = transaction, IsReplayed = true };

    public SubmittedItem Refused(Refusal refusal) => this with { Refusal = refusal };

    public Result<Transaction> ToResult() => Refusal is null ? Transaction! : Refusal;

    public TransactionBatchItem ToBatchItem()
        => new(Index, Transaction, IsReplayed, Refusal is null ? null : new SubmissionRefusal(Refusal.Code, Refusal.Message));

    public SubmittedTransaction ToSubmitted(string organizationId)
        => new() { OrganizationId = organizationId, IdempotencyKey = Key, InputHash = Hash, TransactionId = Transaction!.Id };

    public Circumstances Circumstances => new(Input.LoanId, Input.IpAddress is { } address ? PublicAddress.Normalize(address) : null, Input.DeviceId);

    public Transaction ToTransaction(Caller caller, TimeProvider clock) => new()
    {
        Id = Id.New("txn", clock),
        OrganizationId = caller.OrganizationId,
        UserId = caller.UserId,
        Type = Input.Type,
        Amount = Amount,
        SourceAccountId = Input.SourceAccountId ?? caller.OrganizationId,
        DestinationAccountId = Input.DestinationAccountId,
        Country = Input.Country,
        Reference = Input.Reference,
        Description = Input.Description,
        CreatedAt = clock.GetUtcNow(),
    };
}
