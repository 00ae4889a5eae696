namespace FinFlow.Credit;

[QueryType]
public static class ModelQueries
{
    [Lookup, NodeResolver, Authorize(Permissions.CreditRead)]
    public static Task<CreditModel?> GetCreditModelAsync([ID<CreditModel>] string id, ICreditModelByIdDataLoader models, CancellationToken cancellationToken)
        => models.LoadAsync(id, cancellationToken);

    /// <summary>The models that can score, the newest first. They belong to the installation, not to an organisation.</summary>
    [Authorize(Permissions.CreditRead), UsePaging]
    public static Task<Connection<CreditModel>> GetCreditModelsAsync(PagingArguments paging, CreditDbContext db, CancellationToken cancellationToken)
        => db.Models.AsNoTracking()
            .OrderByDescending(model => model.TrainedAt).ThenByDescending(model => model.Id)
            .ToPageAsync(paging, cancellationToken)
            .ToConnectionAsync();
}

[MutationType]
internal static class ModelMutations
{
    /// <summary>
    /// Trains a model and cross-validates it. It is listed with its figures and scores only when it is activated. It needs ten repaid and
    /// ten defaulted examples at least.
    /// </summary>
    /// <param name="name">1 to 100 characters; the version counts how many there are of that name.</param>
    /// <param name="content">
    /// Examples as CSV with a header, at most 5,000: columns named as in `CreditScore.features`, and `defaulted` with 1 or 0. When absent, the
    /// loans of all organisations that were repaid or defaulted are the examples, with what was known when each was asked for.
    /// </param>
    [Authorize(Permissions.CreditTrain)]
    [Error<CreditModelNameInvalid>, Error<TrainingDataMalformed>, Error<TrainingDataTooLarge>, Error<TrainingDataTooFew>]
    [Error<ModelFeaturesUnknown>, Error<TrainingBusy>, Error<ModelsBusy>]
    public static Task<Result<CreditModel>> TrainCreditModelAsync(
        ModelSchool school, CancellationToken cancellationToken, string name = "business-history", string? content = null)
        => school.TrainAsync(name, content, cancellationToken);

    /// <summary>
    /// Gives a model a role. An earlier model, or the baseline rule, takes over again in the same way.
    /// </summary>
    /// <param name="id">Of `creditModels`.</param>
    /// <param name="role">The champion scores; a challenger only scores beside it.</param>
    [Authorize(Permissions.CreditTrain)]
    [Error<CreditModelNotFound>, Error<ModelsBusy>]
    public static Task<Result<CreditModel>> ActivateCreditModelAsync(
        [ID<CreditModel>] string id, Caller caller, ModelRegistry registry, CancellationToken cancellationToken, ModelRole role = ModelRole.Champion)
        => registry.ActivateAsync(id, role, caller, cancellationToken);
}

[ObjectType<CreditModel>]
internal static class CreditModelNode
{
    /// <summary>What it does now; null when it only waits.</summary>
    public static async Task<ModelRole?> GetRoleAsync([Parent] CreditModel model, IActivationsByModelIdDataLoader activations, CancellationToken cancellationToken)
        => (await activations.LoadAsync(model.Id, cancellationToken) ?? []).Where(activation => activation.IsLatest).Select(activation => (ModelRole?)activation.Activation.Role).Min();

    /// <summary>When it took a role, oldest first.</summary>
    public static async Task<IReadOnlyList<ModelActivation>> GetActivationsAsync(
        [Parent] CreditModel model, IActivationsByModelIdDataLoader activations, CancellationToken cancellationToken)
        => [.. (await activations.LoadAsync(model.Id, cancellationToken) ?? []).Select(activation => activation.Activation)];

    /// <summary>How it rates the loans that were taken after its training and have ended; null until both outcomes are among them.</summary>
    [Authorize(Permissions.CreditTrain), Cost(50)]
    public static async Task<ModelOutcomes?> GetOutcomesAsync(
        [Parent] CreditModel model, CreditDbContext db, ModelRegistry registry, CancellationToken cancellationToken)
        => ModelOutcomes.Of(await registry.ByHashAsync(model.Hash, cancellationToken), model.TrainedAt, await LoanExample.ReadAsync(db, ModelOutcomes.LoansMax, cancellationToken));

    /// <summary>
    /// How the businesses that are scored now differ from its examples; null for the rule, for a model file of before drift was measured, and
    /// until 100 scores rest on a history.
    /// </summary>
    [Authorize(Permissions.CreditTrain), Cost(50)]
    public static async Task<ModelDrift?> GetDriftAsync([Parent] CreditModel model, CreditDbContext db, ModelRegistry registry, CancellationToken cancellationToken)
        => await registry.ByHashAsync(model.Hash, cancellationToken) is TrainedModel { Spreads: { } spreads } ? await ModelDrift.ReadAsync(spreads, db, cancellationToken) : null;
}

internal static class ModelLoaders
{
    [DataLoader]
    public static async Task<IReadOnlyDictionary<string, CreditModel>> GetCreditModelByIdAsync(
        IReadOnlyList<string> ids, CreditDbContext db, CancellationToken cancellationToken)
        => await db.Models.AsNoTracking().Where(model => ids.Contains(model.Id)).ToDictionaryAsync(model => model.Id, cancellationToken);

    [DataLoader]
    public static async Task<IReadOnlyDictionary<string, PastActivation[]>> GetActivationsByModelIdAsync(
        IReadOnlyList<string> modelIds, CreditDbContext db, CancellationToken cancellationToken)
        => (await db.Activations.AsNoTracking()
            .Where(activation => modelIds.Contains(activation.ModelId))
            .Select(activation => new PastActivation(activation, !db.Activations.Any(later => later.Role == activation.Role && later.Number > activation.Number)))
            .ToListAsync(cancellationToken))
            .GroupBy(activation => activation.Activation.ModelId)
            .ToDictionary(ofModel => ofModel.Key, ofModel => ofModel.OrderBy(activation => activation.Activation.Number).ToArray());
}

/// <param name="IsLatest">No other model took the role since then.</param>
internal sealed record PastActivation(ModelActivation Activation, bool IsLatest);
