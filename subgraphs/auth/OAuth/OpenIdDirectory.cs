using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace FinFlow.Auth;

/// <summary>What an OpenID provider publishes about itself: where it is asked, and the keys that it signs with.</summary>
internal sealed class OpenIdDirectory(OAuthProvider provider, string issuer, OAuthHttp http, TimeProvider clock)
{
    private static readonly TimeSpan MetadataLifetime = TimeSpan.FromHours(1);

    /// <summary>An unknown key is looked for no more often than this, so that forged tokens do not make us ask without end.</summary>
    private static readonly TimeSpan KeysPatience = TimeSpan.FromSeconds(30);

    private (OpenIdMetadata Value, DateTimeOffset ReadAt)? metadata;
    private (OpenIdKeys Value, DateTimeOffset ReadAt)? keys;

    /// <summary>By <see href="https://openid.net/specs/openid-connect-discovery-1_0.html">OpenID Connect Discovery</see>.</summary>
    internal async Task<Result<OpenIdMetadata>> MetadataAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (metadata is { } known && now - known.ReadAt < MetadataLifetime)
        {
            return known.Value;
        }

        var address = $"{issuer.TrimEnd('/')}/.well-known/openid-configuration";
        var read = (await AskAsync(address, cancellationToken)).Then<OpenIdMetadata>(document =>
            OpenIdMetadata.Read(document, issuer) is { } good ? good : new OauthProviderUnavailable(provider));
        if (read.TryGet(out var fresh, out _))
        {
            metadata = (fresh, now);
        }

        return read;
    }

    /// <summary>The keys, read anew when none of the known ones has this id: providers change keys as they like.</summary>
    internal async Task<Result<OpenIdKeys>> KeysAsync(OpenIdMetadata source, string keyId, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (keys is { } known && (now - known.ReadAt < KeysPatience || (now - known.ReadAt < MetadataLifetime && known.Value.All.Any(key => key.KeyId == keyId))))
        {
            return known.Value;
        }

        var read = (await AskAsync(source.JwksUri, cancellationToken)).Then(Parse);
        if (read.TryGet(out var fresh, out _))
        {
            keys = (fresh, now);
        }

        return read;
    }

    private Result<OpenIdKeys> Parse(JsonElement document)
    {
        try
        {
            return new OpenIdKeys([.. new JsonWebKeySet(document.GetRawText()).GetSigningKeys()]);
        }
        catch (Exception exception) when (exception is ArgumentException or JsonException)
        {
            return new OauthProviderUnavailable(provider);
        }
    }

    // What the provider publishes is no answer to a code, so every failure is trouble of the provider.
    private async Task<Result<JsonElement>> AskAsync(string address, CancellationToken cancellationToken)
        => (await http.AskAsync(provider, new HttpRequestMessage(HttpMethod.Get, address), cancellationToken))
            .TryGet(out var document, out _) ? document : new OauthProviderUnavailable(provider);
}

internal sealed record OpenIdKeys(IReadOnlyList<SecurityKey> All);

/// <param name="Issuer">Microsoft's holds <c>{tenantid}</c>, for which each token has its own.</param>
internal sealed record OpenIdMetadata(string Issuer, string AuthorizationEndpoint, string TokenEndpoint, string JwksUri)
{
    internal const string TenantPlaceholder = "{tenantid}";

    /// <summary>Null when it is not the metadata of this issuer, or leads from https to something else.</summary>
    internal static OpenIdMetadata? Read(JsonElement document, string issuer)
        => document.Text("issuer") is { } named
            && (named == issuer || named.Contains(TenantPlaceholder, StringComparison.Ordinal))
            && Address(document, "authorization_endpoint", issuer) is { } authorization
            && Address(document, "token_endpoint", issuer) is { } token
            && Address(document, "jwks_uri", issuer) is { } jwks
            ? new OpenIdMetadata(named, authorization, token, jwks)
            : null;

    private static string? Address(JsonElement document, string name, string issuer)
        => document.Text(name) is { } text && Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme == new Uri(issuer).Scheme ? text : null;
}
