using System.Collections.Frozen;

namespace FinFlow.Messaging;

/// <summary>A kind of event: which record carries it, what it is called, and the topic where it is told.</summary>
/// <param name="SchemaVersion">Grows when a field changes its meaning; a new optional field does not count.</param>
public sealed record EventContract(Type Payload, string Topic, string Type, int SchemaVersion);

/// <summary>Every topic and every event of the contract, in one place.</summary>
public static class Topics
{
    public const string Users = "finflow.users";
    public const string Payments = "finflow.payments";
    public const string Transactions = "finflow.transactions";
    public const string Accounting = "finflow.accounting";
    public const string Credit = "finflow.credit";
    public const string Compliance = "finflow.compliance";
    public const string System = "finflow.system";

    public static IReadOnlyList<EventContract> Contracts { get; } =
    [
        Of<UserRegistered>(Users, "user.registered"),
        Of<UserUpdated>(Users, "user.updated"),
        Of<RoleChanged>(Users, "role.changed"),
        Of<SessionRevoked>(Users, "session.revoked"),
        Of<UserDeactivated>(Users, "user.deactivated"),
        Of<UserReactivated>(Users, "user.reactivated"),
        Of<PasswordChanged>(Users, "password.changed"),
        Of<PasswordResetRequested>(Users, "password-reset.requested"),
        Of<PasswordWasReset>(Users, "password-reset.completed"),
        Of<EmailVerified>(Users, "email.verified"),
        Of<SignInMethodLinked>(Users, "sign-in-method.linked"),
        Of<LoginSucceeded>(Users, "login.succeeded"),
        Of<LoginFailed>(Users, "login.failed"),
        Of<LoginLocked>(Users, "login.locked"),
        Of<MfaEnabled>(Users, "mfa.enabled"),
        Of<MfaDisabled>(Users, "mfa.disabled"),
        Of<PermissionRefused>(Users, "permission.refused"),
        Of<PaymentAuthorized>(Payments, "payment.authorized"),
        Of<PaymentCaptured>(Payments, "payment.captured"),
        Of<PaymentHeld>(Payments, "payment.held"),
        Of<PaymentVoided>(Payments, "payment.voided"),
        Of<PaymentFailed>(Payments, "payment.failed"),
        Of<PaymentRefunded>(Payments, "payment.refunded"),
        Of<PaymentDisputed>(Payments, "payment.disputed"),
        Of<ChargesListed>(Payments, "processor.charges_listed"),
        Of<TransactionApproved>(Transactions, "transaction.approved"),
        Of<TransactionHeld>(Transactions, "transaction.held"),
        Of<TransactionRejected>(Transactions, "transaction.rejected"),
        Of<TransactionCompleted>(Transactions, "transaction.completed"),
        Of<JournalPosted>(Accounting, "journal.posted"),
        Of<JournalReversed>(Accounting, "journal.reversed"),
        Of<InvoiceIssued>(Accounting, "invoice.issued"),
        Of<InvoicePaid>(Accounting, "invoice.paid"),
        Of<InvoiceOverdue>(Accounting, "invoice.overdue"),
        Of<PeriodClosed>(Accounting, "period.closed"),
        Of<ExchangeRateSet>(Accounting, "rate.set"),
        Of<ScoreComputed>(Credit, "score.computed"),
        Of<LoanDisbursed>(Credit, "loan.disbursed"),
        Of<LoanRepaid>(Credit, "loan.repaid"),
        Of<LoanOverdue>(Credit, "loan.overdue"),
        Of<ScreeningHit>(Compliance, "screening.hit"),
        Of<ConsentChanged>(Compliance, "consent.changed"),
        Of<ErasureRequested>(Compliance, "erasure.requested"),
        Of<ErasureCompleted>(Compliance, "erasure.completed"),
        Of<AccessRequested>(Compliance, "access.requested"),
        Of<AccessCollected>(Compliance, "access.collected"),
        Of<RectificationRequested>(Compliance, "rectification.requested"),
        Of<RectificationApplied>(Compliance, "rectification.applied"),
        Of<RestrictionChanged>(Compliance, "restriction.changed"),
        Of<RestrictionApplied>(Compliance, "restriction.applied"),
        Of<ProcessStarted>(System, "process.started"),
        Of<ProcessStopped>(System, "process.stopped"),
        Of<DeadLetterAdded>(System, "deadletter.added"),
        Of<LagExceeded>(System, "lag.exceeded"),
        Of<VerificationFailed>(System, "verification.failed"),
    ];

    /// <summary>Every topic, in the contract's order.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Contracts.Select(contract => contract.Topic).Distinct()];

    private static readonly FrozenDictionary<Type, EventContract> ByPayload = Contracts.ToFrozenDictionary(contract => contract.Payload);

    private static readonly FrozenDictionary<string, Type> PayloadByType =
        Contracts.ToFrozenDictionary(contract => contract.Type, contract => contract.Payload);

    /// <summary>The record of an event's name; null when the contract has none.</summary>
    public static Type? PayloadOf(string type) => PayloadByType.GetValueOrDefault(type);

    /// <exception cref="ArgumentException">The record is no event of the contract.</exception>
    public static EventContract ContractOf(Type payload)
        => ByPayload.GetValueOrDefault(payload) ?? throw new ArgumentException($"{payload.Name} is no event of the contract.", nameof(payload));

    /// <summary>Where a topic's events go that a consumer could not handle.</summary>
    public static string DeadLettersOf(string topic) => $"{topic}.dlq";

    private static EventContract Of<TEvent>(string topic, string type, int schemaVersion = 1)
        where TEvent : IEvent
        => new(typeof(TEvent), topic, type, schemaVersion);
}
