using Microsoft.EntityFrameworkCore.Diagnostics;
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
            .AddSingleton<Secrets>()
            .AddSingleton<OAuthHttp>()
            .AddSingleton<OAuthProviders>()
            .AddFinFlowMail(subgraph.Configuration)
            .AddScoped<MailRoom>()
            .AddScoped<MailedTokenStore>()
            .AddScoped<UserStore>()
            .AddScoped<UserActivation>()
            .AddScoped<OAuthStore>()
            .AddScoped<MfaStore>()
            .AddSingleton<SessionMirror>()
            .AddSingleton<IInterceptor, SessionCommits>()
            .AddScoped<SessionStore>()
            .AddScoped<EmailVerification>()
            .AddScoped<PasswordReset>()
            .AddAuthDataLoaders();
        _ = subgraph.Configuration.Get("SMS_URL") is null
            ? subgraph.Services.AddSingleton<ISmsSender, SmsOutbox>()
            : subgraph.Services.AddSingleton<ISmsSender, HttpSmsSender>();
        subgraph
            .UseDatabase<AuthDbContext>()
            .PersonalData<AuthDbContext, AuthPersonalData>()
            .On<RectificationRequested, CorrectProfile>()
            .Background<FirstAdministrator>()
            .Periodic<MailDelivery>(TimeSpan.FromSeconds(1));
    }
}
