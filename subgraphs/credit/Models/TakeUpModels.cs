using Microsoft.Extensions.Hosting;

namespace FinFlow.Credit;

/// <summary>
/// At start: the baseline is listed, and the model file that MODEL_PATH names is activated, once. A file that cannot be used stops the
/// start: whoever names a model does not want to score by another.
/// </summary>
internal sealed class TakeUpModels(IServiceScopeFactory scopes, FinFlowConfiguration configuration) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var registry = scope.ServiceProvider.GetRequiredService<ModelRegistry>();
        await registry.AddBaselineAsync(cancellationToken);
        if (configuration.Get("MODEL_PATH") is { } path)
        {
            if (!ModelFile.Parse(await ReadAsync(path, cancellationToken)).TryGet(out var file, out var refusal)
                || !(await registry.TakeUpAsync(file, cancellationToken)).TryGet(out _, out refusal))
            {
                throw Unusable(path, refusal.Message);
            }
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static async Task<string> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllTextAsync(path, cancellationToken);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Unusable(path, failure.Message);
        }
    }

    private static ConfigurationInvalidException Unusable(string path, string reason) => new([$"MODEL_PATH {path}: {reason}"]);
}
