namespace FinFlow.Auth;

/// <summary>A provider by its protocol: OpenID Connect, or OAuth with an API that says who the user is.</summary>
internal interface IOAuthProvider
{
    /// <summary>Where the browser goes to log in there.</summary>
    /// <param name="state">What it brings back.</param>
    Task<Result<Uri>> AuthorizationUrlAsync(OAuthRequest request, string state, CancellationToken cancellationToken);

    /// <summary>Who the user is whom the code stands for. Tokens that come along are used for that and forgotten.</summary>
    Task<Result<OAuthProfile>> ExchangeAsync(OAuthRequest request, string code, CancellationToken cancellationToken);
}

/// <summary>What a provider says about a user.</summary>
/// <param name="Subject">The provider's id of the user, which never changes, as addresses do.</param>
/// <param name="VerifiedEmail">In our normal form; null when the provider does not vouch for one.</param>
/// <param name="Name">As the user is called there; null when it is unknown or none of ours.</param>
public sealed record OAuthProfile(OAuthProvider Provider, string Subject, string? VerifiedEmail, string? Name)
{
    private const int SubjectLengthMax = 255;

    /// <param name="email">An address that the provider vouches for, or null.</param>
    internal static Result<OAuthProfile> Of(OAuthProvider provider, string? subject, string? email, string? name)
        => subject is { Length: > 0 and <= SubjectLengthMax }
            ? new OAuthProfile(
                provider,
                subject,
                email is not null && EmailAddress.Normalize(email).TryGet(out var address, out _) ? address : null,
                name is not null && UserMutations.CheckName(name).TryGet(out var shown, out _) ? shown : null)
            : new OauthIdTokenInvalid();
}

/// <summary>What a provider knows us by.</summary>
/// <param name="RedirectUrl">Where the browser comes back to.</param>
internal sealed record OAuthClient(string Id, string Secret, string RedirectUrl);
