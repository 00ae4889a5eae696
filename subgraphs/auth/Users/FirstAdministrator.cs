using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FinFlow.Auth;

/// <summary>
/// Makes the administrator that FINFLOW_ADMIN_EMAIL and FINFLOW_ADMIN_PASSWORD name, once: somebody has to give the first role. A user
/// who is there already gets the role and keeps the password.
/// </summary>
public sealed class FirstAdministrator(
    IServiceScopeFactory scopes, FinFlowConfiguration configuration, PasswordHashing hashing, ILogger<FirstAdministrator> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (configuration.Admin is not { } admin)
        {
            return;
        }

        if (!EmailAddress.Normalize(admin.Email).TryGet(out var email, out var refusal)
            || !PasswordPolicy.Check(admin.Password).TryGet(out _, out refusal))
        {
            throw new ConfigurationInvalidException([$"FINFLOW_ADMIN_EMAIL and FINFLOW_ADMIN_PASSWORD make no administrator: {refusal.Message}"]);
        }

        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserStore>();
        var made = await users.FindByEmailAsync(email, cancellationToken) is { } known
            ? await users.ChangeRolesAsync(known.Id, actorId: null, (user, _) => user.With(Role.Admin), cancellationToken)
            : await users.RegisterAsync(new NewUser(email, "Administrator", hashing.Hash(admin.Password), Role.Admin) { EmailIsProven = true }, cancellationToken);
        if (made.IsRefused)
        {
            logger.LogError("The first administrator could not be made: {Code}", made.Refusal.Code);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
