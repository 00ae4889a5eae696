namespace FinFlow.Payments;

/// <summary>Money that a business collects through a processor with a stored payment method.</summary>
/// <remarks>
/// A payment is decided here and nowhere else: each method answers the next payment or the refusal, and does no I/O.
/// <see cref="Due"/> is the promise to the processor: it is stored before the processor is asked and cleared with the
/// answer, so whatever a crash leaves undone can be found and finished.
/// </remarks>
public sealed record Payment
{
    /// <summary>How long whoever asked for a step is given to see it through, before others take it up.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>The id, with the prefix <c>pay_</c>.</summary>
    [ID]
    public required string Id { get; init; }

    [GraphQLIgnore]
    public required string OrganizationId { get; init; }

    [GraphQLIgnore]
    public required string UserId { get; init; }

    [GraphQLIgnore]
    public required string PaymentMethodId { get; init; }

    /// <summary>The card's brand at the time, which stays when the payment method is removed.</summary>
    [GraphQLIgnore]
    public required string CardBrand { get; init; }

    /// <summary>Which processor collects it.</summary>
    public required string Processor { get; init; }

    /// <summary>What the client asked to collect.</summary>
    public required Money Amount { get; init; }

    /// <summary>The business's own name for it, such as an order number.</summary>
    public required string Reference { get; init; }

    [NotSearched]
    public string? Description { get; init; }

    /// <summary>Where the customer pays from; weighs in the risk score.</summary>
    public CountryCode? Country { get; init; }

    public required CaptureMethod CaptureMethod { get; init; }

    public PaymentStatus Status { get; init; } = PaymentStatus.Pending;

    [GraphQLIgnore]
    public ProcessorStep Due { get; init; } = ProcessorStep.Authorize;

    /// <summary>When the due step is taken up by whoever finishes what others left; null when nothing is due.</summary>
    [GraphQLIgnore]
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>How often the processor left the due step without an answer.</summary>
    [GraphQLIgnore]
    public int UnansweredCount { get; init; }

    /// <summary>The processor's own id of the charge, once it has one.</summary>
    [GraphQLIgnore]
    public string? ChargeId { get; init; }

    /// <summary>How much is to be captured, or was.</summary>
    public required Money CapturedAmount { get; init; }

    /// <summary>What the processor kept of the captured amount.</summary>
    public required Money Fee { get; init; }

    /// <summary>What went back to the customer so far.</summary>
    public required Money RefundedAmount { get; init; }

    /// <summary>Refunds that are promised and not yet confirmed; they count against what can still be refunded.</summary>
    [GraphQLIgnore]
    public required Money RefundsUnderWay { get; init; }

    /// <summary>Why the processor declined, in its own words, such as <c>insufficient_funds</c>.</summary>
    public string? DeclineCode { get; init; }

    /// <summary>Why it failed or was voided, for people.</summary>
    public string? Reason { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? AuthorizedAt { get; init; }

    public DateTimeOffset? ApprovedAt { get; init; }

    public DateTimeOffset? CapturedAt { get; init; }

    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>Rises with every change; two writers at once cannot both win.</summary>
    [GraphQLIgnore]
    public long Version { get; init; } = 1;

    /// <summary>What can still be refunded.</summary>
    public Money RefundableAmount => Status switch
    {
        PaymentStatus.Captured or PaymentStatus.PartiallyRefunded => CapturedAmount - RefundedAmount - RefundsUnderWay,
        _ => Money.Zero(Amount.Currency),
    };

    /// <summary>What the client is told: the payment as it stands, or why there is none.</summary>
    internal Result<Payment> Outcome => (Status, DeclineCode) switch
    {
        (PaymentStatus.Failed, { } code) => new PaymentDeclined(Id, code),
        (PaymentStatus.Failed, null) => new ProcessorUnavailable(Id),
        _ => this,
    };

    /// <summary>The processor set the amount aside.</summary>
    public Result<Payment> Authorized(string chargeId, DateTimeOffset now) => Due switch
    {
        not ProcessorStep.Authorize => new PaymentNotPayable(Status),
        _ => Done(PaymentStatus.Authorized) with { ChargeId = chargeId, AuthorizedAt = now },
    };

    /// <summary>The processor declined, or the charge can no longer be made.</summary>
    public Result<Payment> Failed(string? declineCode, string reason, DateTimeOffset now) => Due switch
    {
        ProcessorStep.None or ProcessorStep.Void => new PaymentNotPayable(Status),
        _ => Done(PaymentStatus.Failed) with
        {
            DeclineCode = declineCode, Reason = reason, ClosedAt = now, CapturedAmount = Money.Zero(Amount.Currency),
        },
    };

    /// <summary>The issuer wants to see the customer first.</summary>
    public Result<Payment> ActionRequired(string chargeId) => Due switch
    {
        not ProcessorStep.Authorize => new PaymentNotPayable(Status),
        _ => Done(PaymentStatus.RequiresAction) with { ChargeId = chargeId },
    };

    /// <summary>The processor was asked, and what it did is not known. The step stays due, and is asked about after a growing wait.</summary>
    public Result<Payment> Unanswered(DateTimeOffset now) => Due switch
    {
        ProcessorStep.None => new PaymentNotPayable(Status),
        _ => this with
        {
            Status = Due is ProcessorStep.Authorize ? PaymentStatus.Processing : Status,
            DueAt = now + WaitAfter(UnansweredCount),
            UnansweredCount = UnansweredCount + 1,
        },
    };

    /// <summary>Validation or a reviewer let it pass: an automatic payment is captured now, a manual one when its owner says so.</summary>
    public Result<Payment> Approve(DateTimeOffset now) => Status switch
    {
        not (PaymentStatus.Authorized or PaymentStatus.Held) => new PaymentNotReviewable(Status),
        _ when ApprovedAt is not null || Due is not ProcessorStep.None => new PaymentNotReviewable(Status),
        _ when CaptureMethod is CaptureMethod.Manual => this with { Status = PaymentStatus.Authorized, ApprovedAt = now },
        _ => this with
        {
            Status = PaymentStatus.Authorized, ApprovedAt = now, Due = ProcessorStep.Capture, DueAt = now, CapturedAmount = Amount,
        },
    };

    /// <summary>Its risk is high; it waits for a reviewer.</summary>
    public Result<Payment> Hold() => Status switch
    {
        not PaymentStatus.Authorized => new PaymentNotReviewable(Status),
        _ when ApprovedAt is not null || Due is not ProcessorStep.None => new PaymentNotReviewable(Status),
        _ => this with { Status = PaymentStatus.Held },
    };

    /// <summary>Its owner collects it, in full or in part; what is not captured is released.</summary>
    public Result<Payment> Capture(Money amount, DateTimeOffset dueAt) => Status switch
    {
        not PaymentStatus.Authorized => new PaymentNotCapturable(Status),
        _ when Due is not ProcessorStep.None => new PaymentNotCapturable(Status),
        _ when ApprovedAt is null => new PaymentNotApproved(),
        _ when amount.Currency != Amount.Currency => new CurrencyMismatch(Amount.Currency, amount.Currency),
        _ when !amount.IsPositive => new AmountNotPositive(amount),
        _ when amount > Amount => new CaptureExceedsAuthorization(Amount, amount),
        _ => this with { Due = ProcessorStep.Capture, DueAt = dueAt, CapturedAmount = amount },
    };

    /// <summary>The processor collected it and kept its fee.</summary>
    public Result<Payment> Captured(Money fee, DateTimeOffset now) => Due switch
    {
        not ProcessorStep.Capture => new PaymentNotCapturable(Status),
        _ => Done(PaymentStatus.Captured) with { Fee = fee, CapturedAt = now },
    };

    /// <summary>Its owner or a reviewer gives it up before it is captured.</summary>
    public Result<Payment> Void(string? reason, DateTimeOffset dueAt) => Status switch
    {
        not (PaymentStatus.Authorized or PaymentStatus.Held or PaymentStatus.RequiresAction) => new PaymentNotVoidable(Status),
        _ when Due is not ProcessorStep.None => new PaymentNotVoidable(Status),
        _ => this with { Due = ProcessorStep.Void, DueAt = dueAt, Reason = reason },
    };

    /// <summary>The processor released what it had set aside.</summary>
    public Result<Payment> Voided(DateTimeOffset now) => Due switch
    {
        not ProcessorStep.Void => new PaymentNotVoidable(Status),
        _ => Done(PaymentStatus.Voided) with { ClosedAt = now },
    };

    /// <summary>Sets a part aside for a refund, so that two refunds at once cannot return the same money.</summary>
    public Result<Payment> Refund(Money amount) => Status switch
    {
        not (PaymentStatus.Captured or PaymentStatus.PartiallyRefunded) => new PaymentNotRefundable(Status),
        _ when amount.Currency != Amount.Currency => new CurrencyMismatch(Amount.Currency, amount.Currency),
        _ when !amount.IsPositive => new AmountNotPositive(amount),
        _ when amount > RefundableAmount => new RefundExceedsCapture(RefundableAmount, amount),
        _ => this with { RefundsUnderWay = RefundsUnderWay + amount },
    };

    /// <summary>The processor sent the part back.</summary>
    public Payment Refunded(Money amount, DateTimeOffset now)
    {
        var refunded = RefundedAmount + amount;
        var complete = refunded == CapturedAmount;
        return this with
        {
            Status = Status is PaymentStatus.Disputed ? Status : complete ? PaymentStatus.Refunded : PaymentStatus.PartiallyRefunded,
            RefundedAmount = refunded,
            RefundsUnderWay = RefundsUnderWay - amount,
            ClosedAt = complete ? now : ClosedAt,
        };
    }

    /// <summary>The processor did not send the part back; it can be refunded again.</summary>
    public Payment RefundFailed(Money amount) => this with { RefundsUnderWay = RefundsUnderWay - amount };

    /// <summary>Whether money was collected, whatever became of it since.</summary>
    internal bool IsCollected
        => Status is PaymentStatus.Captured or PaymentStatus.PartiallyRefunded or PaymentStatus.Refunded or PaymentStatus.Disputed;

    /// <summary>The processor reports something: what is due is asked about now, and what we did not start becomes due.</summary>
    internal Payment Hear(ProcessorNews news, DateTimeOffset now) => (Status, news) switch
    {
        _ when Due is not ProcessorStep.None => this with { DueAt = DueAt < now ? DueAt : now },
        (PaymentStatus.RequiresAction, ProcessorNews.Decided or ProcessorNews.Collected) => this with { Due = ProcessorStep.Authorize, DueAt = now },
        (PaymentStatus.Authorized or PaymentStatus.Held, ProcessorNews.Collected { Amount: var amount })
            when amount.Currency == Amount.Currency && amount.IsPositive && amount <= Amount
            => this with { Due = ProcessorStep.Capture, DueAt = now, CapturedAmount = amount },
        (PaymentStatus.Authorized or PaymentStatus.Held or PaymentStatus.RequiresAction, ProcessorNews.Released)
            => this with { Due = ProcessorStep.Void, DueAt = now, Reason = "The authorization ended at the processor." },
        _ => this,
    };

    /// <summary>The cardholder contests what was collected.</summary>
    internal Payment Dispute(string reason) => this with { Status = PaymentStatus.Disputed, Reason = $"Disputed: {reason.Replace('_', ' ')}." };

    /// <summary>The wait before an unanswered request is asked about again: 1 s, 5 s, 30 s, 2 min, then every 10 min.</summary>
    internal static TimeSpan WaitAfter(int unansweredCount) => unansweredCount switch
    {
        0 => TimeSpan.FromSeconds(1),
        1 => TimeSpan.FromSeconds(5),
        2 => TimeSpan.FromSeconds(30),
        3 => TimeSpan.FromMinutes(2),
        _ => TimeSpan.FromMinutes(10),
    };

    private Payment Done(PaymentStatus status) => this with { Status = status, Due = ProcessorStep.None, DueAt = null, UnansweredCount = 0 };
}
