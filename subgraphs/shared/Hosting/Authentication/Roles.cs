using System.Collections.Frozen;
using static FinFlow.Hosting.Permissions;

namespace FinFlow.Hosting;

/// <summary>The rule book: which role may do what.</summary>
public static class Roles
{
    /// <summary>Runs the business: collects money, keeps its book, asks for credit, answers for its customers' data.</summary>
    public const string Merchant = "MERCHANT";

    /// <summary>Keeps the book, up to closing a period; moves no money.</summary>
    public const string Accountant = "ACCOUNTANT";

    /// <summary>Reads everything, defines metrics, trains credit models; changes nothing in the business.</summary>
    public const string Analyst = "ANALYST";

    /// <summary>Decides about what was held, screens, keeps watchlists, reads the audit trail.</summary>
    public const string ComplianceOfficer = "COMPLIANCE_OFFICER";

    /// <summary>May do everything, and alone gives roles.</summary>
    public const string Admin = "ADMIN";

    private static readonly FrozenDictionary<string, FrozenSet<string>> Book = new Dictionary<string, string[]>
    {
        [Merchant] =
        [
            PaymentsRead, PaymentsWrite, PaymentsRefund, PaymentMethodsWrite,
            TransactionsRead, TransactionsSubmit,
            LedgerRead, LedgerPost, LedgerAccounts, LedgerReconcile, InvoicesRead, InvoicesWrite,
            AnalyticsRead, AnalyticsDefine, ReportsRead, ReportsWrite,
            ComplianceRead, ComplianceScreen, ConsentsRead, ConsentsWrite, DataRequestsRead, DataRequestsWrite,
            CreditRead, CreditRequest,
        ],
        [Accountant] =
        [
            PaymentsRead,
            TransactionsRead,
            LedgerRead, LedgerPost, LedgerAccounts, LedgerReconcile, LedgerRates, LedgerClose, InvoicesRead, InvoicesWrite,
            AnalyticsRead, ReportsRead, ReportsWrite,
            CreditRead,
        ],
        [Analyst] =
        [
            PaymentsRead,
            TransactionsRead,
            LedgerRead, InvoicesRead,
            AnalyticsRead, AnalyticsDefine, ReportsRead, ReportsWrite,
            CreditRead, CreditTrain,
        ],
        [ComplianceOfficer] =
        [
            PaymentsRead,
            TransactionsRead, TransactionsReview,
            LedgerRead,
            AnalyticsRead, ReportsRead,
            ComplianceRead, ComplianceScreen, ComplianceReview, ComplianceWatchlists, ComplianceAudit,
            ConsentsRead, ConsentsWrite, DataRequestsRead, DataRequestsWrite,
            CreditRead,
        ],
        [Admin] = [.. Permissions.All],
    }.ToFrozenDictionary(role => role.Key, role => role.Value.ToFrozenSet());

    public static IReadOnlyList<string> All { get; } = [Merchant, Accountant, Analyst, ComplianceOfficer, Admin];

    /// <summary>What the roles together permit. An unknown role permits nothing.</summary>
    public static FrozenSet<string> PermissionsOf(params IEnumerable<string> roles)
        => roles.SelectMany(role => Book.GetValueOrDefault(role, [])).ToFrozenSet();
}
