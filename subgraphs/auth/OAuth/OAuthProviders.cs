namespace FinFlow.Auth;

/// <summary>The providers that this installation has a client id and secret for.</summary>
public sealed class OAuthProviders
{
    private readonly Dictionary<OAuthProvider, IOAuthProvider> configured = [];

    public OAuthProviders(FinFlowConfiguration configuration, OAuthHttp http, TimeProvider clock)
    {
        foreach (var provider in Enum.GetValues<OAuthProvider>())
        {
            if (configuration.Get($"{provider.Name}_CLIENT_ID") is { } id)
            {
                var client = new OAuthClient(id, configuration.Get($"{provider.Name}_CLIENT_SECRET")!, configuration.Get("OAUTH_REDIRECT_URL")!);
                configured[provider] = provider is OAuthProvider.Github
                    ? new GitHubProvider(client, Address("GITHUB_URL"), Address("GITHUB_API_URL"), http)
                    : new OpenIdProvider(provider, client, configuration.Get($"{provider.Name}_ISSUER")!, http, clock);
            }
        }

        string Address(string name) => configuration.Get(name)!.TrimEnd('/');
    }

    /// <summary>Null when the installation is not configured for it.</summary>
    internal IOAuthProvider? Find(OAuthProvider provider) => configured.GetValueOrDefault(provider);
}
