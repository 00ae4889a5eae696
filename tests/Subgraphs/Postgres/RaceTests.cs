using System.Text.Json;
using FinFlow.Accounting;
using FinFlow.Auth;
using FinFlow.Credit;
using FinFlow.Hosting;
using FinFlow.Messaging;
using FinFlow.Payments;
using FinFlow.Transactions;
using static FinFlow.Subgraphs.Tests.TwoInstances;

namespace FinFlow.Subgraphs.Tests;

/// <summary>
/// What SQLite's single writer hides: eight writers decide on the same thing at the same moment, through two processes' worth of a subgraph
/// on PostgreSQL. Nobody is told that the thing is busy, and nothing is decided on what another has changed meanwhile.
/// </summary>
public sealed class RaceTests
{
    private static readonly SettableClock Clock = new(new DateTimeOffset(2026, 3, 10, 12, 0, 0, TimeSpan.Zero));

    [PostgresFact]
    public async Task OneIdempotencyKey_Should_BeChargedOnce()
    {
        await using var payments = await TwoInstances.StartAsync<PaymentsSubgraph>();
        var paymentMethodId = await AddCardAsync(payments);

        var answers = await payments.AtOnceAsync(
            "processPayment", "payment { id }", _ => PaymentOf(paymentMethodId, "the same"), _ => Merchant(payments));

        Assert.Single(answers.Select(answer => answer.GetProperty("payment").Text("id")).Distinct());
        Assert.Equal(["1"], TestDatabase.Rows(payments.File("sandbox-processor.db"), "SELECT COUNT(*) FROM charges"));
    }

    [PostgresFact]
    public async Task RefundsInPart_Should_NeverExceedTheCapture()
    {
        await using var payments = await TwoInstances.StartAsync<PaymentsSubgraph>();
        var id = await CaptureAsync(payments, await AddCardAsync(payments));

        var answers = await payments.AtOnceAsync(
            "refundPayment", "refund { id }", writer => new { id, amount = Usd("30.00"), idempotencyKey = $"refund {writer}" }, _ => Merchant(payments));

        Assert.Equal([null, null, null, .. Enumerable.Repeat("REFUND_EXCEEDS_CAPTURE", Writers - 3)], CodesOf(answers).Order());
        Assert.Equal(["9000,0"], await Telling.UntilAsync(
            () => Task.FromResult(payments.Rows("SELECT RefundedAmount_Minor, RefundsUnderWay_Minor FROM payments")), rows => rows[0].EndsWith(",0", StringComparison.Ordinal)));
    }

    [PostgresFact]
    public async Task CardsThatEachWantToBeTheDefault_Should_LeaveOne()
    {
        await using var payments = await TwoInstances.StartAsync<PaymentsSubgraph>();

        var answers = await payments.AtOnceAsync("addPaymentMethod", "paymentMethod { id }", _ => new { token = "pm_card_visa", setDefault = true }, _ => Merchant(payments));

        Assert.All(CodesOf(answers), Assert.Null);
        Assert.Equal(["1"], payments.Rows("SELECT COUNT(*) FROM payment_methods WHERE IsDefault"));
    }

    [PostgresFact]
    public async Task SubmissionsAtOnce_Should_BeJudgedAsOneAfterAnother()
    {
        await using var transactions = await TwoInstances.StartAsync<TransactionsSubgraph>(Clock);
        object ItemOf(int number) => RunningTransactions.Item($"{number}", "15000.00");
        var oneAfterAnother = transactions.First.TokenFor("usr_2", "org_2", Roles.Merchant);
        for (var number = 0; number < Writers; number++)
        {
            await transactions.First.DataAsync(
                "mutation($input: SubmitTransactionInput!) { submitTransaction(input: $input) { transaction { id } } }", new { input = ItemOf(number) }, oneAfterAnother);
        }

        var answers = await transactions.AtOnceAsync("submitTransaction", "transaction { id }", ItemOf, _ => Merchant(transactions));

        Assert.All(CodesOf(answers), Assert.Null);
        const string Judged = """SELECT Status, RiskScore, Errors, Warnings FROM "Transactions" WHERE OrganizationId = """;
        Assert.Equal(transactions.Rows($"{Judged}'org_2'").Order(), transactions.Rows($"{Judged}'org_1'").Order());
        const string Standing = """SELECT Accepted, Troubled, Countries, Hours FROM "Standings" WHERE OrganizationId = """;
        Assert.Equal(transactions.Rows($"{Standing}'org_2'"), transactions.Rows($"{Standing}'org_1'"));
    }

    [PostgresFact]
    public async Task RepaymentsAtOnce_Should_EachCountOnce()
    {
        await using var credit = await TwoInstances.StartAsync<CreditSubgraph>(Clock);
        var loanId = await BorrowAsync(credit);

        var answers = await credit.AtOnceAsync(
            "repayLoan", "loan { id }", writer => new { loanId, amount = Usd("1.00"), idempotencyKey = $"repay {writer / 2}" }, _ => Merchant(credit));

        Assert.All(CodesOf(answers), Assert.Null);
        Assert.Equal([$"{Writers / 2},{Writers / 2 * 100}"], credit.Rows("SELECT COUNT(*), SUM(PrincipalPaid_Minor + InterestPaid_Minor) FROM loan_repayments"));
    }

    [PostgresFact]
    public async Task InvoicesAtOnce_Should_BeNumberedWithoutGaps()
    {
        await using var accounting = await TwoInstances.StartAsync<AccountingSubgraph>(Clock);

        var answers = await accounting.AtOnceAsync(
            "createInvoice",
            "invoice { number }",
            writer => new { customerName = "Ada", amount = Usd("1.00"), dueDate = "2026-04-01", idempotencyKey = $"{writer}" },
            _ => accounting.First.TokenFor("usr_1", "org_1", Roles.Accountant));

        Assert.All(CodesOf(answers), Assert.Null);
        Assert.Equal(Enumerable.Range(1, Writers).Select(number => $"{number}"), accounting.Rows("SELECT Sequence FROM invoices ORDER BY 1"));
    }

    [PostgresFact]
    public async Task PeriodsClosedAndReopenedAtOnce_Should_LeaveNoOpenOneBeforeAClosedOne()
    {
        await using var accounting = await TwoInstances.StartAsync<AccountingSubgraph>(Clock);
        string Accountant() => accounting.First.TokenFor("usr_1", "org_1", Roles.Accountant);
        var year = (await accounting.First.DataAsync(
            """mutation { openFiscalYear(input: { from: "2025-01-01" }) { fiscalYear { periods { id } } } }""", null, Accountant())).GetProperty("openFiscalYear").GetProperty("fiscalYear");
        string[] periods = [.. year.GetProperty("periods").EnumerateArray().Select(period => period.Text("id")!)];
        await accounting.First.DataAsync("mutation($id: ID!) { closeFiscalPeriod(input: { id: $id }) { fiscalPeriod { id } } }", new { id = periods[0] }, Accountant());

        for (var round = 0; round < 5; round++)
        {
            await Task.WhenAll(
                accounting.AtOnceAsync("closeFiscalPeriod", "fiscalPeriod { id }", _ => new { id = periods[1] }, _ => Accountant()),
                accounting.AtOnceAsync("reopenFiscalPeriod", "fiscalPeriod { id }", writer => new { id = periods[writer % 2], reason = "A receipt was found" }, _ => Accountant()));
            Assert.Equal(
                accounting.Rows("SELECT Status FROM fiscal_periods ORDER BY 1"), accounting.Rows("""SELECT Status FROM fiscal_periods ORDER BY "From" """));
        }
    }

    [PostgresFact]
    public async Task WindowsOfOneClientThatRefreshAtOnce_Should_EachGetALinkOfTheirOwn()
    {
        await using var auth = await TwoInstances.StartAsync<AuthSubgraph>(Clock);
        var ada = await AuthClient.RegisterAsync(auth.First, "ada@shop.example");

        var answers = await auth.AtOnceAsync("refreshSession", "session { refreshToken }", _ => new { refreshToken = ada.Refresh }, _ => ada.Access);

        Assert.All(CodesOf(answers), Assert.Null);
        Assert.Equal(Writers, answers.Select(answer => answer.GetProperty("session").Text("refreshToken")).Distinct().Count());
    }

    [PostgresFact]
    public async Task AdministratorsWhoShutEachOtherOut_Should_LeaveOne()
    {
        await using var auth = await TwoInstances.StartAsync<AuthSubgraph>(
            null, ("FINFLOW_ADMIN_EMAIL", "admin@finflow.example"), ("FINFLOW_ADMIN_PASSWORD", "the first administrator"));
        var admins = new List<string>();
        for (var number = 0; number < Writers; number++)
        {
            var registered = (await auth.First.DataAsync(
                "mutation($input: RegisterInput!) { register(input: $input) { user { id } } }",
                new { input = new { email = $"{number}@finflow.example", password = "a long enough pass phrase", name = "Ada" } })).GetProperty("register").GetProperty("user").Text("id")!;
            admins.Add(registered);
        }

        var first = auth.Rows("SELECT Id FROM users ORDER BY CreatedAt")[0];
        foreach (var id in admins)
        {
            await auth.First.DataAsync("mutation($id: ID!) { assignRole(input: { userId: $id, role: ADMIN }) { user { id } } }", new { id }, Admin(auth, first));
        }

        await auth.First.DataAsync("mutation($id: ID!) { deactivateUser(input: { userId: $id }) { user { id } } }", new { id = first }, Admin(auth, admins[0]));

        var answers = await auth.AtOnceAsync("revokeRole", "user { id }", writer => new { userId = admins[writer], role = "ADMIN" }, writer => Admin(auth, admins[(writer + 1) % Writers]));

        Assert.Equal(["LAST_ADMINISTRATOR"], CodesOf(answers).Where(code => code is not null));
        Assert.Equal(["1"], auth.Rows("SELECT COUNT(*) FROM users WHERE IsActive AND Roles LIKE '%ADMIN%'"));
    }

    private static object Usd(string amount) => new { amount, currency = "USD" };

    private static string Merchant(TwoInstances subgraph) => subgraph.First.TokenFor("usr_1", "org_1", Roles.Merchant);

    private static string Admin(TwoInstances auth, string userId) => auth.First.TokenFor(userId, "org_1", Roles.Admin);

    private static object PaymentOf(string paymentMethodId, string idempotencyKey)
        => new { amount = Usd("100.00"), paymentMethodId, reference = "order", country = "US", idempotencyKey };

    private static async Task<string> AddCardAsync(TwoInstances payments)
        => (await payments.First.DataAsync(
            """mutation { addPaymentMethod(input: { token: "pm_card_visa" }) { paymentMethod { id } } }""", null, Merchant(payments)))
            .GetProperty("addPaymentMethod").GetProperty("paymentMethod").Text("id")!;

    private static async Task<string> CaptureAsync(TwoInstances payments, string paymentMethodId)
    {
        var id = (await payments.First.DataAsync(
            "mutation($input: ProcessPaymentInput!) { processPayment(input: $input) { payment { id } } }", new { input = PaymentOf(paymentMethodId, "p") }, Merchant(payments)))
            .GetProperty("processPayment").GetProperty("payment").Text("id")!;
        await payments.First.TellAsync(
            TimeProvider.System,
            new TransactionApproved(new TransactionFacts("txn_1", id, "org_1", "usr_1", "PAYMENT", 10_000, "USD", "US", 0.1m, "LOW", []), null, TimeProvider.System.GetUtcNow()));
        await Telling.UntilAsync(() => Task.FromResult(payments.Rows("SELECT Status FROM payments")), rows => rows is ["CAPTURED"]);
        return id;
    }

    private static async Task<string> BorrowAsync(TwoInstances credit)
    {
        await credit.First.DataAsync("mutation { requestCreditScore { creditScore { id } } }", null, Merchant(credit));
        var offered = (await credit.First.DataAsync(
            """mutation { requestLoanOffers(input: { amount: { amount: "1000.00", currency: "USD" }, termMonths: 6, purpose: "stock" }) { loanOffers { id } } }""", null, Merchant(credit)))
            .GetProperty("requestLoanOffers").GetProperty("loanOffers")[0].Text("id");
        return (await credit.First.DataAsync(
            "mutation($id: ID!) { acceptLoanOffer(input: { offerId: $id, idempotencyKey: \"b\" }) { loan { id } } }", new { id = offered }, Merchant(credit)))
            .GetProperty("acceptLoanOffer").GetProperty("loan").Text("id")!;
    }
}
