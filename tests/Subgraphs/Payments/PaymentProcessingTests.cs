using FinFlow.Finance;
using FinFlow.Payments;
using static FinFlow.Subgraphs.Tests.SomePayment;

namespace FinFlow.Subgraphs.Tests;

/// <summary>Promises, answers, lost answers and crashes, over real databases and the sandbox's own books.</summary>
public sealed class PaymentProcessingTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task ApprovedPayment_Should_BeCapturedWithItsFee()
    {
        await using var bench = await PaymentsBench.StartAsync(folder.Path);

        var payment = await bench.CaptureAsync(await bench.AddMethodAsync());

        Assert.Equal((PaymentStatus.Captured, Usd("100.00"), Usd("3.20")), (payment.Status, payment.CapturedAmount, payment.Fee));
        Assert.Equal(["payment.authorized", "payment.captured"], await bench.ToldAsync());
        Assert.Equal([("captured", 10000L, 0L)], bench.Charges());
    }

    [Fact]
    public async Task DeclinedCard_Should_FailThePayment()
    {
        await using var bench = await PaymentsBench.StartAsync(folder.Path);

        var payment = await bench.PayAsync(await bench.AddMethodAsync("pm_card_chargeDeclinedInsufficientFunds"));

        Assert.Equal(new PaymentDeclined(payment.Id, "insufficient_funds"), payment.Outcome.Refusal);
        Assert.Equal(["payment.failed"], await bench.ToldAsync());
    }

    [Fact]
    public async Task UnreachableProcessor_Should_FailThePaymentWithoutACharge()
    {
        await using var bench = await PaymentsBench.StartAsync(folder.Path);

        var payment = await bench.PayAsync(await bench.AddMethodAsync("pm_sandbox_outage"));

        Assert.Equal(new ProcessorUnavailable(payment.Id), payment.Outcome.Refusal);
        Assert.Empty(bench.Charges());
    }

    [Fact]
    public async Task LostAnswer_Should_BeAskedForAndNeverChargedAgain()
    {
        await using var bench = await PaymentsBench.StartAsync(folder.Path);

        var unknown = await bench.PayAsync(await bench.AddMethodAsync("pm_sandbox_timeout"));
        await bench.FinishDueAsync(dueBy: null);

        Assert.Equal(PaymentStatus.Processing, unknown.Status);
        Assert.Equal(PaymentStatus.Authorized, (await bench.FindAsync(unknown.Id)).Status);
        Assert.Equal([("authorized", 0L, 0L)], bench.Charges());
    }

    [Fact]
    public async Task PaymentThatCannotBeRead_Should_HoldUpNoOther()
    {
        await using var bench = await PaymentsBench.StartAsync(folder.Path);
        var method = await bench.AddMethodAsync("pm_sandbox_timeout");
        var (unreadable, other) = (await bench.PayAsync(method, key: "one"), await bench.PayAsync(method, key: "two"));
        TestDatabase.Rows(folder.File("payments.db"), $"UPDATE payments SET Status = 'LOST' WHERE Id = '{unreadable.Id}'");

        await bench.FinishDueAsync(dueBy: null);

        Assert.Equal(PaymentStatus.Authorized, (await bench.FindAsync(other.Id)).Status);
    }

    [Fact]
    public async Task CustomerWhoMustAuthenticate_Should_BeAskedTo()
    {
        await using var bench = await PaymentsBench.StartAsync(folder.Path);

        Assert.Equal(PaymentStatus.RequiresAction, (await bench.PayAsync(await bench.AddMethodAsync("pm_card_authenticationRequired"))).Status);
    }

    [Fact]
    public async Task CrashBeforeTheProcessorWasAsked_Should_ChargeOnceAfterTheRestart()
    {
        string id;
        await using (var crashed = await PaymentsBench.StartAsync(folder.Path))
        {
            id = (await crashed.IntendAsync(await crashed.AddMethodAsync())).Value.Payment.Id;
        }

        await using var bench = await PaymentsBench.StartAsync(folder.Path);
        await bench.FinishDueAsync(dueBy: null);

        Assert.Equal(PaymentStatus.Authorized, (await bench.FindAsync(id)).Status);
        Assert.Single(bench.Charges());
    }

    [Fact]
    public async Task CrashBeforeTheAnswerWasRecorded_Should_ChargeOnceAfterTheRestart()
    {
        string id;
        await using (var crashed = await PaymentsBench.StartAsync(folder.Path))
        {
            var intent = (await crashed.IntendAsync(await crashed.AddMethodAsync())).Value.Payment;
            await crashed.Processors.Default.AuthorizeAsync(
                new AuthorizationRequest(intent.Id, "pm_card_visa", intent.Amount, intent.Reference, intent.CreatedAt), CancellationToken.None);
            id = intent.Id;
        }

        await using var bench = await PaymentsBench.StartAsync(folder.Path);
        await bench.FinishDueAsync(dueBy: null);

        Assert.Equal(PaymentStatus.Authorized, (await bench.FindAsync(id)).Status);
        Assert.Single(bench.Charges());
        Assert.Equal(["payment.authorized"], await bench.ToldAsync());
    }

    [Fact]
    public async Task CrashBetweenApprovalAndCapture_Should_CaptureOnceAfterTheRestart()
    {
        string id;
        await using (var crashed = await PaymentsBench.StartAsync(folder.Path))
        {
            id = (await crashed.PayAsync(await crashed.AddMethodAsync())).Id;
            await crashed.ChangeAsync(id, payment => payment.Approve(Noon));
        }

        await using var bench = await PaymentsBench.StartAsync(folder.Path);
        await bench.FinishDueAsync(dueBy: null);
        await bench.FinishDueAsync(dueBy: null);

        Assert.Equal(PaymentStatus.Captured, (await bench.FindAsync(id)).Status);
        Assert.Equal([("captured", 10000L, 0L)], bench.Charges());
        Assert.Equal(["payment.authorized", "payment.captured"], await bench.ToldAsync());
    }

    [Fact]
    public async Task IntentThatIsTooOld_Should_BeGivenUpRatherThanChargedLate()
    {
        var clock = new SettableClock(Noon);
        await using var bench = await PaymentsBench.StartAsync(folder.Path, clock);
        var id = (await bench.IntendAsync(await bench.AddMethodAsync())).Value.Payment.Id;

        clock.Now += TimeSpan.FromHours(2);
        await bench.FinishDueAsync(dueBy: null);

        Assert.Equal(PaymentStatus.Failed, (await bench.FindAsync(id)).Status);
        Assert.Empty(bench.Charges());
    }

    [Fact]
    public async Task SameKeyManyTimesAtOnce_Should_BeOnePaymentAndOneCharge()
    {
        await using var bench = await PaymentsBench.StartAsync(folder.Path);
        var method = await bench.AddMethodAsync();

        var payments = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => bench.PayAsync(method))));

        Assert.Single(payments.Select(payment => payment.Id).Distinct());
        Assert.All(payments, payment => Assert.Equal(PaymentStatus.Authorized, payment.Status));
        Assert.Single(bench.Charges());
        Assert.Equal(["payment.authorized"], await bench.ToldAsync());
    }

    [Fact]
    public async Task SameKeyWithAnotherInput_Should_BeRefused()
    {
        await using var bench = await PaymentsBench.StartAsync(folder.Path);
        var method = await bench.AddMethodAsync();
        await bench.PayAsync(method, "55.00");

        Assert.Equal(new IdempotencyKeyReused("k"), (await bench.IntendAsync(method, "56.00")).Refusal);
        Assert.Single(bench.Charges());
    }

    [Fact]
    public async Task RefundsAtOnce_Should_NeverExceedTheCapture()
    {
        await using var bench = await PaymentsBench.StartAsync(folder.Path);
        var payment = await bench.CaptureAsync(await bench.AddMethodAsync());

        var refunds = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => bench.RefundAsync(payment.Id, "30.00", $"r{i}"))));

        Assert.Equal(3, refunds.Count(refund => !refund.IsRefused));
        Assert.All(refunds.Where(refund => refund.IsRefused), refund => Assert.IsType<RefundExceedsCapture>(refund.Refusal));
        Assert.Equal([("partially_refunded", 10000L, 9000L)], bench.Charges());
        Assert.Equal(Usd("10.00"), (await bench.FindAsync(payment.Id)).RefundableAmount);
    }

    [Fact]
    public async Task RefundOfTheRest_Should_CompleteThePayment()
    {
        await using var bench = await PaymentsBench.StartAsync(folder.Path);
        var payment = await bench.CaptureAsync(await bench.AddMethodAsync());

        await bench.RefundAsync(payment.Id, "40.00", "r1");
        var rest = await bench.RefundAsync(payment.Id, null, "r2");
        var again = await bench.RefundAsync(payment.Id, null, "r2");

        Assert.Equal(Usd("60.00"), rest.Value.Amount);
        Assert.Equal(rest.Value.Id, again.Value.Id);
        Assert.Equal(PaymentStatus.Refunded, (await bench.FindAsync(payment.Id)).Status);
        Assert.Equal(["payment.authorized", "payment.captured", "payment.refunded", "payment.refunded"], await bench.ToldAsync());
    }

    public void Dispose() => folder.Dispose();
}
