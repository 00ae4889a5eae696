using FinFlow.Finance;
using FinFlow.Payments;
using static FinFlow.Subgraphs.Tests.SomePayment;

namespace FinFlow.Subgraphs.Tests;

/// <summary>The sandbox behaves as a processor does, over its own file.</summary>
public sealed class SandboxProcessorTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly SandboxProcessor sandbox;

    public SandboxProcessorTests()
    {
        var options = new SandboxOptions(folder.File("sandbox-processor.db"), TimeSpan.Zero);
        sandbox = new SandboxProcessor(new SandboxFile(options, TimeProvider.System), options, TimeProvider.System);
    }

    [Fact]
    public async Task SameKey_Should_ChargeOnce()
    {
        var first = await AuthorizeAsync("pm_card_visa", "k");
        var again = await AuthorizeAsync("pm_card_visa", "k");

        Assert.Equal(first, again);
        Assert.IsType<ProcessorAnswer.Done>(first);
    }

    [Theory]
    [InlineData("pm_card_chargeDeclined", "generic_decline")]
    [InlineData("pm_card_chargeDeclinedInsufficientFunds", "insufficient_funds")]
    public async Task Declines_Should_HaveStripesCodes(string token, string code)
        => Assert.Equal(new ProcessorAnswer.Declined(code), await AuthorizeAsync(token, "k"));

    [Fact]
    public async Task Timeout_Should_BeUnknownAndThenFound()
    {
        Assert.Equal(new ProcessorAnswer.Unknown(), await AuthorizeAsync("pm_sandbox_timeout", "k"));
        Assert.IsType<ProcessorAnswer.Done>(await sandbox.FindAuthorizationAsync(Request("k"), CancellationToken.None));
    }

    [Fact]
    public async Task Outage_Should_ReachNothing()
    {
        Assert.Equal(new ProcessorAnswer.Unavailable(), await AuthorizeAsync("pm_sandbox_outage", "k"));
        Assert.Null(await sandbox.FindAuthorizationAsync(Request("k"), CancellationToken.None));
    }

    [Fact]
    public async Task Refunds_Should_NeverExceedTheCapture_AndCountAKeyOnce()
    {
        var charge = await CaptureAsync("100.00");

        Assert.IsType<ProcessorAnswer.Done>(await RefundAsync(charge, "60.00", "r1"));
        Assert.IsType<ProcessorAnswer.Done>(await RefundAsync(charge, "60.00", "r1"));
        Assert.Equal(new ProcessorAnswer.Declined("charge_not_refundable"), await RefundAsync(charge, "40.01", "r2"));
        Assert.IsType<ProcessorAnswer.Done>(await RefundAsync(charge, "40.00", "r3"));
    }

    [Fact]
    public async Task Void_Should_RefuseACapturedCharge()
        => Assert.Equal(
            new ProcessorAnswer.Declined("charge_not_voidable"), await sandbox.VoidAsync(await CaptureAsync("5.00"), "v", CancellationToken.None));

    [Theory]
    [InlineData("USD", 10000, 320)]
    [InlineData("USD", 10, 10)]
    [InlineData("JPY", 10000, 290)]
    [InlineData("KWD", 10000, 590)]
    public void Fee_Should_BeInTheCurrencysTerms(string currency, long amount, long fee)
        => Assert.Equal(new Money(fee, Currency.Of(currency)), SandboxProcessor.FeeOf(new Money(amount, Currency.Of(currency))));

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        folder.Dispose();
    }

    private Task<ProcessorAnswer> AuthorizeAsync(string token, string key, string amount = "100.00")
        => sandbox.AuthorizeAsync(Request(key, token, amount), CancellationToken.None);

    private static AuthorizationRequest Request(string key, string token = "pm_card_visa", string amount = "100.00")
        => new(key, token, Usd(amount), "order", Noon);

    private async Task<string> CaptureAsync(string amount)
    {
        var charge = ((ProcessorAnswer.Done)await AuthorizeAsync("pm_card_visa", "k", amount)).ChargeId;
        Assert.IsType<ProcessorAnswer.Done>(await sandbox.CaptureAsync(charge, Usd(amount), "c", CancellationToken.None));
        return charge;
    }

    private Task<ProcessorAnswer> RefundAsync(string charge, string amount, string key)
        => sandbox.RefundAsync(charge, Usd(amount), key, CancellationToken.None);
}
