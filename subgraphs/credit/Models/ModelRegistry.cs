namespace FinFlow.Credit;

/// <summary>Keeps models and who has which role.</summary>
internal sealed class ModelRegistry(CreditDbContext db, ModelShelf shelf, TimeProvider clock)
{
    /// <summary>Models and their roles are the same for all organisations.</summary>
    private const string Turn = "models";

    /// <summary>The rule is always there, so that one can go back to it.</summary>
    public async Task AddBaselineAsync(CancellationToken cancellationToken)
        => await db.DecideInTurnAsync<CreditModel>(
            Turn,
            async ct => await FindByHashAsync(BaselineModel.Hash, ct) ?? Add(new CreditModel
            {
                Id = Id.New("mdl", clock),
                Name = BaselineModel.Instance.Version.Name,
                Version = BaselineModel.Instance.Version.Version,
                Hash = BaselineModel.Hash,
                TrainedAt = clock.GetUtcNow(),
            }),
            () => new ModelsBusy(), cancellationToken);

    /// <summary>Keeps a model; the same model again is the one that is kept already.</summary>
    public Task<Result<CreditModel>> AddAsync(ModelFile file, CancellationToken cancellationToken)
        => db.DecideInTurnAsync<CreditModel>(Turn, async ct => await FindByHashAsync(file.Hash, ct) ?? Add(file), () => new ModelsBusy(), cancellationToken);

    /// <summary>Keeps a model and makes it the champion, unless it was known before: what people have activated since then stands.</summary>
    public Task<Result<CreditModel>> TakeUpAsync(ModelFile file, CancellationToken cancellationToken)
        => db.DecideInTurnAsync<CreditModel>(
            Turn,
            async ct =>
            {
                if (await FindByHashAsync(file.Hash, ct) is { } known && await db.Activations.AnyAsync(activation => activation.ModelId == known.Id, ct))
                {
                    return known;
                }

                var model = await FindByHashAsync(file.Hash, ct) ?? Add(file);
                await ActivateAsync(model, ModelRole.Champion, null, ct);
                return model;
            },
            () => new ModelsBusy(), cancellationToken);

    public Task<Result<CreditModel>> ActivateAsync(string id, ModelRole role, Caller caller, CancellationToken cancellationToken)
        => db.DecideInTurnAsync<CreditModel>(
            Turn,
            async ct =>
            {
                if (await db.Models.AsNoTracking().SingleOrDefaultAsync(model => model.Id == id, ct) is not { } model)
                {
                    return new CreditModelNotFound(id);
                }

                if ((await RolesAsync(ct)).GetValueOrDefault(role) != id)
                {
                    await ActivateAsync(model, role, caller.UserId, ct);
                }

                return model;
            },
            () => new ModelsBusy(), cancellationToken);

    /// <summary>The models that score now; no challenger where it would only repeat the champion.</summary>
    public async Task<(IScoringModel Champion, IScoringModel? Challenger)> ActiveAsync(CancellationToken cancellationToken)
    {
        var roles = await RolesAsync(cancellationToken);
        var hashes = await db.Models.Where(model => roles.Values.Contains(model.Id)).ToDictionaryAsync(model => model.Id, model => model.Hash, cancellationToken);
        string? HashOf(ModelRole role) => roles.GetValueOrDefault(role) is { } id ? hashes[id] : null;
        var champion = HashOf(ModelRole.Champion) ?? BaselineModel.Hash;
        var challenger = HashOf(ModelRole.Challenger);
        return (
            await ByHashAsync(champion, cancellationToken),
            challenger is null || challenger == champion ? null : await ByHashAsync(challenger, cancellationToken));
    }

    public async Task<IScoringModel> ByHashAsync(string hash, CancellationToken cancellationToken)
        => hash == BaselineModel.Hash
            ? BaselineModel.Instance
            : await shelf.TakeAsync(hash, () => db.StoredModels.Where(stored => stored.Hash == hash).Select(stored => stored.Text).SingleAsync(cancellationToken));

    private async Task<Dictionary<ModelRole, string>> RolesAsync(CancellationToken cancellationToken)
        => (await db.Activations.AsNoTracking()
            .Where(activation => !db.Activations.Any(later => later.Role == activation.Role && later.Number > activation.Number))
            .ToListAsync(cancellationToken))
            .ToDictionary(activation => activation.Role, activation => activation.ModelId);

    private Task<CreditModel?> FindByHashAsync(string hash, CancellationToken cancellationToken)
        => db.Models.AsNoTracking().SingleOrDefaultAsync(model => model.Hash == hash, cancellationToken);

    private CreditModel Add(ModelFile file)
    {
        db.Add(new StoredModel { Hash = file.Hash, Text = file.ToText() });
        return Add(CreditModel.Of(file, Id.New("mdl", clock)));
    }

    private CreditModel Add(CreditModel model)
    {
        db.Add(model);
        return model;
    }

    private async Task ActivateAsync(CreditModel model, ModelRole role, string? userId, CancellationToken cancellationToken)
        => db.Add(new ModelActivation
        {
            Number = 1 + await db.Activations.MaxAsync(activation => (int?)activation.Number, cancellationToken) ?? 1,
            Role = role,
            ModelId = model.Id,
            UserId = userId,
            ActivatedAt = clock.GetUtcNow(),
        });
}
