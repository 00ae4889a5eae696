using FinFlow.Messaging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FinFlow.Hosting;

public static class AuthenticationServices
{
    /// <summary>
    /// Adds <see cref="AccessTokens"/>, <see cref="RequestAuthenticator"/> and revocations that follow the event log. Needs
    /// <see cref="FinFlowConfiguration"/>, <see cref="TimeProvider"/> and <see cref="IEventLog"/> in the container.
    /// </summary>
    public static IServiceCollection AddFinFlowAuthentication(this IServiceCollection services)
        => services
            .AddSingleton(provider => new AccessTokens(
                provider.GetRequiredService<FinFlowConfiguration>(), provider.GetRequiredService<TimeProvider>()))
            .AddSingleton(provider => new SessionRevocations(
                provider.GetRequiredService<FinFlowConfiguration>().AccessTokenLifetime, provider.GetRequiredService<TimeProvider>()))
            .AddSingleton(provider => new RequestAuthenticator(
                provider.GetRequiredService<AccessTokens>(), provider.GetRequiredService<SessionRevocations>(),
                provider.GetRequiredService<TimeProvider>(), provider.GetService<ILogger<RequestAuthenticator>>()))
            .AddSingleton<IHostedService, RevocationFeed>();
}
