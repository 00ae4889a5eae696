using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace FinFlow.Auth;

/// <summary>The framework's PBKDF2 with HMAC-SHA512 and a salt per password, at OWASP's number of iterations.</summary>
public sealed class PasswordHashing
{
    private const int Iterations = 210_000;

    private readonly PasswordHasher<Credential> hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = Iterations }));
    private readonly string nobodysHash;

    public PasswordHashing() => nobodysHash = Hash("nobody has this password");

    public string Hash(string password) => hasher.HashPassword(null!, password);

    /// <summary>Whether it is the password. For nobody (null), and for whoever has none, it takes as long as for somebody, and is false.</summary>
    public bool Verify(Credential? credential, string password)
    {
        var hash = credential is { HasPassword: true } ? credential.PasswordHash : null;
        return hasher.VerifyHashedPassword(null!, hash ?? nobodysHash, password) is not PasswordVerificationResult.Failed && hash is not null;
    }
}
