using System.Security.Cryptography;
using System.Text.Json;

namespace FinFlow.Transactions;

internal sealed record TransactionSubmission(
    TransactionType Type, MoneyInput Amount, string? SourceAccountId, string? DestinationAccountId, CountryCode? Country, string? Reference,
    string? Description, string IdempotencyKey)
{
    public string Hash()
        => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(
            new object?[] { Type, Amount.Amount.ToString(System.Globalization.CultureInfo.InvariantCulture), Amount.Currency.Code, SourceAccountId, DestinationAccountId, Country?.Alpha2, Reference, Description })));
}

/// <summary>Records a submitted transaction once per idempotency key.</summary>
internal sealed class Submission(TransactionsDbContext db, Judgement judgement, TimeProvider clock)
{
    public async Task<Result<Transaction>> SubmitAsync(TransactionSubmission submission, Caller caller, CancellationToken cancellationToken)
    {
        if (!submission.Amount.ToMoney().TryGet(out var amount, out var refusal))
        {
            return refusal;
        }

        if (!amount.IsPositive)
        {
            return new AmountNotPositive(amount);
        }

        // The writer's lock is taken before the key is looked up, so that of two equal requests at once the second sees the first.
        await using var writing = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await db.Submissions.FindAsync([caller.OrganizationId, submission.IdempotencyKey], cancellationToken) is { } earlier)
        {
            return earlier.InputHash == submission.Hash()
                ? await db.Transactions.AsNoTracking().SingleAsync(transaction => transaction.Id == earlier.TransactionId, cancellationToken)
                : new IdempotencyKeyReused(submission.IdempotencyKey);
        }

        var judged = await judgement.RecordAsync(TransactionOf(submission, amount, caller), cancellationToken);
        db.Submissions.Add(new SubmittedTransaction
        {
            OrganizationId = caller.OrganizationId, IdempotencyKey = submission.IdempotencyKey, InputHash = submission.Hash(), TransactionId = judged.Id,
        });
        await db.SaveChangesAsync(cancellationToken);
        await writing.CommitAsync(cancellationToken);
        return judged;
    }

    private Transaction TransactionOf(TransactionSubmission submission, Money amount, Caller caller)
        => new()
        {
            Id = Id.New("txn", clock),
            OrganizationId = caller.OrganizationId,
            UserId = caller.UserId,
            Type = submission.Type,
            Amount = amount,
            BaseMinor = judgement.ToBase(amount)?.Minor,
            SourceAccountId = submission.SourceAccountId ?? caller.OrganizationId,
            DestinationAccountId = submission.DestinationAccountId,
            Country = submission.Country,
            Reference = submission.Reference,
            Description = submission.Description,
            CreatedAt = clock.GetUtcNow(),
        };
}
