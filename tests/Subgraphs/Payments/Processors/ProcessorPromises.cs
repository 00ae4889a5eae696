using FinFlow.Finance;
using FinFlow.Messaging;
using FinFlow.Payments;
using static FinFlow.Subgraphs.Tests.SomePayment;

namespace FinFlow.Subgraphs.Tests;

/// <summary>
/// What every processor behind the port must keep, over HTTP against an emulator whose own books are the witness. The classes below
/// say how each processor is set up.
/// </summary>
public abstract class ProcessorPromises : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder folder = new();
    private ProcessorEmulator emulator = null!;
    private PaymentsBench bench = null!;

    protected abstract string DeclinedCard { get; }

    protected abstract string DeclineCode { get; }

    protected abstract string ExcessCode { get; }

    /// <summary>The variable with what the processor knows us by.</summary>
    protected abstract string Secret { get; }

    private string Card => emulator.Card;

    public async Task InitializeAsync()
    {
        emulator = await StartEmulatorAsync();
        bench = await PaymentsBench.StartAsync(folder.Path, null, emulator.Variables);
    }

    public async Task DisposeAsync()
    {
        await bench.DisposeAsync();
        await emulator.DisposeAsync();
    }

    public void Dispose()
    {
        folder.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Payment_Should_BeAuthorizedCapturedWithItsFeeAndRefundedInParts()
    {
        var payment = await bench.CaptureAsync(await bench.AddMethodAsync(Card));
        await bench.RefundAsync(payment.Id, "40.00", "r1");
        await bench.RefundAsync(payment.Id, null, "r2");

        Assert.Equal((PaymentStatus.Captured, Usd("100.00"), Usd("3.20")), (payment.Status, payment.CapturedAmount, payment.Fee));
        Assert.Equal(PaymentStatus.Refunded, (await bench.FindAsync(payment.Id)).Status);
        Assert.Equal((10000, 10000), Moved());
    }

    [Fact]
    public async Task Decline_Should_CarryItsCode_AndCollectNothing()
    {
        var payment = await bench.PayAsync(await bench.AddMethodAsync(DeclinedCard));

        Assert.Equal(new PaymentDeclined(payment.Id, DeclineCode), payment.Outcome.Refusal);
        Assert.DoesNotContain(emulator.Charges, charge => charge.CapturedMinor > 0);
    }

    [Fact]
    public async Task TokenOfNobody_Should_BeRefused()
        => Assert.Equal(new PaymentMethodTokenInvalid(bench.Processors.Default.Name), (await bench.FindCardAsync("unknown")).Refusal);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task LostAnswerToAnAuthorization_Should_BeAskedFor_AndChargeOnce(bool connectionIsCut)
    {
        var method = await bench.AddMethodAsync(Card);
        Lose(connectionIsCut);
        var unknown = await bench.PayAsync(method);
        await bench.FinishDueAsync(dueBy: null);

        Assert.Equal(PaymentStatus.Processing, unknown.Status);
        Assert.Equal(PaymentStatus.Authorized, (await bench.FindAsync(unknown.Id)).Status);
        Assert.Single(emulator.Charges);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task LostAnswerToACapture_Should_BeAskedFor_AndCollectOnce(bool connectionIsCut)
    {
        var payment = await bench.PayAsync(await bench.AddMethodAsync(Card));
        await bench.ChangeAsync(payment.Id, authorized => authorized.Approve(Noon));
        Lose(connectionIsCut);
        await bench.FinishDueAsync(dueBy: null);
        Assert.Equal(PaymentStatus.Authorized, (await bench.FindAsync(payment.Id)).Status);

        emulator.ForgetKeys();
        await bench.FinishDueAsync(dueBy: null);

        var captured = await bench.FindAsync(payment.Id);
        Assert.Equal((PaymentStatus.Captured, Usd("3.20")), (captured.Status, captured.Fee));
        Assert.Equal((10000, 0), Moved());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task LostAnswerToAVoid_Should_BeAskedFor(bool connectionIsCut)
    {
        var payment = await bench.PayAsync(await bench.AddMethodAsync(Card));
        await bench.ChangeAsync(payment.Id, authorized => authorized.Void(null, dueAt: Noon));
        Lose(connectionIsCut);
        await bench.FinishDueAsync(dueBy: null);
        emulator.ForgetKeys();
        await bench.FinishDueAsync(dueBy: null);

        Assert.Equal(PaymentStatus.Voided, (await bench.FindAsync(payment.Id)).Status);
        Assert.Equal((0, 0), Moved());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task LostAnswerToARefund_Should_BeAskedFor_AndSendTheMoneyOnce(bool connectionIsCut)
    {
        var payment = await bench.CaptureAsync(await bench.AddMethodAsync(Card));
        Lose(connectionIsCut);
        var pending = await bench.RefundAsync(payment.Id, "40.00", "r1");
        emulator.ForgetKeys();
        await bench.FinishDueAsync(dueBy: null);

        Assert.Equal(RefundStatus.Pending, pending.Value.Status);
        Assert.Equal(Usd("40.00"), (await bench.FindAsync(payment.Id)).RefundedAmount);
        Assert.Equal((10000, 4000), Moved());
    }

    [Fact]
    public async Task ManyRefundsAtOnce_Should_NeverSendBackMoreThanWasCaptured()
    {
        var payment = await bench.CaptureAsync(await bench.AddMethodAsync(Card));

        var refunds = await Task.WhenAll(Enumerable.Range(0, 24).Select(i => Task.Run(() => bench.RefundAsync(payment.Id, "7.00", $"r{i}"))));

        Assert.Equal(14, refunds.Count(refund => !refund.IsRefused));
        Assert.All(refunds.Where(refund => refund.IsRefused), refund => Assert.IsType<RefundExceedsCapture>(refund.Refusal));
        Assert.Equal((10000, 9800), Moved());
    }

    [Fact]
    public async Task RefundThatTheProcessorRefuses_Should_FailWithItsCode()
    {
        var payment = await bench.CaptureAsync(await bench.AddMethodAsync(Card));
        await bench.Processors.Default.RefundAsync(payment.ChargeId!, Usd("80.00"), "made-at-the-processor", CancellationToken.None);

        var refused = await bench.RefundAsync(payment.Id, "50.00", "r1");

        Assert.Equal(ExcessCode, Assert.IsType<RefundDeclined>(refused.Refusal).DeclineCode);
        Assert.Equal(Usd("100.00"), (await bench.FindAsync(payment.Id)).RefundableAmount);
    }

    [Fact]
    public async Task CaptureOfAPart_Should_CollectOnlyThat()
    {
        var payment = await bench.PayAsync(await bench.AddMethodAsync(Card), captureMethod: CaptureMethod.Manual);
        await bench.ChangeAsync(payment.Id, authorized => authorized.Approve(Noon));
        await bench.ChangeAsync(payment.Id, approved => approved.Capture(Usd("60.00"), dueAt: Noon));
        await bench.FinishDueAsync(dueBy: null);

        Assert.Equal((PaymentStatus.Captured, Usd("60.00")), ((await bench.FindAsync(payment.Id)).Status, (await bench.FindAsync(payment.Id)).CapturedAmount));
        Assert.Equal((6000, 0), Moved());
    }

    [Fact]
    public async Task DaysCharges_Should_BeListedWithOurIds()
    {
        var payment = await bench.CaptureAsync(await bench.AddMethodAsync(Card));
        var refund = (await bench.RefundAsync(payment.Id, "40.00", "r1")).Value;

        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        var told = (await bench.UseAsync((ChargeListing listing) => listing.TellAsync("org_1", today, CancellationToken.None))).Value;

        Assert.Equal(
            [(payment.Id, null, ChargeKind.Capture, Usd("100.00"), Usd("3.20")), (payment.Id, refund.Id, ChargeKind.Refund, Usd("40.00"), Usd("0.00"))],
            Assert.Single(told.Lists).Charges.Select(charge => (charge.PaymentId, charge.RefundId, charge.Kind, charge.Amount, charge.Fee)));
        Assert.Empty(await bench.Processors.Default.ListChargesAsync(today.AddDays(-40), CancellationToken.None));
        Assert.Single(await bench.ToldAsync<ChargesListed>());
    }

    [Fact]
    public async Task WrongKeysOrNoConnection_Should_CollectNothing()
    {
        var method = await bench.AddMethodAsync(Card);
        await using var wrong = await PaymentsBench.StartAsync(folder.Path, null, VariablesWith(Secret, "wrong"));
        Assert.IsType<ProcessorUnavailable>((await wrong.PayAsync(method, key: "k1")).Outcome.Refusal);
        Assert.IsType<ProcessorSilent>((await wrong.FindCardAsync(Card)).Refusal);

        await using var nowhere = await PaymentsBench.StartAsync(folder.Path, null, VariablesWith("API_URL", "http://127.0.0.1:1"));
        Assert.IsType<ProcessorUnavailable>((await nowhere.PayAsync(method, key: "k2")).Outcome.Refusal);
        Assert.IsType<ProcessorSilent>((await nowhere.FindCardAsync(Card)).Refusal);
        Assert.Empty(emulator.Charges);
    }

    private protected abstract Task<ProcessorEmulator> StartEmulatorAsync();

    private (string Name, string Value)[] VariablesWith(string nameEnd, string value)
        => [.. emulator.Variables.Select(variable => variable.Name.EndsWith(nameEnd, StringComparison.Ordinal) ? (variable.Name, value) : variable)];

    private void Lose(bool connectionIsCut)
    {
        if (connectionIsCut)
        {
            emulator.CutsConnections = 1;
        }
        else
        {
            emulator.LosesAnswers = 1;
        }
    }

    private (long CapturedMinor, long RefundedMinor) Moved()
        => (emulator.Charges.Sum(charge => charge.CapturedMinor), emulator.Charges.Sum(charge => charge.RefundedMinor));
}

public sealed class StripePromises : ProcessorPromises
{
    protected override string DeclinedCard => "pm_card_chargeDeclinedInsufficientFunds";

    protected override string DeclineCode => "insufficient_funds";

    protected override string ExcessCode => "charge_already_refunded";

    protected override string Secret => "STRIPE_API_KEY";

    private protected override async Task<ProcessorEmulator> StartEmulatorAsync() => await StripeEmulator.StartAsync();
}

public sealed class PayPalPromises : ProcessorPromises
{
    protected override string DeclinedCard => "setup_declined";

    protected override string DeclineCode => "instrument_declined";

    protected override string ExcessCode => "refund_amount_exceeded";

    protected override string Secret => "PAYPAL_CLIENT_SECRET";

    private protected override async Task<ProcessorEmulator> StartEmulatorAsync() => await PayPalEmulator.StartAsync();
}

public sealed class SquarePromises : ProcessorPromises
{
    protected override string DeclinedCard => "cnon:card-declined";

    protected override string DeclineCode => "insufficient_funds";

    protected override string ExcessCode => "refund_amount_invalid";

    protected override string Secret => "SQUARE_ACCESS_TOKEN";

    private protected override async Task<ProcessorEmulator> StartEmulatorAsync() => await SquareEmulator.StartAsync();
}
