namespace FinFlow.Credit;

/// <summary>How a user's business was scored, and what it borrowed. Both stay after an erasure: they prove why a loan was given, and that it is owed.</summary>
internal sealed class CreditPersonalData(CreditDbContext db) : IPersonalData
{
    public static string Subgraph => CreditSubgraph.Name;

    public async Task<IReadOnlyDictionary<string, IReadOnlyList<object>>> CollectAsync(DataSubject subject, CancellationToken cancellationToken)
    {
        var scores = await db.Scores.AsNoTracking().Where(score => score.UserId == subject.UserId).OrderBy(score => score.Number).ToListAsync(cancellationToken);
        var loans = await db.Loans.AsNoTracking().Where(loan => loan.UserId == subject.UserId).OrderBy(loan => loan.Id).ToListAsync(cancellationToken);
        var activations = await db.Activations.AsNoTracking().Where(activation => activation.UserId == subject.UserId).OrderBy(activation => activation.Number).ToListAsync(cancellationToken);
        return new Dictionary<string, IReadOnlyList<object>>
        {
            // A decision that a machine prepares is explained: article 15(1)(h).
            ["credit-scores"] = [.. scores.Select(score => new { score.Id, score.ComputedAt, score.Score, score.Scale, score.Band, score.ProbabilityOfDefault, score.Reasons, score.Features, score.Model })],
            ["models"] = [.. activations.Select(activation => new { activation.ModelId, activation.Role, activation.ActivatedAt })],
            ["loans"] =
            [
                .. loans.Select(loan => new
                {
                    loan.Id, loan.DisbursedAt, loan.Principal, loan.OutstandingPrincipal, loan.AnnualRatePercent, loan.TermMonths, loan.Purpose, loan.Status, loan.NextDueDate, loan.RepaidAt,
                }),
            ],
        };
    }

    public async Task<IReadOnlyDictionary<string, int>> EraseAsync(DataSubject subject, CancellationToken cancellationToken) => new Dictionary<string, int>
    {
        ["credit-scores"] = await db.Scores.CountAsync(score => score.UserId == subject.UserId, cancellationToken),
        ["models"] = await db.Activations.CountAsync(activation => activation.UserId == subject.UserId, cancellationToken),
        ["loans"] = await db.Loans.CountAsync(loan => loan.UserId == subject.UserId, cancellationToken),
    };
}
