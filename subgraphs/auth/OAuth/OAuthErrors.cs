namespace FinFlow.Auth;

// "Oauth" rather than "OAuth" in these names, because programs read them as OAUTH_STATE_INVALID.

/// <summary>This installation has no client id and secret for the provider.</summary>
public sealed record OauthProviderNotConfigured(OAuthProvider Provider) : Refusal($"This installation has no login with {Provider}.");

/// <summary>The state is not one that <c>oauthAuthorizationUrl</c> gave for this provider, is older than ten minutes, or was used before.</summary>
public sealed record OauthStateInvalid() : Refusal("This login was not begun here, has expired, or was used before; begin it again.");

/// <summary>The provider does not exchange this code: it is wrong, expired, used, or another client's.</summary>
public sealed record OauthCodeInvalid() : Refusal("The provider does not take this code; begin the login again.");

/// <summary>The provider's statement about the user does not hold: its signature, issuer, audience, lifetime or nonce is wrong.</summary>
public sealed record OauthIdTokenInvalid() : Refusal("The provider's statement about the user does not hold; begin the login again.");

/// <summary>The provider could not be reached, or answered nonsense.</summary>
public sealed record OauthProviderUnavailable(OAuthProvider Provider) : Refusal($"{Provider} does not answer at this moment; try again later.");

/// <summary>The provider does not vouch for an e-mail address of the user, and no user is linked to the account there.</summary>
public sealed record OauthEmailNotVerified(OAuthProvider Provider)
    : Refusal($"{Provider} does not vouch for your e-mail address; verify it there, or log in here another way.");

/// <summary>The user was deactivated.</summary>
public sealed record UserNotActive() : Refusal("This user was deactivated; ask an administrator.");
