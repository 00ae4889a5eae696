using static FinFlow.Accounting.AccountType;
using static FinFlow.Accounting.CashFlowActivity;

namespace FinFlow.Accounting;

/// <summary>The accounts that every book begins with.</summary>
/// <remarks>Money that a processor owes us counts as cash: it is paid out within days and nobody can refuse it.</remarks>
public static class ChartOfAccounts
{
    public const string CashInBank = "1000";
    public const string ProcessorClearing = "1010";
    public const string Receivables = "1100";
    public const string Inventory = "1200";
    public const string CurrencyRevaluation = "1900";
    public const string Loans = "2100";
    public const string RetainedEarnings = "3100";
    public const string Sales = "4000";
    public const string CurrencyGains = "4800";
    public const string ProcessorFees = "6000";
    public const string Interest = "6100";
    public const string Chargebacks = "6200";
    public const string CurrencyLosses = "6800";

    private static readonly (string Code, string Name, AccountType Type, CashFlowActivity Activity)[] Rows =
    [
        (CashInBank, "Cash", Asset, Cash),
        (ProcessorClearing, "Processor clearing", Asset, Cash),
        (Receivables, "Receivables", Asset, Operating),
        (Inventory, "Inventory", Asset, Operating),
        ("1500", "Equipment", Asset, Investing),
        (CurrencyRevaluation, "Currency revaluation", Asset, Operating),
        ("2000", "Payables", Liability, Operating),
        (Loans, "Loans", Liability, Financing),
        ("3000", "Capital", Equity, Financing),
        (RetainedEarnings, "Retained earnings", Equity, Financing),
        (Sales, "Sales", Revenue, Operating),
        (CurrencyGains, "Currency gains", Revenue, Operating),
        ("4900", "Other income", Revenue, Operating),
        ("5000", "Cost of sales", Expense, Operating),
        (ProcessorFees, "Processor fees", Expense, Operating),
        (Interest, "Interest", Expense, Operating),
        (Chargebacks, "Chargebacks", Expense, Operating),
        (CurrencyLosses, "Currency losses", Expense, Operating),
        ("6900", "Other expenses", Expense, Operating),
    ];

    public static IEnumerable<Account> Open(string organizationId, TimeProvider clock)
        => Rows.Select(row => new Account
        {
            Id = Id.New("acc", clock),
            OrganizationId = organizationId,
            Code = row.Code,
            Name = row.Name,
            Type = row.Type,
            CashFlowActivity = row.Activity,
            IsStandard = true,
            OpenedAt = clock.GetUtcNow(),
        });
}
