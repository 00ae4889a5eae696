using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace FinFlow.Subgraphs.Tests;

/// <summary>An authority of a test's own, which vouches for servers of this machine. All is in files, as an operator has it.</summary>
internal sealed class SomeAuthority : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("finflow-tls-");
    private readonly X509Certificate2 authority;

    internal SomeAuthority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=FinFlow test authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        authority = request.CreateSelfSigned(Now.AddDays(-1), Now.AddDays(30));
        File.WriteAllText(AuthorityPath, authority.ExportCertificatePem());
    }

    internal string AuthorityPath => Path.Combine(folder.FullName, "ca.pem");

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    /// <summary>A server's certificate for localhost and 127.0.0.1, or for another name, and its key, as PEM files.</summary>
    internal (string Certificate, string Key) Issue(string? otherName = null)
    {
        var (certificate, key) = (Path.Combine(folder.FullName, $"{otherName ?? "server"}.pem"), Path.Combine(folder.FullName, $"{otherName ?? "server"}.key"));
        using var secret = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var issued = Sign(secret, otherName);
        File.WriteAllText(certificate, issued.ExportCertificatePem());
        File.WriteAllText(key, secret.ExportPkcs8PrivateKeyPem());
        return (certificate, key);
    }

    /// <summary>The same in one PFX file.</summary>
    internal string IssuePfx(string password)
    {
        var path = Path.Combine(folder.FullName, "server.pfx");
        using var secret = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var issued = Sign(secret, null);
        using var whole = issued.CopyWithPrivateKey(secret);
        File.WriteAllBytes(path, whole.Export(X509ContentType.Pfx, password));
        return path;
    }

    public void Dispose()
    {
        authority.Dispose();
        folder.Delete(recursive: true);
    }

    private X509Certificate2 Sign(ECDsa key, string? otherName)
    {
        var request = new CertificateRequest($"CN={otherName ?? "localhost"}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(otherName ?? "localhost");
        if (otherName is null)
        {
            names.AddIpAddress(IPAddress.Loopback);
        }

        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        return request.Create(authority, Now.AddDays(-1), Now.AddDays(20), RandomNumberGenerator.GetBytes(8));
    }
}
