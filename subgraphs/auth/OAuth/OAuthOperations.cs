namespace FinFlow.Auth;

[QueryType]
public static class OAuthQueries
{
    /// <summary>
    /// Where to send the browser for a login with another provider. The provider sends it back to the page that the installation names,
    /// with <c>code</c> and <c>state</c> for <c>loginWithOAuth</c>, within ten minutes. Keep the <c>state</c> of this address in the browser and go on
    /// only when the same comes back: else somebody could have the user finish a login that is not the user's.
    /// </summary>
    /// <param name="provider">One that the installation is configured for; else the error is OAUTH_PROVIDER_NOT_CONFIGURED.</param>
    public static async Task<string> GetOauthAuthorizationUrlAsync(
        OAuthProvider provider, OAuthProviders providers, Secrets secrets, TimeProvider clock, CancellationToken cancellationToken)
    {
        var request = OAuthRequest.Begin(provider, clock.GetUtcNow());
        var url = providers.Find(provider) is { } known
            ? await known.AuthorizationUrlAsync(request, request.ToState(secrets), cancellationToken)
            : new OauthProviderNotConfigured(provider);
        return url.IsRefused ? throw new GraphQLException(url.Refusal.Message, url.Refusal.Code) : url.Value.AbsoluteUri;
    }
}

[MutationType]
public static class OAuthMutations
{
    /// <summary>Of printable ASCII (RFC 6749, appendix A.11). Google's have some 75, Microsoft's up to 1,500; what can be none is not asked about.</summary>
    private const int CodeCharactersMax = 4_096;

    /// <summary>
    /// Finishes a login with another provider. Whoever is new becomes a user with a business, as by <c>register</c>. An address that the provider
    /// vouches for links the account there to the user who has it; if that user never proved the address, the password, second factors and sessions of
    /// before end, because anybody could have registered it. Whoever has a second factor gets a challenge, which <c>verifyMfa</c> answers.
    /// </summary>
    /// <param name="provider">The one that <c>oauthAuthorizationUrl</c> was asked for.</param>
    /// <param name="code">What the provider gave the browser. It works once.</param>
    /// <param name="state">What the browser brought back beside it. It works once.</param>
    [Error<OauthProviderNotConfigured>]
    [Error<OauthStateInvalid>]
    [Error<OauthCodeInvalid>]
    [Error<OauthIdTokenInvalid>]
    [Error<OauthProviderUnavailable>]
    [Error<OauthEmailNotVerified>]
    [Error<UserNotActive>]
    [Error<UserBusy>]
    public static async Task<Result<LoginWithOAuthPayload>> LoginWithOAuthAsync(
        OAuthProvider provider,
        string code,
        string state,
        OAuthProviders providers,
        OAuthStore accounts,
        SessionStore sessions,
        Secrets secrets,
        ISmsSender sms,
        AccessTokens tokens,
        TimeProvider clock,
        Caller? caller,
        CancellationToken cancellationToken)
    {
        if (providers.Find(provider) is not { } known)
        {
            return new OauthProviderNotConfigured(provider);
        }

        if (code.Length is 0 or > CodeCharactersMax || code.Any(character => character is < ' ' or > '~'))
        {
            return new OauthCodeInvalid();
        }

        if (!OAuthRequest.FromState(state, provider, secrets, clock.GetUtcNow()).TryGet(out var request, out var refusal)
            || !(await accounts.UseStateAsync(state, request.ExpiresAt, cancellationToken)).TryGet(out _, out refusal)
            || !(await known.ExchangeAsync(request, code, cancellationToken)).TryGet(out var profile, out refusal)
            || !(await accounts.LogInAsync(profile, cancellationToken)).TryGet(out var opened, out refusal))
        {
            return refusal;
        }

        if (opened is not { Session: { } session, RefreshToken: { } refreshToken })
        {
            return new LoginWithOAuthPayload(Session: null, await opened.Challenge!.SendAsync(sms, cancellationToken));
        }

        await sessions.ReplaceAsync(caller, cancellationToken);
        return new LoginWithOAuthPayload(tokens.For(opened.User, session, refreshToken), MfaChallenge: null);
    }
}

/// <summary>A session, or the question that stands between the provider's word and the session.</summary>
/// <param name="Session">The tokens; null when a second factor is asked for.</param>
/// <param name="MfaChallenge">What to answer with a code; null when the provider's word was enough.</param>
public sealed record LoginWithOAuthPayload(SessionTokens? Session, MfaChallenge? MfaChallenge);
