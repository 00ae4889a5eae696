using FinFlow.Payments;
using static FinFlow.Subgraphs.Tests.SomePayment;

namespace FinFlow.Subgraphs.Tests;

/// <summary>What a processor's events do to payments: once, in any order, over a real database.</summary>
public sealed class WebhookEffectTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task Dispute_Should_BeRecordedOnce_HoweverOftenItIsDelivered()
    {
        await using var bench = await PaymentsBench.StartAsync(folder.Path);
        var payment = await bench.CaptureAsync(await bench.AddMethodAsync());
        var disputed = Told(payment, new ProcessorNews.Disputed("dp_1", Usd("100.00"), "fraudulent"));

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => TakeAsync(bench, disputed))));

        Assert.Equal(1, outcomes.Count(outcome => outcome.Value is WebhookOutcome.Accepted));
        Assert.Equal(5, outcomes.Count(outcome => outcome.Value is WebhookOutcome.Duplicate));
        Assert.Equal(PaymentStatus.Disputed, (await bench.FindAsync(payment.Id)).Status);
        Assert.Equal(["payment.authorized", "payment.captured", "payment.disputed"], await bench.ToldAsync());
    }

    [Fact]
    public async Task DisputeBeforeTheCaptureIsKnown_Should_BeDeliveredAgain()
    {
        await using var bench = await PaymentsBench.StartAsync(folder.Path);
        var payment = await bench.PayAsync(await bench.AddMethodAsync());
        var disputed = Told(payment, new ProcessorNews.Disputed("dp_1", Usd("100.00"), "fraudulent"));

        Assert.Equal(new WebhookTooEarly(), (await TakeAsync(bench, disputed)).Refusal);
        await bench.ChangeAsync(payment.Id, authorized => authorized.Approve(Noon));
        await bench.FinishDueAsync(dueBy: null);

        Assert.Equal(WebhookOutcome.Accepted, (await TakeAsync(bench, disputed)).Value);
    }

    [Fact]
    public async Task LostAnswer_Should_BeAskedForAsSoonAsTheProcessorReportsIt()
    {
        var clock = new SettableClock(Noon);
        await using var bench = await PaymentsBench.StartAsync(folder.Path, clock);
        var payment = await bench.PayAsync(await bench.AddMethodAsync("pm_sandbox_timeout"));

        await TakeAsync(bench, Told(payment, new ProcessorNews.Decided()));
        await bench.FinishDueAsync(dueBy: Noon);

        Assert.Equal(PaymentStatus.Authorized, (await bench.FindAsync(payment.Id)).Status);
        Assert.Single(bench.Charges());
    }

    [Fact]
    public async Task CollectedElsewhere_Should_BeCapturedWithItsFee_AndLateNewsChangesNothing()
    {
        await using var bench = await PaymentsBench.StartAsync(folder.Path);
        var payment = await bench.PayAsync(await bench.AddMethodAsync());

        await TakeAsync(bench, Told(payment, new ProcessorNews.Collected(Usd("100.00")), "evt_2"));
        await bench.FinishDueAsync(dueBy: null);
        var late = await TakeAsync(bench, Told(payment, new ProcessorNews.Decided(), "evt_1"));

        var captured = await bench.FindAsync(payment.Id);
        Assert.Equal((PaymentStatus.Captured, Usd("3.20")), (captured.Status, captured.Fee));
        Assert.Equal(WebhookOutcome.Ignored, late.Value);
    }

    [Fact]
    public async Task EndedAuthorization_Should_BeVoided()
    {
        await using var bench = await PaymentsBench.StartAsync(folder.Path);
        var payment = await bench.PayAsync(await bench.AddMethodAsync());

        await TakeAsync(bench, Told(payment, new ProcessorNews.Released()));
        await bench.FinishDueAsync(dueBy: null);

        Assert.Equal(PaymentStatus.Voided, (await bench.FindAsync(payment.Id)).Status);
    }

    [Fact]
    public async Task RefundMadeElsewhere_Should_CountOnce_AndNeverExceedTheCapture()
    {
        await using var bench = await PaymentsBench.StartAsync(folder.Path);
        var payment = await bench.CaptureAsync(await bench.AddMethodAsync());

        await TakeAsync(bench, Told(payment, new ProcessorNews.Refunded("re_1", null, Usd("60.00")), "evt_1"));
        await TakeAsync(bench, Told(payment, new ProcessorNews.Refunded("re_1", null, Usd("60.00")), "evt_2"));
        var excess = await TakeAsync(bench, Told(payment, new ProcessorNews.Refunded("re_2", null, Usd("60.00")), "evt_3"));

        Assert.Equal(WebhookOutcome.Ignored, excess.Value);
        var refunded = await bench.FindAsync(payment.Id);
        Assert.Equal((PaymentStatus.PartiallyRefunded, Usd("60.00")), (refunded.Status, refunded.RefundedAmount));
        Assert.Equal(["payment.authorized", "payment.captured", "payment.refunded"], await bench.ToldAsync());
    }

    [Fact]
    public async Task RefundOfOurs_Should_NotBeCountedTwice()
    {
        await using var bench = await PaymentsBench.StartAsync(folder.Path);
        var payment = await bench.CaptureAsync(await bench.AddMethodAsync());
        var refund = (await bench.RefundAsync(payment.Id, "40.00", "r1")).Value;

        await TakeAsync(bench, Told(payment, new ProcessorNews.Refunded("re_1", refund.Id, Usd("40.00"))));

        Assert.Equal(Usd("40.00"), (await bench.FindAsync(payment.Id)).RefundedAmount);
    }

    [Fact]
    public async Task UnknownPayment_Should_BeAcknowledged()
    {
        await using var bench = await PaymentsBench.StartAsync(folder.Path);
        var stranger = new ProcessorEvent("evt_1", "charge.dispute.created", "pay_unknown", "pi_unknown", new ProcessorNews.Decided());

        Assert.Equal(WebhookOutcome.Ignored, (await TakeAsync(bench, stranger)).Value);
        Assert.Equal(WebhookOutcome.Duplicate, (await TakeAsync(bench, stranger)).Value);
    }

    [Fact]
    public async Task AnotherCurrency_Should_ChangeNothing()
    {
        await using var bench = await PaymentsBench.StartAsync(folder.Path);
        var payment = await bench.CaptureAsync(await bench.AddMethodAsync());
        var euros = new FinFlow.Finance.Money(10000, FinFlow.Finance.Currency.Of("EUR"));

        Assert.Equal(WebhookOutcome.Ignored, (await TakeAsync(bench, Told(payment, new ProcessorNews.Disputed("dp_1", euros, "general")))).Value);
        Assert.Equal(PaymentStatus.Captured, (await bench.FindAsync(payment.Id)).Status);
    }

    public void Dispose() => folder.Dispose();

    private static ProcessorEvent Told(Payment payment, ProcessorNews news, string id = "evt_1") => new(id, "test", null, payment.ChargeId ?? "", news)
    {
        PaymentId = payment.ChargeId is null ? payment.Id : null,
    };

    private static Task<FinFlow.Finance.Result<WebhookOutcome>> TakeAsync(PaymentsBench bench, ProcessorEvent told)
        => bench.UseAsync((WebhookStore webhooks) => webhooks.TakeAsync("stripe", told, CancellationToken.None));
}
