namespace FinFlow.Transactions;

/// <summary>An authorized payment is judged before its money is captured.</summary>
internal sealed class JudgeAuthorizedPayment(TransactionsDbContext db, TransactionStore store, Judgement judgement, TimeProvider clock)
    : IEventHandler<PaymentAuthorized>
{
    public async Task HandleAsync(EventContext<PaymentAuthorized> received, CancellationToken cancellationToken)
    {
        var payment = received.Payload.Payment;
        db.TakeTurn(payment.OrganizationId);
        if (await store.FindOfPaymentAsync(payment.PaymentId, cancellationToken) is not null)
        {
            return;
        }

        await judgement.RecordAsync(TransactionOf(payment), cancellationToken);
    }

    private Transaction TransactionOf(PaymentFacts payment)
        => new()
        {
            Id = Id.New("txn", clock),
            OrganizationId = payment.OrganizationId,
            UserId = payment.UserId,
            PaymentId = payment.PaymentId,
            Type = TransactionType.Payment,
            Amount = new Money(payment.AmountMinor, Currency.Of(payment.Currency)),
            SourceAccountId = payment.OrganizationId,
            Country = CountryCode.TryOf(payment.Country, out var country) ? country : null,
            Reference = payment.Reference,
            Description = payment.Description,
            CreatedAt = clock.GetUtcNow(),
        };
}
