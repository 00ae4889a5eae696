using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace FinFlow.Auth;

/// <summary>The tables of this subgraph. Passwords, refresh tokens and codes are kept as hashes, seeds encrypted, apart from the users.</summary>
public sealed class AuthDbContext(DbContextOptions<AuthDbContext> options) : FinFlowDbContext(options)
{
    public DbSet<User> Users => Set<User>();

    public DbSet<Credential> Credentials => Set<Credential>();

    public DbSet<Organization> Organizations => Set<Organization>();

    public DbSet<Session> Sessions => Set<Session>();

    public DbSet<RefreshToken> RefreshTokens => Set<RefreshToken>();

    public DbSet<SecondFactor> SecondFactors => Set<SecondFactor>();

    public DbSet<MfaChallenge> MfaChallenges => Set<MfaChallenge>();

    public DbSet<RecoveryCode> RecoveryCodes => Set<RecoveryCode>();

    public DbSet<LinkedAccount> LinkedAccounts => Set<LinkedAccount>();

    public DbSet<UsedOAuthState> UsedOAuthStates => Set<UsedOAuthState>();

    public DbSet<MailedToken> MailedTokens => Set<MailedToken>();

    public DbSet<WaitingMail> WaitingMails => Set<WaitingMail>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<User>(user =>
        {
            user.ToTable("users");
            user.HasIndex(user.IsEncryptedWithIndex(u => u.Email)).IsUnique();
            user.Property(u => u.Name).IsEncrypted();
            user.HasIndex(u => u.OrganizationId);
            user.Property(u => u.Roles).HasConversion(
                roles => RoleNames.Join(roles),
                text => RoleNames.Split(text),
                new ValueComparer<IReadOnlyList<Role>>(
                    (left, right) => left!.SequenceEqual(right!), roles => roles.Aggregate(0, (hash, role) => HashCode.Combine(hash, role)), roles => roles));
        });
        modelBuilder.Entity<Credential>(credential =>
        {
            credential.ToTable("credentials");
            credential.HasKey(c => c.UserId);
        });
        modelBuilder.Entity<Organization>(organization =>
        {
            organization.ToTable("organizations");
            organization.Property(o => o.Name).IsEncrypted();
        });
        modelBuilder.Entity<Session>(session =>
        {
            session.ToTable("sessions");
            session.HasIndex(s => new { s.UserId, s.CreatedAt });
        });
        modelBuilder.Entity<RefreshToken>(token =>
        {
            token.ToTable("refresh_tokens");
            token.HasKey(t => t.Hash);
            token.HasIndex(t => t.SessionId);
        });
        SecondFactorTables(modelBuilder);
        ProviderTables(modelBuilder);
        modelBuilder.Entity<MailedToken>(token =>
        {
            token.ToTable("mailed_tokens");
            token.Property(t => t.Email).IsEncrypted();
            token.HasKey(t => t.Hash);
            token.HasIndex(t => t.UserId);
            token.HasIndex(t => t.ExpiresAt);
        });
        modelBuilder.Entity<WaitingMail>(mail =>
        {
            mail.ToTable("waiting_mails");
            mail.Property(m => m.Sealed).IsEncrypted();
            mail.HasIndex(m => m.NextAttemptAt);
        });
    }

    private static void ProviderTables(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<LinkedAccount>(account =>
        {
            account.ToTable("linked_accounts");
            account.HasKey(a => new { a.Provider, a.Subject });
            account.HasIndex(a => a.UserId);
        });
        modelBuilder.Entity<UsedOAuthState>(state =>
        {
            state.ToTable("used_oauth_states");
            state.HasKey(s => s.Hash);
            state.HasIndex(s => s.ExpiresAt);
        });
    }

    private static void SecondFactorTables(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<SecondFactor>(factor =>
        {
            factor.ToTable("second_factors");
            factor.Property(f => f.PhoneNumber).IsEncrypted();

            // Sealed by MFA_SECRET_KEY already; the outer seal is the one whose key is turned.
            factor.Property(f => f.SealedSeed).IsEncrypted();
            factor.HasIndex(f => f.UserId);
        });
        modelBuilder.Entity<MfaChallenge>(challenge =>
        {
            challenge.ToTable("mfa_challenges");
            challenge.HasIndex(c => c.UserId);
            challenge.Property(c => c.Methods).HasConversion(methods => MfaMethods.Join(methods), text => MfaMethods.Split(text));
        });
        modelBuilder.Entity<RecoveryCode>(code =>
        {
            code.ToTable("recovery_codes");
            code.HasKey(c => new { c.UserId, c.Hash });
        });
    }
}
