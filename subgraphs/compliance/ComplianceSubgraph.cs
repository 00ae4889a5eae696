namespace FinFlow.Compliance;

/// <summary>Keeps the business honest: watchlists, screenings, risk, consents, requests about personal data, and a trail of all that happened.</summary>
public sealed class ComplianceSubgraph : ISubgraph
{
    public static string Name => "compliance";

    public static void Configure(SubgraphBuilder subgraph)
    {
        subgraph
            .UseDatabase<ComplianceDbContext>()
            .On<UserRegistered, RecordedAndWeighed<UserRegistered>>()
            .On<UserUpdated, Recorded<UserUpdated>>()
            .On<RoleChanged, Recorded<RoleChanged>>()
            .On<SessionRevoked, Recorded<SessionRevoked>>()
            .On<LoginSucceeded, Recorded<LoginSucceeded>>()
            .On<LoginFailed, Recorded<LoginFailed>>()
            .On<LoginLocked, Recorded<LoginLocked>>()
            .On<MfaEnabled, Recorded<MfaEnabled>>()
            .On<MfaDisabled, Recorded<MfaDisabled>>()
            .On<UserDeactivated, Recorded<UserDeactivated>>()
            .On<UserReactivated, Recorded<UserReactivated>>()
            .On<PasswordChanged, Recorded<PasswordChanged>>()
            .On<SignInMethodLinked, Recorded<SignInMethodLinked>>()
            .On<PaymentAuthorized, Recorded<PaymentAuthorized>>()
            .On<PaymentCaptured, RecordedAndWeighed<PaymentCaptured>>()
            .On<PaymentHeld, Recorded<PaymentHeld>>()
            .On<PaymentVoided, Recorded<PaymentVoided>>()
            .On<PaymentFailed, RecordedAndWeighed<PaymentFailed>>()
            .On<PaymentRefunded, Recorded<PaymentRefunded>>()
            .On<PaymentDisputed, RecordedAndWeighed<PaymentDisputed>>()
            .On<TransactionApproved, Recorded<TransactionApproved>>()
            .On<TransactionHeld, RecordedAndWeighed<TransactionHeld>>()
            .On<TransactionRejected, RecordedAndWeighed<TransactionRejected>>()
            .On<TransactionCompleted, Recorded<TransactionCompleted>>()
            .On<JournalPosted, Recorded<JournalPosted>>()
            .On<JournalReversed, Recorded<JournalReversed>>()
            .On<InvoiceIssued, Recorded<InvoiceIssued>>()
            .On<InvoicePaid, Recorded<InvoicePaid>>()
            .On<InvoiceOverdue, Recorded<InvoiceOverdue>>()
            .On<PeriodClosed, Recorded<PeriodClosed>>()
            .On<ScoreComputed, Recorded<ScoreComputed>>()
            .On<LoanDisbursed, Recorded<LoanDisbursed>>()
            .On<LoanRepaid, Recorded<LoanRepaid>>()
            .On<LoanOverdue, Recorded<LoanOverdue>>()
            .Periodic<ExpireConsents>(TimeSpan.FromMinutes(10));
        subgraph.Services
            .AddSingleton<WatchlistIndexes>()
            .AddScoped<WatchlistImport>()
            .AddScoped<ScreeningDesk>()
            .AddScoped<RiskDesk>()
            .AddScoped<AuditTrail>()
            .AddScoped<ConsentStore>()
            .AddComplianceDataLoaders();
    }
}
