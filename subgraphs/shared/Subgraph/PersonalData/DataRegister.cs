using static FinFlow.Subgraph.ErasureAction;

namespace FinFlow.Subgraph;

/// <summary>
/// Every category of personal data of every subgraph: the record of processing (GDPR, article 30) and the matrix of legal holds in one.
/// What is not listed here may not be held.
/// </summary>
public static class DataRegister
{
    private const string Contract = "contract, article 6(1)(b)";
    private const string Law = "legal obligation, article 6(1)(c)";
    private const string Interest = "legitimate interest, article 6(1)(f)";

    private const string BooksLaw = "Commercial and tax law demand the records behind the books; article 17(3)(b).";
    private const string MoneyLaundering = "Directive (EU) 2015/849, article 40, demands evidence of business relationships; article 17(3)(b).";
    private const string Claims = "Needed to prove or defend legal claims; article 17(3)(e).";
    private const string NoReason = "Nothing demands it once the relationship ends.";
    private const string AtTheProcessorToo = "Nothing demands it once the relationship ends. The card's processor is asked to delete it too, until it has.";
    private const string Untelling = "It names ids and amounts only; once the profile is masked, they tell nobody.";

    private const string SevenYears = "7 years after the end of the business year";
    private const string FiveYears = "5 years after the end of the relationship";
    private const string WhileUser = "as long as the user is registered";

    public static IReadOnlyList<DataCategory> Categories { get; } =
    [
        Of("auth", "profile", "to know and to address the user", Contract, WhileUser, Pseudonymised, "Records that are kept refer to the id; name and address go.", "users", "organizations"),
        Of("auth", "credentials", "to prove who logs in", Contract, WhileUser, Erased, NoReason, "credentials", "second_factors", "recovery_codes", "mfa_challenges", "linked_accounts", "mailed_tokens"),
        Of("auth", "sessions", "to let the user work, and end it", Contract, "90 days", Erased, NoReason, "sessions", "refresh_tokens"),
        Of("auth", "mails", "to tell the user what happens to the account", Contract, "until the mail host takes them, a day at most", Erased, NoReason, "waiting_mails"),
        Of("payments", "payments", "to collect what customers pay", Contract, SevenYears, Pseudonymised, BooksLaw, "payments"),
        Of("payments", "payment-methods", "to pay with a stored card", Contract, WhileUser, Erased, AtTheProcessorToo, "payment_methods"),
        Of("payments", "notices", "to tell users of their organisation's payments", Contract, WhileUser, Erased, NoReason, "recipients", "payment_notices"),
        Of("transactions", "transactions", "to judge movements of money", Law, FiveYears, Pseudonymised, MoneyLaundering, "Transactions"),
        Of("transactions", "devices", "to notice accounts that were taken over", Interest, WhileUser, Erased, NoReason, "Sightings"),
        Of("accounting", "journal", "to keep the book", Law, SevenYears, Kept, BooksLaw, "journal_entries"),
        Of("accounting", "invoices", "to bill customers", Law, SevenYears, Kept, BooksLaw, "invoices"),
        Of("analytics", "activity", "to count active users", Interest, WhileUser, Pseudonymised, "Figures of days that are over stay true under an id that leads to nobody.", "users", "user_days"),
        Of("analytics", "reports", "to give the business its figures", Contract, SevenYears, Kept, "It holds the business's figures, and of the person an id that leads to nobody.", "reports", "metrics"),
        Of("analytics", "report-schedules", "to send reports by mail", Contract, WhileUser, Erased, NoReason, "report_schedules"),
        Of("credit", "credit-scores", "to judge a request for credit", Contract, FiveYears, Kept, Claims, "credit_scores"),
        Of("credit", "loans", "to lend, and to be paid back", Contract, SevenYears, Kept, BooksLaw, "loans"),
        Of("credit", "models", "to know who put a model to use", Law, SevenYears, Kept, Claims, "model_activations"),
        Of("compliance", "screenings", "to find who is on a sanctions list", Law, FiveYears, Kept, MoneyLaundering, "screenings"),
        Of("compliance", "risk", "to know the risk of doing business", Law, FiveYears, Pseudonymised, MoneyLaundering, "risk_profiles", "risk_assessments"),
        Of("compliance", "consents", "to let third parties use accounts", Contract, FiveYears, Kept, Claims, "consents"),
        Of("compliance", "data-requests", "to answer requests like this one", Law, "3 years", Pseudonymised, "Article 5(2) demands proof that the request was answered; what was written goes.", "data_requests"),
        Of("compliance", "event-log", "to tell the subgraphs of each other's changes", Contract, WhileUser, Pseudonymised, "Events stay, sealed where they told of the person, and the one key that opens them is destroyed."),
        Of("compliance", "audit-trail", "to prove what happened", Law, "10 years", Kept, Untelling),
    ];

    /// <summary>The subgraphs that hold personal data: each has to answer a request.</summary>
    public static IReadOnlyList<string> Subgraphs { get; } = [.. Categories.Select(category => category.Subgraph).Distinct().Order(StringComparer.Ordinal)];

    public static IReadOnlyList<DataCategory> Of(string subgraph) => [.. Categories.Where(category => category.Subgraph == subgraph)];

    private static DataCategory Of(
        string subgraph, string name, string purpose, string basis, string retention, ErasureAction action, string reason, params string[] tables)
        => new(subgraph, name, purpose, basis, retention, action, reason) { Tables = tables };
}
