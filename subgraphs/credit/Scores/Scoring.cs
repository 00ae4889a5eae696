using System.Text.Json;

namespace FinFlow.Credit;

/// <summary>Computes and records scores: history → features → score, with its event in one transaction.</summary>
public sealed class Scoring(CreditDbContext db, HistoryStore history, FinFlowConfiguration configuration, TimeProvider clock)
{
    public async Task<CreditScore> ScoreAsync(Caller caller, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var features = CreditFeatures.Of(await history.ReadAsync(caller.OrganizationId, now, cancellationToken), configuration.BaseCurrency, now);
        var score = CreditScore.Compute(Id.New("csc", clock), caller.OrganizationId, caller.UserId, features, now);
        db.Add(score);
        db.Publish(
            new ScoreComputed(
                score.Id, score.OrganizationId, score.UserId, score.Score, JsonNamingPolicy.SnakeCaseUpper.ConvertName(score.Band.ToString()),
                (double)score.ProbabilityOfDefault, score.Model.Name, score.Model.Version, now),
            clock);
        await db.SaveChangesAsync(cancellationToken);
        return score;
    }
}
