namespace FinFlow.Hosting;

/// <summary>What a caller may do. Fields declare the one that they need; roles are sets of them (see <see cref="Roles"/>).</summary>
/// <remarks>What everybody may do with what is one's own (profile, sessions, second factor, password) needs a token and no permission.</remarks>
public static class Permissions
{
    public const string PaymentsRead = "payments:read";
    public const string PaymentsWrite = "payments:write";
    public const string PaymentsRefund = "payments:refund";
    public const string PaymentMethodsWrite = "payment-methods:write";

    public const string TransactionsRead = "transactions:read";
    public const string TransactionsSubmit = "transactions:submit";
    public const string TransactionsReview = "transactions:review";

    public const string LedgerRead = "ledger:read";
    public const string LedgerPost = "ledger:post";
    public const string LedgerAccounts = "ledger:accounts";
    public const string LedgerReconcile = "ledger:reconcile";
    public const string LedgerRates = "ledger:rates";
    public const string LedgerClose = "ledger:close";
    public const string InvoicesRead = "invoices:read";
    public const string InvoicesWrite = "invoices:write";

    public const string AnalyticsRead = "analytics:read";
    public const string AnalyticsDefine = "analytics:define";
    public const string ReportsRead = "reports:read";
    public const string ReportsWrite = "reports:write";

    public const string ComplianceRead = "compliance:read";
    public const string ComplianceScreen = "compliance:screen";
    public const string ComplianceReview = "compliance:review";
    public const string ComplianceWatchlists = "compliance:watchlists";
    public const string ComplianceAudit = "compliance:audit";
    public const string ConsentsRead = "consents:read";
    public const string ConsentsWrite = "consents:write";
    public const string DataRequestsRead = "data-requests:read";
    public const string DataRequestsWrite = "data-requests:write";

    public const string CreditRead = "credit:read";
    public const string CreditRequest = "credit:request";
    public const string CreditTrain = "credit:train";

    public const string RolesRead = "roles:read";
    public const string RolesAssign = "roles:assign";
    public const string UsersDeactivate = "users:deactivate";

    /// <summary>All of them; an administrator's set.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        PaymentsRead, PaymentsWrite, PaymentsRefund, PaymentMethodsWrite,
        TransactionsRead, TransactionsSubmit, TransactionsReview,
        LedgerRead, LedgerPost, LedgerAccounts, LedgerReconcile, LedgerRates, LedgerClose, InvoicesRead, InvoicesWrite,
        AnalyticsRead, AnalyticsDefine, ReportsRead, ReportsWrite,
        ComplianceRead, ComplianceScreen, ComplianceReview, ComplianceWatchlists, ComplianceAudit,
        ConsentsRead, ConsentsWrite, DataRequestsRead, DataRequestsWrite,
        CreditRead, CreditRequest, CreditTrain,
        RolesRead, RolesAssign, UsersDeactivate,
    ];
}
