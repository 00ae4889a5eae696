using System.Text.Json;
using FinFlow.Finance;
using FinFlow.Messaging;
using FinFlow.Payments;
using Microsoft.AspNetCore.Http;
using static FinFlow.Subgraphs.Tests.SomePayment;

namespace FinFlow.Subgraphs.Tests;

/// <summary>What is Square's alone: a fee that is told later, and refunds that take their time.</summary>
public sealed class SquareProcessorTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly SettableClock clock = new(TimeProvider.System.GetUtcNow());
    private SquareEmulator square = null!;
    private PaymentsBench bench = null!;

    public async Task InitializeAsync()
    {
        square = await SquareEmulator.StartAsync();
        bench = await PaymentsBench.StartAsync(folder.Path, clock, square.Variables);
    }

    public async Task DisposeAsync()
    {
        await bench.DisposeAsync();
        await square.DisposeAsync();
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task FeeThatIsToldLate_Should_BeWaitedFor_AndTheCaptureBeTakenOnce()
    {
        square.FeesAreKnown = false;
        var payment = await bench.CaptureAsync(await bench.AddMethodAsync(square.Card));
        await bench.FinishDueAsync(dueBy: null);
        Assert.Equal(PaymentStatus.Authorized, payment.Status);
        Assert.Equal([("COMPLETED", 10000L, 0L)], square.Charges);

        Assert.Equal(WebhookOutcome.Accepted, (await TakeAsync(square.TellFee())).Value);
        await bench.FinishDueAsync(dueBy: clock.Now);

        var captured = await bench.FindAsync(payment.Id);
        Assert.Equal((PaymentStatus.Captured, Usd("3.20")), (captured.Status, captured.Fee));
        Assert.Equal([("COMPLETED", 10000L, 0L)], square.Charges);
        Assert.Equal(["payment.authorized", "payment.captured"], await bench.ToldAsync());
    }

    [Fact]
    public async Task OurOwnRefund_Should_SucceedWhenSquareTellsSo_Once()
    {
        var payment = await bench.CaptureAsync(await bench.AddMethodAsync(square.Card));
        square.RefundsAreFast = false;
        var refund = (await bench.RefundAsync(payment.Id, "40.00", "r1")).Value;
        Assert.Equal(RefundStatus.Pending, refund.Status);

        var told = Assert.Single(square.FinishRefunds());
        var outcomes = new[] { await TakeAsync(told), await TakeAsync(told) };
        await bench.FinishDueAsync(dueBy: null);

        Assert.Equal([WebhookOutcome.Accepted, WebhookOutcome.Duplicate], outcomes.Select(outcome => outcome.Value));
        var refunded = await bench.FindAsync(payment.Id);
        Assert.Equal((PaymentStatus.PartiallyRefunded, Usd("40.00"), Usd("60.00")), (refunded.Status, refunded.RefundedAmount, refunded.RefundableAmount));
        var announced = Assert.Single(await bench.ToldAsync<PaymentRefunded>());
        Assert.Equal((refund.Id, 4000L), (announced.RefundId, announced.RefundedMinor));
        Assert.Equal([("COMPLETED", 10000L, 4000L)], square.Charges);
    }

    [Fact]
    public async Task RefundInSquaresPages_Should_CountAsOneMoreRefund()
    {
        var payment = await bench.CaptureAsync(await bench.AddMethodAsync(square.Card));
        await bench.RefundAsync(payment.Id, "40.00", "r1");

        Assert.Equal(WebhookOutcome.Accepted, (await TakeAsync(square.RefundInItsPages(1_000))).Value);

        Assert.Equal(Usd("50.00"), (await bench.FindAsync(payment.Id)).RefundedAmount);
        Assert.Equal([("COMPLETED", 10000L, 5000L)], square.Charges);
    }

    private async Task<Result<WebhookOutcome>> TakeAsync(string told)
    {
        var scheme = new SquareWebhook(SquareEmulator.SignatureKey, SquareEmulator.WebhookUrl);
        using var delivery = square.Deliver(told);
        var headers = new HeaderDictionary(delivery.Headers.ToDictionary(header => header.Key, header => new Microsoft.Extensions.Primitives.StringValues([.. header.Value])));
        Assert.Null(await scheme.VerifyAsync(headers, await delivery.Content!.ReadAsByteArrayAsync(), CancellationToken.None));
        using var document = JsonDocument.Parse(told);
        var read = scheme.Read(document.RootElement)!;
        return await bench.UseAsync((WebhookStore webhooks) => webhooks.TakeAsync("square", read, CancellationToken.None));
    }
}
