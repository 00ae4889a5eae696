using System.Text.Json;

namespace FinFlow.Credit;

/// <summary>Computes and records scores: history → features → score, with its event in one transaction.</summary>
internal sealed class Scoring(CreditDbContext db, HistoryStore history, ModelRegistry models, FinFlowConfiguration configuration, TimeProvider clock)
{
    private const int PerDayMax = 100;

    public Task<Result<CreditScore>> ScoreAsync(Caller caller, CancellationToken cancellationToken)
        => db.DecideInTurnAsync<CreditScore>(caller.OrganizationId, async ct =>
        {
            if (await db.IsRestrictedAsync(caller.UserId, ct))
            {
                return new ProcessingRestricted();
            }

            var now = clock.GetUtcNow();
            var yesterday = now.AddDays(-1);
            var earlier = db.Scores.Where(score => score.OrganizationId == caller.OrganizationId);
            if (await earlier.CountAsync(score => score.ComputedAt > yesterday, ct) >= PerDayMax)
            {
                return new ScoreLimitReached(PerDayMax);
            }

            var number = 1 + await earlier.MaxAsync(score => (int?)score.Number, ct) ?? 1;
            var features = CreditFeatures.Of(await history.ReadAsync(caller.OrganizationId, now, ct), configuration.BaseCurrency, now);
            var (champion, challenger) = await models.ActiveAsync(ct);
            var score = CreditScore.Compute(Id.New("csc", clock), number, caller, features, champion, challenger, now);
            db.Add(score);
            db.Publish(
                new ScoreComputed(
                    score.Id, score.OrganizationId, score.UserId, score.Score, JsonNamingPolicy.SnakeCaseUpper.ConvertName(score.Band.ToString()),
                    (double)score.ProbabilityOfDefault, score.Model.Name, score.Model.Version, now),
                clock);
            return score;
        }, () => new ScoreBusy(), cancellationToken);
}

/// <summary>Scores are kept for good, so that an organisation can ask for only so many.</summary>
public sealed record ScoreLimitReached(int PerDay) : Refusal($"At most {PerDay} scores can be requested within 24 hours.");

/// <summary>Others request a score at the same time; try again.</summary>
public sealed record ScoreBusy() : Refusal("A score is being computed by others; try again.");
