using System.Text.Json;
using FinFlow.Messaging;
using static FinFlow.Subgraphs.Tests.RunningTransactions;

namespace FinFlow.Subgraphs.Tests;

/// <summary>What the ledger, credit and screenings told, and by what a user comes, speaks for or against a transaction.</summary>
public sealed class EvidenceTests : IAsyncLifetime
{
    private RunningTransactions transactions = null!;

    public async Task InitializeAsync() => transactions = await StartAsync();

    public async Task DisposeAsync() => await transactions.DisposeAsync();

    [Fact]
    public async Task Account_Should_HoldWhatLeavesIt_WithWhatLeftBeforeCounted()
    {
        await TellAsync(Posted("je_1", 100_00, 0), """{ type: WITHDRAWAL, amount: { amount: "100.01", currency: "USD" }, sourceAccountId: "acc_1" }""", "INSUFFICIENT_FUNDS");

        Assert.Equal("[]", await ErrorsAsync(Of("a", "WITHDRAWAL", "60.00", source: "acc_1")));
        Assert.Equal("""["INSUFFICIENT_FUNDS"]""", await ErrorsAsync(Of("b", "FEE", "40.01", source: "acc_1")));
        var batch = await transactions.SubmitBatchAsync([Of("c", "TRANSFER", "30.00", source: "acc_1"), Of("d", "TRANSFER", "10.01", source: "acc_1"), Of("e", "TRANSFER", "10.00", source: "acc_1")]);
        Assert.Equal((2, 0, 1, 0), Counts(batch));
        Assert.Equal("[]", await ErrorsAsync(Of("f", "DEPOSIT", "500.00", source: "acc_1")));
        Assert.Equal("""["INSUFFICIENT_FUNDS"]""", await ErrorsAsync(Of("g", "WITHDRAWAL", "1", source: "acc_1", currency: "JPY")));

        // What the book has taken over by then has left the balance, and is not counted twice.
        transactions.Clock.Now = transactions.Clock.Now.AddMinutes(2);
        await TellAsync(Posted("je_2", 0, 50_00), """{ type: WITHDRAWAL, amount: { amount: "50.00", currency: "USD" }, sourceAccountId: "acc_1" }""", "[]");
        Assert.Equal("[]", await ErrorsAsync(Of("h", "WITHDRAWAL", "50.00", source: "acc_1")));
        Assert.Equal("[]", await ErrorsAsync(Of("i", "WITHDRAWAL", "50.00", source: "acc_1"), transactions.Subgraph.TokenFor("usr_2", "org_2", "MERCHANT")));
    }

    [Fact]
    public async Task AtomicBatch_Should_TakeNothingFromAnAccount_When_ItIsNotAccepted()
    {
        await TellAsync(Posted("je_1", 100_00, 0), """{ type: WITHDRAWAL, amount: { amount: "100.01", currency: "USD" }, sourceAccountId: "acc_1" }""", "INSUFFICIENT_FUNDS");
        object[] items = [Of("a", "WITHDRAWAL", "60.00", source: "acc_1"), Of("b", "WITHDRAWAL", "60.00", source: "acc_1")];

        Assert.Equal("BATCH_NOT_ACCEPTED", CodeOf(await transactions.SubmitBatchAsync(items, atomic: true)));
        Assert.Equal("[]", await ErrorsAsync(Of("c", "WITHDRAWAL", "100.00", source: "acc_1")));
    }

    [Fact]
    public async Task Loan_Should_BeKnown_WhenItIsDisbursedOrRepaid()
    {
        await TellAsync(
            new LoanDisbursed(Loan(10_000_00), transactions.Clock.Now),
            """{ type: LOAN_DISBURSEMENT, amount: { amount: "10000.00", currency: "USD" }, loanId: "loan_1" }""", "[]");

        Assert.Equal("""["LOAN_NOT_APPROVED"]""", await ErrorsAsync(Of("a", "LOAN_DISBURSEMENT", "9999.99", loan: "loan_1")));
        Assert.Equal("""["LOAN_NOT_APPROVED"]""", await ErrorsAsync(Of("b", "LOAN_DISBURSEMENT", "10000.00", loan: "loan_2")));
        Assert.Equal("[]", await ErrorsAsync(Of("c", "LOAN_DISBURSEMENT", "10000.00", loan: "loan_1")));
        Assert.Equal("[]", await ErrorsAsync(Of("d", "LOAN_REPAYMENT", "433.80", loan: "loan_1")));
        Assert.Equal("""["INVALID_LOAN_REPAYMENT"]""", await ErrorsAsync(Of("e", "LOAN_REPAYMENT", "400.00", loan: "loan_1", currency: "EUR")));
        Assert.Equal("""["INVALID_LOAN_REPAYMENT"]""", await ErrorsAsync(Of("f", "LOAN_REPAYMENT", "1.00", loan: "loan_1"), transactions.Subgraph.TokenFor("usr_2", "org_2", "MERCHANT")));
        await TellAsync(
            new LoanRepaid(Loan(0), "rep_1", 10_000_00, 0, transactions.Clock.Now),
            """{ type: LOAN_REPAYMENT, amount: { amount: "433.80", currency: "USD" }, reference: "r", loanId: "loan_1" }""", "INVALID_LOAN_REPAYMENT");
        Assert.Equal("""["INVALID_LOAN_REPAYMENT"]""", await ErrorsAsync(Of("g", "LOAN_REPAYMENT", "433.80", loan: "loan_1")));
    }

    [Fact]
    public async Task ScreenedParty_Should_BeToldToTheReviewer()
        => await TellAsync(
            new ScreeningHit("scr_1", "org_1", "usr_9", "usr_1", "Ada", "HIGH", 1, 0.93, transactions.Clock.Now),
            """{ type: DEPOSIT, amount: { amount: "1.00", currency: "USD" } }""", "PEP_DETECTED");

    [Theory]
    [InlineData("8.8.8.8", "[]")]
    [InlineData("2606:4700::1111", "[]")]
    [InlineData("10.1.2.3", """["SUSPICIOUS_IP"]""")]
    [InlineData("127.0.0.1", """["SUSPICIOUS_IP"]""")]
    [InlineData("172.31.255.255", """["SUSPICIOUS_IP"]""")]
    [InlineData("::ffff:192.168.0.1", """["SUSPICIOUS_IP"]""")]
    [InlineData("fe80::1", """["SUSPICIOUS_IP"]""")]
    [InlineData("169.254.169.254", """["SUSPICIOUS_IP"]""")]
    public async Task Address_Should_BeOneThatACustomerCanHave(string address, string errors)
        => Assert.Equal(errors, await ErrorsAsync(Of("a", "DEPOSIT", "1.00", ip: address)));

    [Fact]
    public async Task SharedAddressAndDevice_Should_BeSuspicious_OnceSeveralOrganisationsCameByThem()
    {
        var found = new List<string>();
        for (var i = 1; i <= 5; i++)
        {
            var token = transactions.Subgraph.TokenFor($"usr_{i}", $"org_{i}", "MERCHANT");
            found.Add(await ErrorsAsync(Of($"ip {i}", "DEPOSIT", "1.00", ip: "8.8.8.8"), token) + await ErrorsAsync(Of($"device {i}", "DEPOSIT", "1.00", device: "tablet"), token));
        }

        Assert.Equal(["[][]", "[][]", """[]["SUSPICIOUS_DEVICE"]""", """[]["SUSPICIOUS_DEVICE"]""", """["SUSPICIOUS_IP"]["SUSPICIOUS_DEVICE"]"""], found);

        // An address is handed on to others in the course of a day; a device is not.
        transactions.Clock.Now = transactions.Clock.Now.AddDays(2);
        var later = transactions.Subgraph.TokenFor("usr_6", "org_6", "MERCHANT");
        Assert.Equal("[]", await ErrorsAsync(Of("later", "DEPOSIT", "1.00", ip: "8.8.8.8"), later));
        Assert.Equal("""["SUSPICIOUS_DEVICE"]""", await ErrorsAsync(Of("later device", "DEPOSIT", "1.00", device: "tablet"), later));
    }

    [Fact]
    public async Task HighAmountFromNowhereKnown_Should_LookLikeATakeover()
    {
        await transactions.SubmitBatchAsync([.. Enumerable.Range(0, 5).Select(i => Of($"k{i}", "DEPOSIT", "1.00", ip: "8.8.8.8", device: "phone"))]);

        Assert.Equal("""["POTENTIAL_ACCOUNT_TAKEOVER"]""", await ErrorsAsync(Of("thief", "WITHDRAWAL", "20000.00", ip: "9.9.9.9", device: "other")));
        Assert.Equal("""["POTENTIAL_ACCOUNT_TAKEOVER"]""", await ErrorsAsync(Of("again", "WITHDRAWAL", "20000.00", ip: "9.9.9.9", device: "other")));
        Assert.Equal("[]", await ErrorsAsync(Of("at home", "WITHDRAWAL", "20000.00", ip: "9.9.9.9", device: "phone")));
        Assert.Equal("[]", await ErrorsAsync(Of("small", "WITHDRAWAL", "20.00", ip: "1.1.1.1", device: "new phone")));
        Assert.Equal("[]", await ErrorsAsync(Of("known by now", "WITHDRAWAL", "20000.00", ip: "1.1.1.1", device: "new phone")));
    }

    [Fact]
    public async Task NightOfADayBusiness_Should_BeAnUnusualTime_AndRiskier()
    {
        var morning = new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
        for (var hour = 0; hour < 54; hour++)
        {
            transactions.Clock.Now = morning.AddDays(hour / 9).AddHours(hour % 9);
            await transactions.SubmitAsync(Of($"k{hour}", "DEPOSIT", "1.00"));
        }

        transactions.Clock.Now = new DateTimeOffset(2026, 3, 10, 17, 59, 0, TimeSpan.Zero);
        var day = (await transactions.SubmitAsync(Of("day", "DEPOSIT", "1.00"))).GetProperty("transaction");
        transactions.Clock.Now = new DateTimeOffset(2026, 3, 12, 3, 0, 0, TimeSpan.Zero);
        var night = (await transactions.SubmitAsync(Of("night", "DEPOSIT", "1.00"))).GetProperty("transaction");

        Assert.Equal(("[]", """["UNUSUAL_TRANSACTION_TIME"]"""), (day.GetProperty("warnings").ToString(), night.GetProperty("warnings").ToString()));
        Assert.Equal(("0.055", "0.1"), (day.GetProperty("riskScore").ToString(), night.GetProperty("riskScore").ToString()));
    }

    private static object Of(
        string key, string type, string amount, string? source = null, string currency = "USD", string? loan = null, string? ip = null, string? device = null)
        => new
        {
            type, amount = new { amount, currency }, country = "US", reference = "order", sourceAccountId = source, destinationAccountId = "acc_2", idempotencyKey = key,
            loanId = loan, ipAddress = ip, deviceId = device,
        };

    private JournalPosted Posted(string id, long debit, long credit)
        => new(id, "org_1", "usr_1", "MANUAL", null, new DateOnly(2026, 3, 10), [new PostedLine("acc_1", "1000", "ASSET", debit, credit, "USD")], transactions.Clock.Now);

    private static LoanFacts Loan(long outstanding) => new("loan_1", "org_1", "usr_1", 10_000_00, outstanding, "USD");

    private async Task<string> ErrorsAsync(object input, string? token = null)
        => (await transactions.SubmitAsync(input, token)).GetProperty("transaction").GetProperty("errors").ToString();

    // Asks how a transaction would be judged until the event has arrived.
    private async Task TellAsync(IEvent told, string input, string finding)
    {
        await transactions.Subgraph.TellAsync(transactions.Clock, told);
        await Telling.UntilAsync(
            async () => (await transactions.Subgraph.DataAsync($"{{ validateTransaction(input: {input}) {{ errors warnings }} }}", token: transactions.Merchant))
                .GetProperty("validateTransaction"),
            validation => finding == "[]" ? validation.GetProperty("errors").GetArrayLength() == 0 : validation.ToString().Contains(finding, StringComparison.Ordinal));
    }
}
