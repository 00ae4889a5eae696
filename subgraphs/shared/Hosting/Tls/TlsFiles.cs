using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace FinFlow.Hosting;

/// <summary>The certificates that a configuration names, read from their files.</summary>
public static class TlsFiles
{
    private const string PemMark = "-----BEGIN";

    /// <summary>The certificate of the process's own port and what leads from it to an authority; null when the port speaks without TLS.</summary>
    /// <exception cref="CryptographicException">The files do not make a certificate with its key.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    internal static (X509Certificate2 Own, X509Certificate2Collection Chain)? Certificate(Func<string, string?> read)
    {
        if (read("FINFLOW_TLS_CERTIFICATE") is not { } path)
        {
            return null;
        }

        var password = read("FINFLOW_TLS_PASSWORD");
        if (!File.ReadAllText(path).Contains(PemMark, StringComparison.Ordinal))
        {
            var all = X509CertificateLoader.LoadPkcs12CollectionFromFile(path, password);
            var own = all.FirstOrDefault(certificate => certificate.HasPrivateKey) ?? throw new CryptographicException("it holds no private key.");
            return (own, [.. all.Where(certificate => certificate != own)]);
        }

        var key = read("FINFLOW_TLS_KEY") ?? path;
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(path);
        return (password is null ? X509Certificate2.CreateFromPemFile(path, key) : X509Certificate2.CreateFromEncryptedPemFile(path, password, key), [.. chain.Skip(1)]);
    }

    /// <summary>The authorities that are trusted beside the system's; null when there are none.</summary>
    internal static X509Certificate2Collection? Authorities(Func<string, string?> read)
    {
        if (read("FINFLOW_TLS_CA") is not { } path)
        {
            return null;
        }

        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(path);
        return authorities.Count > 0 ? authorities : throw new CryptographicException("it holds no certificate.");
    }

    /// <summary>
    /// How a server is checked that the configuration's authorities may vouch for: like any other, but for who vouches. Null when the system's
    /// own check is all there is.
    /// </summary>
    public static RemoteCertificateValidationCallback? TrustOf(FinFlowConfiguration configuration)
        => Authorities(configuration.Get) is not { } authorities ? null : (_, certificate, chain, errors) =>
        {
            if (errors is SslPolicyErrors.None)
            {
                return true;
            }

            // Only who vouches for it is in question; a certificate of another name, or none, is refused.
            if (errors is not SslPolicyErrors.RemoteCertificateChainErrors || certificate is null)
            {
                return false;
            }

            using var own = new X509Chain();
            own.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            own.ChainPolicy.CustomTrustStore.AddRange(authorities);
            own.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
            own.ChainPolicy.ExtraStore.AddRange((chain?.ChainElements.Select(element => element.Certificate) ?? []).ToArray());
            using var presented = X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
            return own.Build(presented);
        };
}
