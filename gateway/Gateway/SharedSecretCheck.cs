using System.Net;
using System.Net.Http.Headers;
using System.Text;
using FinFlow.Hosting;

namespace FinFlow.Gateway;

/// <summary>Whether the subgraphs believe tokens that are signed with the gateway's JWT_SECRET: where they do not, every login is refused somewhere.</summary>
/// <remarks>They are asked with a token of nobody, which permits nothing; no process tells anything about its secret.</remarks>
internal sealed class SharedSecretCheck(AccessTokens tokens, HttpMessageInvoker http, IReadOnlyDictionary<string, IReadOnlyList<Uri>> addresses, TimeProvider clock)
{
    private IssuedAccessToken? token;

    public DependencyCheck Check => new("JWT_SECRET", ProbeAsync) { IsVital = false };

    private async Task ProbeAsync(CancellationToken cancellationToken)
    {
        var refusing = await Task.WhenAll(addresses.SelectMany(source => source.Value.Select(
            async address => await RefusesAsync(address, cancellationToken) ? source.Key : null)));
        var names = refusing.OfType<string>().Distinct().Order(StringComparer.Ordinal).ToList();
        if (names.Count > 0)
        {
            throw new DependencyDownException($"The JWT_SECRET of {string.Join(", ", names)} is another one than the gateway's: their tokens are refused here, and ours there.");
        }
    }

    /// <returns>False, too, when it does not answer: that is another check's matter.</returns>
    private async Task<bool> RefusesAsync(Uri address, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new StringContent("""{"query":"{ __typename }"}""", Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token());
        try
        {
            using var response = await http.SendAsync(request, cancellationToken);
            return response.StatusCode == HttpStatusCode.Unauthorized;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    // Used again while it lives, so that nobody has to remember a new one for every look at the health.
    private string Token()
    {
        if (token is null || clock.GetUtcNow() >= token.ExpiresAt - TimeSpan.FromSeconds(10))
        {
            token = tokens.Issue("usr_nobody", "org_nobody", "ses_nobody", []);
        }

        return token.Token;
    }
}
