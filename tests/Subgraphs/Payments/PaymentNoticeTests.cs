using System.Text.Json;
using FinFlow.Hosting;
using FinFlow.Messaging;
using FinFlow.Payments;
using static FinFlow.Subgraphs.Tests.SomePayment;

namespace FinFlow.Subgraphs.Tests;

/// <summary>Who is told by mail of what happened to a payment: every user of the business who may read it, once.</summary>
public sealed class PaymentNoticeTests : IAsyncLifetime, IDisposable
{
    private const string Ada = "ada@shop.example";

    private readonly TemporaryFolder folder = new();
    private readonly SettableClock clock = new(Noon);
    private readonly SmtpReceiver host = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await host.DisposeAsync();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task EachStep_Should_BeTold()
    {
        await using var payments = await StartAsync();
        var captured = await PayAsync(payments, "pay", "129.95");
        await ReviewAsync(payments, captured, "CAPTURED");
        await SendAsync(payments, "mutation($id: ID!) { refundPayment(input: { id: $id, amount: { amount: \"29.95\", currency: \"USD\" }, idempotencyKey: \"r\" }) { refund { id } } }", new { id = captured });
        var held = await PayAsync(payments, "held", "80.00");
        await ReviewAsync(payments, held, "HELD");
        await PayAsync(payments, "failed", "10.00", "pm_card_chargeDeclinedInsufficientFunds");
        await payments.TellAsync(clock, new PaymentDisputed(FactsOf(captured), "dp_1", 10_000, "fraudulent", Noon));

        var letters = await LettersAsync(payments, Ada, 5);

        Assert.Equal(
            [
                "Payment of 10.00 USD failed", "Payment of 100.00 USD disputed", "Payment of 129.95 USD received", "Payment of 80.00 USD held", "Refund of 29.95 USD sent",
            ],
            letters.Select(letter => letter.Subject).Order(StringComparer.Ordinal));
        Assert.Equal(
            $"""
            129.95 USD was collected.

            Payment    {captured}
            Reference  order pay
            Amount     129.95 USD
            Processor  sandbox
            Time       2026-03-02 12:00 UTC

            You get this mail because you may read the payments of your organisation at FinFlow.

            """,
            letters.Single(letter => letter.Subject == "Payment of 129.95 USD received").Text);
        Assert.StartsWith("10.00 USD could not be collected: insufficient funds.", letters.Single(letter => letter.Subject.EndsWith("failed", StringComparison.Ordinal)).Text, StringComparison.Ordinal);
        Assert.StartsWith("The customer's bank took 100.00 USD back: fraudulent.", letters.Single(letter => letter.Subject.EndsWith("disputed", StringComparison.Ordinal)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EventThatIsDeliveredAgain_Should_BeToldOnce_AlsoAfterARestart()
    {
        await using (var payments = await StartAsync())
        {
            var id = await PayAsync(payments, "pay", "50.00");
            var envelope = EventEnvelope.Wrap(new PaymentCaptured(FactsOf(id), 5_000, 175, Noon), "/finflow/test", clock);
            for (var i = 0; i < 3; i++)
            {
                await payments.Events.AppendAsync([new LoggedEvent(Topics.Payments, id, $"{envelope.Id}", envelope.ToUtf8())], CancellationToken.None);
            }

            // What comes after on the same topic was handled after it.
            await payments.TellAsync(clock, new PaymentHeld(FactsOf(id), "HIGH_RISK", Noon));
            await LettersAsync(payments, Ada, 2);
        }

        await using var again = await StartAsync(registers: false);
        clock.Now += TimeSpan.FromMinutes(5);
        await again.RunPeriodicJobsAsync();

        Assert.Equal(["Payment of 50.00 USD held", "Payment of 50.00 USD received"], Mailbox.Read(folder.Path, Ada).Select(letter => letter.Subject).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task ColleaguesWhoMayRead_Should_BeTold_AndNobodyElse()
    {
        await using var payments = await StartAsync();
        await payments.TellAsync(
            clock,
            Registered("usr_2", "org_1", "bob@shop.example", Roles.Accountant),
            Registered("usr_3", "org_1", "carol@shop.example"),
            Registered("usr_4", "org_1", "gone@shop.example", Roles.Merchant),
            Registered("usr_5", "org_1", "left@shop.example", Roles.Merchant),
            Registered("usr_6", "org_1", "quiet@shop.example", Roles.Merchant),
            Registered("usr_7", "org_2", "stranger@other.example", Roles.Merchant),
            Registered("usr_8", "org_1", "old@shop.example", Roles.Merchant),
            new RoleChanged("usr_4", "org_1", [], Noon),
            new UserDeactivated("usr_5", "org_1", Noon),
            new UserUpdated("usr_8", "org_1", "new@shop.example", "New", Noon));
        await payments.TellAsync(clock, new RestrictionChanged("dsr_1", "org_1", "usr_6", true, Noon));
        await Telling.UntilAsync(
            () => Task.FromResult(TestDatabase.Value(folder.File("payments.db"), "SELECT Email FROM recipients WHERE UserId = 'usr_8'")), email => email == "new@shop.example");
        await UntilRowsAsync("SELECT COUNT(*) FROM restricted_users", 1);

        var id = await PayAsync(payments, "pay", "20.00");
        await ReviewAsync(payments, id, "CAPTURED");
        await LettersAsync(payments, Ada, 1);
        await LettersAsync(payments, "bob@shop.example", 1);
        await LettersAsync(payments, "new@shop.example", 1);

        Assert.Equal(3, Directory.GetFiles(Path.Combine(folder.Path, "outbox", "mail"), "*.json").Length);
    }

    [Fact]
    public async Task BrokenMailHost_Should_HoldUpNoPayment_AndTheMailComesOnceItIsMended()
    {
        host.Refusal = "451 try later";
        await using var payments = await StartAsync(true, ("SMTP_HOST", "127.0.0.1"), ("SMTP_PORT", $"{host.Port}"), ("SMTP_TLS", "none"));
        var id = await PayAsync(payments, "pay", "20.00");
        await ReviewAsync(payments, id, "CAPTURED");
        await UntilRowsAsync("SELECT COUNT(*) FROM payment_notices", 1);
        await payments.RunPeriodicJobsAsync();
        await UntilRowsAsync("SELECT COUNT(*) FROM payment_notices WHERE Attempts >= 1 AND SentAt IS NULL", 1);

        host.Refusal = null;
        await Telling.UntilAsync(
            async () =>
            {
                clock.Now += TimeSpan.FromMinutes(2);
                await payments.RunPeriodicJobsAsync();
                return host.Received.Count;
            },
            received => received > 0);
        clock.Now += TimeSpan.FromHours(1);
        await payments.RunPeriodicJobsAsync();

        Assert.StartsWith($"RCPT TO:<{Ada}>", Assert.Single(host.Received).To, StringComparison.Ordinal);
        await UntilRowsAsync("SELECT COUNT(*) FROM payment_notices WHERE SentAt IS NOT NULL AND NextAttemptAt IS NULL", 1);
    }

    [Fact]
    public async Task OldNews_Should_BeToldToNobody()
    {
        await using var payments = await StartAsync();
        var id = await PayAsync(payments, "pay", "20.00");
        await payments.TellAsync(clock, new PaymentCaptured(FactsOf(id), 2_000, 0, Noon.AddDays(-2)), new PaymentHeld(FactsOf(id), "HIGH_RISK", Noon));

        await LettersAsync(payments, Ada, 1);

        Assert.Equal(["Payment of 50.00 USD held"], Mailbox.Read(folder.Path, Ada).Select(letter => letter.Subject));
    }

    [Fact]
    public async Task ForgottenUser_Should_GetNoMail_AndNoLaterEventBringsTheAddressBack()
    {
        await using var payments = await StartAsync();
        await payments.TellAsync(clock, new ErasureRequested("dsr_1", "org_1", "usr_1", Noon));
        await UntilRowsAsync("SELECT COUNT(*) FROM recipients WHERE UserId = 'usr_1' AND Email IS NULL", 1);
        await payments.TellAsync(clock, new UserUpdated("usr_1", "org_1", Ada, "Ada", Noon), Registered("usr_2", "org_1", "bob@shop.example", Roles.Merchant));
        await UntilRowsAsync("SELECT COUNT(*) FROM recipients WHERE UserId = 'usr_2'", 1);
        await payments.TellAsync(clock, new PaymentHeld(FactsOf("pay_unknown"), "HIGH_RISK", Noon));

        var id = await PayAsync(payments, "pay", "20.00");
        await ReviewAsync(payments, id, "CAPTURED");
        await LettersAsync(payments, "bob@shop.example", 1);

        Assert.Empty(Mailbox.Read(folder.Path, Ada));
        Assert.Single(Mailbox.Read(folder.Path, "bob@shop.example"));
    }

    private static UserRegistered Registered(string userId, string organizationId, string email, params string[] roles)
        => new(userId, organizationId, email, "Somebody", roles, Noon);

    private static PaymentFacts FactsOf(string paymentId) => SomeEvents.Payment(paymentId, "org_1", 5_000);

    private async Task<RunningSubgraph> StartAsync(bool registers = true, params (string Name, string Value)[] variables)
    {
        var payments = await RunningSubgraph.StartAsync<PaymentsSubgraph>(folder.Path, clock, variables);
        if (registers)
        {
            await payments.TellAsync(clock, Registered("usr_1", "org_1", Ada, Roles.Merchant));
            await UntilRowsAsync("SELECT COUNT(*) FROM recipients", 1);
        }

        return payments;
    }

    private static async Task<string> PayAsync(RunningSubgraph payments, string key, string amount, string card = "pm_card_visa")
    {
        var method = (await SendAsync(payments, "mutation($token: String!) { addPaymentMethod(input: { token: $token }) { paymentMethod { id } } }", new { token = card }))
            .GetProperty("addPaymentMethod").GetProperty("paymentMethod").GetProperty("id").GetString();
        var input = new { amount = new { amount, currency = "USD" }, paymentMethodId = method, reference = $"order {key}", idempotencyKey = key };
        var paid = (await SendAsync(payments, "mutation($input: ProcessPaymentInput!) { processPayment(input: $input) { payment { id } errors { __typename } } }", new { input }))
            .GetProperty("processPayment").GetProperty("payment");
        return paid.ValueKind is JsonValueKind.Object ? paid.GetProperty("id").GetString()! : "";
    }

    private async Task ReviewAsync(RunningSubgraph payments, string id, string status)
    {
        var facts = new TransactionFacts($"txn_{id}", id, "org_1", "usr_1", "PAYMENT", 1, "USD", "US", 0.1m, "LOW", []);
        await payments.TellAsync(clock, status == "HELD" ? new TransactionHeld(facts, Noon) : new TransactionApproved(facts, null, Noon));
        await Telling.UntilAsync(
            async () => (await SendAsync(payments, "query($id: ID!) { payment(id: $id) { status } }", new { id })).GetProperty("payment").GetProperty("status").GetString(),
            now => now == status);
    }

    private static async Task<JsonElement> SendAsync(RunningSubgraph payments, string document, object variables)
        => await payments.DataAsync(document, variables, payments.TokenFor("usr_1", "org_1", Roles.Merchant));

    private async Task<IReadOnlyList<(string Subject, string Text)>> LettersAsync(RunningSubgraph payments, string to, int expected)
        => await Telling.UntilAsync(
            async () =>
            {
                await payments.RunPeriodicJobsAsync();
                return Mailbox.Read(folder.Path, to);
            },
            letters => letters.Count >= expected);

    private async Task UntilRowsAsync(string sql, long count)
        => await Telling.UntilAsync(() => Task.FromResult(TestDatabase.Value(folder.File("payments.db"), sql)), rows => rows == $"{count}");
}
