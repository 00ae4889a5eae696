using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;

namespace FinFlow.Payments;

/// <summary>
/// The certificates that PayPal signs deliveries with, fetched once. The address comes from the sender, so only PayPal's own
/// hosts are ever asked: anyone can sign with a certificate of their own.
/// </summary>
/// <param name="http">Must not follow redirects, which would lead away from the pinned hosts.</param>
/// <param name="api">Where PayPal's API is reached. On this machine it serves its certificates itself: whoever put it there gets our keys too.</param>
public sealed class PayPalCertificates(HttpClient http, Uri api, TimeProvider clock, ILogger<PayPalCertificates> logger) : IDisposable
{
    /// <summary>PayPal uses a few at a time; a sender who invents addresses must not fill the memory.</summary>
    private const int CountMax = 16;

    private const int BytesMax = 64 * 1024;

    private static readonly string[] Hosts = ["api.paypal.com", "api.sandbox.paypal.com"];

    private readonly ConcurrentDictionary<Uri, X509Certificate2> known = new();

    /// <summary>The public key behind an address; null when the address is not PayPal's, does not answer, or its certificate is not valid now.</summary>
    public async Task<RSA?> FindAsync(string address, CancellationToken cancellationToken)
    {
        if (!IsPinned(address, out var uri))
        {
            return null;
        }

        if (!known.TryGetValue(uri, out var certificate))
        {
            certificate = await FetchAsync(uri, cancellationToken);
            if (certificate is null)
            {
                return null;
            }

            if (known.Count < CountMax)
            {
                known.TryAdd(uri, certificate);
            }
        }

        var now = clock.GetUtcNow();
        return now >= certificate.NotBefore.ToUniversalTime() && now <= certificate.NotAfter.ToUniversalTime() ? certificate.GetRSAPublicKey() : null;
    }

    public void Dispose() => http.Dispose();

    private bool IsPinned(string address, out Uri uri)
        => Uri.TryCreate(address, UriKind.Absolute, out uri!)
            && uri.UserInfo.Length == 0
            && uri.AbsolutePath.StartsWith("/v1/notifications/certs/", StringComparison.Ordinal)
            && (IsPayPals(uri) || (api.IsLoopback && uri.GetLeftPart(UriPartial.Authority) == api.GetLeftPart(UriPartial.Authority)));

    private static bool IsPayPals(Uri uri)
        => uri.Scheme == Uri.UriSchemeHttps && uri.IsDefaultPort && Hosts.Contains(uri.Host, StringComparer.OrdinalIgnoreCase);

    private async Task<X509Certificate2?> FetchAsync(Uri address, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await http.GetAsync(address, HttpCompletionOption.ResponseContentRead, cancellationToken);
            if (!response.IsSuccessStatusCode || response.Content.Headers.ContentLength > BytesMax)
            {
                return null;
            }

            return X509Certificate2.CreateFromPem(await response.Content.ReadAsStringAsync(cancellationToken));
        }
        catch (Exception exception) when (exception is HttpRequestException or CryptographicException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            logger.LogWarning(exception, "PayPal's certificate could not be fetched");
            return null;
        }
    }
}
