using System.Security.Cryptography;
using System.Text;

namespace FinFlow.Credit;

/// <summary>Trains while a client waits: on the loans that have ended, or on examples that the client sends. One model at a time.</summary>
internal sealed class ModelSchool(CreditDbContext db, ModelRegistry registry, TrainingTurn turn, TimeProvider clock)
{
    private const int ExamplesMax = 5_000;
    private const int ContentLengthMax = 2_000_000;
    private const int FoldsMax = 5;

    // Fewer bags than the command's: a client waits.
    private static readonly BoostingSettings Settings = new() { Bags = 3 };

    /// <param name="content">Null: the loans that have ended.</param>
    public async Task<Result<CreditModel>> TrainAsync(string name, string? content, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Length > CreditModel.NameLengthMax || name.Any(char.IsControl))
        {
            return new CreditModelNameInvalid(CreditModel.NameLengthMax);
        }

        if (!turn.TryTake())
        {
            return new TrainingBusy();
        }

        try
        {
            return (await ReadAsync(content, cancellationToken)).TryGet(out var examples, out var refusal)
                ? await TrainAsync(name, examples, cancellationToken)
                : refusal;
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task<Result<CreditModel>> TrainAsync(string name, Examples examples, CancellationToken cancellationToken)
    {
        var version = 1 + await db.Models.CountAsync(model => model.Name == name, cancellationToken);
        var origin = new ModelOrigin(name, $"{version}", examples.Description, examples.Hash, clock.GetUtcNow());
        return ModelTraining.Train(examples.Table, origin, FoldsMax, Settings, cancellationToken).TryGet(out var file, out var refusal)
            ? await registry.AddAsync(file, cancellationToken)
            : refusal;
    }

    private async Task<Result<Examples>> ReadAsync(string? content, CancellationToken cancellationToken)
    {
        if (content is null)
        {
            var loans = await LoanExample.ReadAsync(db, ExamplesMax, cancellationToken);
            return new Examples(LoanExample.TableOf(loans), "Loans that were repaid or defaulted here", LoanExample.HashOf(loans));
        }

        if (content.Length > ContentLengthMax)
        {
            return new TrainingDataTooLarge(ExamplesMax);
        }

        if (!TrainingCsv.Standard.Read(content, cancellationToken).TryGet(out var table, out var refusal))
        {
            return refusal;
        }

        var unknown = table.Columns.Select(column => column.Name).Where(column => !KnownFeature.ByName.ContainsKey(column)).ToList();
        return (table, unknown) switch
        {
            ({ Rows: > ExamplesMax }, _) => new TrainingDataTooLarge(ExamplesMax),
            (_, { Count: > 0 }) => new ModelFeaturesUnknown(unknown),
            _ => new Examples(table, "Examples sent as CSV", $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)))}"),
        };
    }

    private sealed record Examples(TrainingTable Table, string Description, string Hash);
}

/// <summary>Training takes the whole machine for seconds, so only one goes on in a process.</summary>
internal sealed class TrainingTurn : IDisposable
{
    private readonly SemaphoreSlim one = new(1, 1);

    public bool TryTake() => one.Wait(0);

    public void Release() => one.Release();

    public void Dispose() => one.Dispose();
}
