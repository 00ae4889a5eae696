using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace FinFlow.Credit;

/// <summary>What was known of a business when it asked for a loan, and whether it paid back: the history to learn from.</summary>
internal sealed record LoanExample(CreditFeatures Features, bool Defaulted, DateTimeOffset DisbursedAt)
{
    /// <summary>Loans whose outcome is known, of all organisations, oldest first; the newest ones when there are more than <paramref name="most"/>.</summary>
    public static async Task<IReadOnlyList<LoanExample>> ReadAsync(CreditDbContext db, int most, CancellationToken cancellationToken)
    {
        var ended = await db.Loans.AsNoTracking()
            .Where(loan => loan.Status == LoanStatus.Repaid || loan.Status == LoanStatus.Defaulted)
            .Join(db.Offers, loan => loan.LoanOfferId, offer => offer.Id, (loan, offer) => new { loan.Id, loan.Status, loan.DisbursedAt, offer.CreditScoreId })
            .Join(db.Scores, loan => loan.CreditScoreId, score => score.Id, (loan, score) => new { loan.Id, loan.Status, loan.DisbursedAt, score.Features })
            .OrderByDescending(loan => loan.DisbursedAt).ThenByDescending(loan => loan.Id)
            .Take(most)
            .ToListAsync(cancellationToken);
        ended.Reverse();
        return [.. ended.Select(loan => new LoanExample(loan.Features, loan.Status == LoanStatus.Defaulted, loan.DisbursedAt))];
    }

    public static TrainingTable TableOf(IReadOnlyList<LoanExample> examples) => new(
        [.. KnownFeature.All.Select(feature => new TrainingColumn(
            feature.Name, feature.Direction, [.. examples.Select(example => feature.Of(example.Features))]))],
        [.. examples.Select(example => example.Defaulted)]);

    /// <summary>SHA-256 of the examples as the CSV that training takes.</summary>
    public static string HashOf(IReadOnlyList<LoanExample> examples)
    {
        var csv = new StringBuilder().AppendJoin(',', KnownFeature.All.Select(feature => feature.Name)).Append(",defaulted\n");
        foreach (var example in examples)
        {
            csv.AppendJoin(',', KnownFeature.All.Select(feature => feature.Of(example.Features).ToString("R", CultureInfo.InvariantCulture)))
                .Append(example.Defaulted ? ",1\n" : ",0\n");
        }

        return $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(csv.ToString())))}";
    }
}
