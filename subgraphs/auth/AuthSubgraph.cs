using Microsoft.Extensions.DependencyInjection;

namespace FinFlow.Auth;

/// <summary>What the auth subgraph is made of.</summary>
public sealed class AuthSubgraph : ISubgraph
{
    public static string Name => "auth";

    public static void Configure(SubgraphBuilder subgraph)
    {
        subgraph.Services
            .AddSingleton<PasswordHashing>()
            .AddScoped<UserStore>()
            .AddScoped<SessionStore>()
            .AddAuthDataLoaders();
        subgraph
            .UseDatabase<AuthDbContext>()
            .Background<FirstAdministrator>();
    }
}
