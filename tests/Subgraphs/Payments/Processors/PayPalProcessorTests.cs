using FinFlow.Finance;
using FinFlow.Payments;
using static FinFlow.Subgraphs.Tests.SomePayment;

namespace FinFlow.Subgraphs.Tests;

/// <summary>What is PayPal's alone: its books, its forgetful keys, its tokens.</summary>
public sealed class PayPalProcessorTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder folder = new();
    private PayPalEmulator paypal = null!;
    private PaymentsBench bench = null!;

    public async Task InitializeAsync()
    {
        paypal = await PayPalEmulator.StartAsync();
        bench = await PaymentsBench.StartAsync(folder.Path, null, paypal.Variables);
    }

    public async Task DisposeAsync()
    {
        await bench.DisposeAsync();
        await paypal.DisposeAsync();
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(500)]
    [InlineData(1)]
    public async Task Books_Should_BeReadPageByPage_AndTellChargesAlone(int linesPerPage)
    {
        paypal.LinesPerPageMax = linesPerPage;
        var first = await bench.CaptureAsync(await bench.AddMethodAsync(paypal.Card), "100.00", "k1");
        var refund = (await bench.RefundAsync(first.Id, "40.00", "r1")).Value;
        var second = await bench.CaptureAsync(await bench.AddMethodAsync(paypal.Card), "7.50", "k2");
        paypal.RefundInItsPages(150);
        paypal.PayOut(5_000);

        var listed = await bench.Processors.Default.ListChargesAsync(Today(), CancellationToken.None);

        Assert.Equal(
            [
                (first.Id, null, ChargeKind.Capture, Usd("100.00"), Usd("3.20")),
                (first.Id, refund.Id, ChargeKind.Refund, Usd("40.00"), Usd("0.00")),
                (second.Id, null, ChargeKind.Capture, Usd("7.50"), Usd("0.51")),
                (second.Id, null, ChargeKind.Refund, Usd("1.50"), Usd("0.00")),
            ],
            listed.Select(charge => (charge.PaymentId, charge.RefundId, charge.Kind, charge.Amount, charge.Fee)));
        Assert.Equal(4, listed.Select(charge => charge.Id).Distinct().Count());
        Assert.Empty(await bench.Processors.Default.ListChargesAsync(Today().AddDays(-1), CancellationToken.None));
    }

    [Fact]
    public async Task BooksThatAreClosed_Should_BeAskedForAgain_NotBelievedToBeEmpty()
    {
        paypal.IsDown = true;

        await Assert.ThrowsAsync<HttpRequestException>(() => bench.Processors.Default.ListChargesAsync(Today(), CancellationToken.None));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    public async Task AuthorizationWhoseAnswerWasLost_Should_BeFound_AlsoWhenPayPalForgotTheKey(int hoursLater)
    {
        var intended = TimeProvider.System.GetUtcNow();
        var card = (await bench.FindCardAsync(paypal.Card)).Value.StoredToken!;
        var request = new AuthorizationRequest("pay_1", card, Usd("100.00"), "order", intended);
        paypal.LosesAnswers = 1;
        Assert.Equal(new ProcessorAnswer.Unknown(), await bench.Processors.Default.AuthorizeAsync(request, CancellationToken.None));

        using var api = new PayPalApi(
            new HttpClient { BaseAddress = new Uri(paypal.Address) }, PayPalEmulator.ClientId, PayPalEmulator.ClientSecret, TimeProvider.System);
        var later = new PayPalProcessor(api, new SettableClock(intended.AddHours(hoursLater)));
        var orders = paypal.OrdersOpened;

        Assert.IsType<ProcessorAnswer.Done>(await later.FindAuthorizationAsync(request, CancellationToken.None));
        Assert.Single(paypal.Charges);
        Assert.Equal(orders, paypal.OrdersOpened);
        if (hoursLater == 6)
        {
            Assert.Null(await later.FindAuthorizationAsync(request with { Key = "pay_never_sent" }, CancellationToken.None));
            Assert.Equal(orders, paypal.OrdersOpened);
        }
    }

    [Fact]
    public async Task AccessToken_Should_BeAskedForOnce_AndAnewWhenPayPalEndsItEarly()
    {
        var method = await bench.AddMethodAsync(paypal.Card);
        await bench.PayAsync(method, key: "k1");
        Assert.Equal(1, paypal.TokensGiven);

        paypal.EndToken();
        var payment = await bench.PayAsync(method, key: "k2");

        Assert.Equal((PaymentStatus.Authorized, 2), (payment.Status, paypal.TokensGiven));
        Assert.Equal(2, paypal.Charges.Count);
    }

    [Fact]
    public async Task WholeUnitsOfSomeCurrencies_Should_BeAllThatPayPalTakes()
    {
        var card = (await bench.FindCardAsync(paypal.Card)).Value.StoredToken!;
        var forints = Money.Parse("100.50", Currency.Of("HUF")).Value;

        var answer = await bench.Processors.Default.AuthorizeAsync(
            new AuthorizationRequest("pay_1", card, forints, "order", TimeProvider.System.GetUtcNow()), CancellationToken.None);

        Assert.Equal(new ProcessorAnswer.Declined("decimals_not_supported"), answer);
        Assert.Equal(0, paypal.OrdersOpened);
    }

    private static DateOnly Today() => DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
}
