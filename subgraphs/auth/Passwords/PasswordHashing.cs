using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace FinFlow.Auth;

/// <summary>The framework's PBKDF2 with HMAC-SHA512 and a salt per password, at OWASP's number of iterations.</summary>
public sealed class PasswordHashing : IDisposable
{
    private const int Iterations = 210_000;

    private readonly PasswordHasher<Credential> hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = Iterations }));
    private readonly string nobodysHash;
    private readonly Meter meter = new("FinFlow.Auth");
    private long checks;

    public PasswordHashing()
    {
        nobodysHash = Hash("nobody has this password");
        meter.CreateObservableCounter("finflow_password_checks", () => Checks, description: "Passwords compared with a hash: what guessing costs us.");
    }

    internal long Checks => Interlocked.Read(ref checks);

    public string Hash(string password) => hasher.HashPassword(null!, Exact(password));

    /// <summary>Whether it is the password. For nobody (null), and for whoever has none, it takes as long as for somebody, and is false.</summary>
    public bool Verify(Credential? credential, string password)
    {
        Interlocked.Increment(ref checks);
        var hash = credential is { HasPassword: true } ? credential.PasswordHash : null;
        return hasher.VerifyHashedPassword(null!, hash ?? nobodysHash, Exact(password)) is not PasswordVerificationResult.Failed && hash is not null;
    }

    // HMAC fills its key up with zero bytes, so that a password and the same one with zeros behind it would be one. A digest has none.
    private static string Exact(string password)
        => password.Contains('\0', StringComparison.Ordinal) ? Convert.ToHexString(SHA512.HashData(Encoding.UTF8.GetBytes(password))) : password;

    public void Dispose() => meter.Dispose();
}
