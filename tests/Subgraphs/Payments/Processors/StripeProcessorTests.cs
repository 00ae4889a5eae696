using FinFlow.Finance;
using FinFlow.Payments;
using static FinFlow.Subgraphs.Tests.SomePayment;

namespace FinFlow.Subgraphs.Tests;

/// <summary>Stripe behind the port, over HTTP: what it answers, and what we make of no answer.</summary>
public sealed class StripeProcessorTests : IAsyncLifetime
{
    private StripeEmulator stripe = null!;
    private StripeApi api = null!;
    private StripeProcessor processor = null!;

    public async Task InitializeAsync()
    {
        stripe = await StripeEmulator.StartAsync();
        api = Api(stripe.Address, "sk_test_key");
        processor = new StripeProcessor(api);
    }

    public async Task DisposeAsync()
    {
        api.Dispose();
        await stripe.DisposeAsync();
    }

    [Fact]
    public async Task Card_Should_BeKeptWithACustomer()
    {
        Assert.Equal(
            new ProcessorCard("visa", "4242", 4, 2031) { StoredToken = "cus_1/pm_card_visa_attached" },
            await processor.FindCardAsync("pm_card_visa", CancellationToken.None));
        Assert.Null(await processor.FindCardAsync("pm_unknown", CancellationToken.None));
        Assert.Null(await processor.FindCardAsync("../customers", CancellationToken.None));
    }

    [Fact]
    public async Task Payment_Should_BeAuthorizedCapturedWithItsFeeAndRefunded()
    {
        var charge = await AuthorizedAsync();

        Assert.Equal(new ProcessorAnswer.Done(charge, Usd("3.20")), await CaptureAsync(charge));
        Assert.IsType<ProcessorAnswer.Done>(await RefundAsync(charge, "60.00", "r1"));
        Assert.Equal(new ProcessorAnswer.Declined("charge_already_refunded"), await RefundAsync(charge, "60.00", "r2"));
    }

    [Fact]
    public async Task Decline_Should_CarryItsCode()
        => Assert.Equal(new ProcessorAnswer.Declined("insufficient_funds"), await AuthorizeAsync("pm_card_chargeDeclinedInsufficientFunds"));

    [Fact]
    public async Task CustomerWhoMustAuthenticate_Should_BeAskedTo()
        => Assert.IsType<ProcessorAnswer.ActionRequired>(await AuthorizeAsync("pm_card_authenticationRequired"));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task LostAnswer_Should_BeFoundOrReplayed_AndChargeOnce(bool indexIsCurrent)
    {
        (stripe.LosesAnswers, stripe.IndexIsCurrent) = (1, indexIsCurrent);

        Assert.Equal(new ProcessorAnswer.Unknown(), await AuthorizeAsync("pm_card_visa"));
        var resolved = await processor.FindAuthorizationAsync(Request("pm_card_visa", "pay_1"), CancellationToken.None) ?? await AuthorizeAsync("pm_card_visa");

        Assert.IsType<ProcessorAnswer.Done>(resolved);
        Assert.Single(stripe.Intents);
    }

    [Fact]
    public async Task CaptureAndVoid_Should_SayAgainWhatTheyDid_EvenWhenStripeForgotTheKey()
    {
        var captured = await AuthorizedAsync();
        var voided = await AuthorizedAsync("pay_2");
        var before = (await CaptureAsync(captured), await processor.VoidAsync(voided, "v", CancellationToken.None));
        stripe.ForgetKeys();

        Assert.Equal(before, (await CaptureAsync(captured), await processor.VoidAsync(voided, "v", CancellationToken.None)));
        Assert.Equal(new ProcessorAnswer.Declined("charge_expired_for_capture"), await CaptureAsync(voided));
    }

    [Fact]
    public async Task RefundWhoseAnswerWasLost_Should_NotBeSentTwice_EvenDaysLater()
    {
        var charge = await AuthorizedAsync();
        await CaptureAsync(charge);
        stripe.LosesAnswers = 1;

        Assert.Equal(new ProcessorAnswer.Unknown(), await RefundAsync(charge, "10.00", "r1"));
        stripe.ForgetKeys();

        Assert.IsType<ProcessorAnswer.Done>(await RefundAsync(charge, "10.00", "r1"));
        Assert.Single(stripe.Refunds);
    }

    [Fact]
    public async Task WrongKeyAndNoConnection_Should_BeUnavailable()
    {
        using var wrong = Api(stripe.Address, "sk_test_other");
        using var nowhere = Api("http://127.0.0.1:1", "sk_test_key");

        Assert.Equal(new ProcessorAnswer.Unavailable(), await AuthorizeAsync("pm_card_visa", by: new StripeProcessor(wrong)));
        Assert.Equal(new ProcessorAnswer.Unavailable(), await AuthorizeAsync("pm_card_visa", by: new StripeProcessor(nowhere)));
        Assert.Equal(new ProcessorAnswer.Unknown(), await new StripeProcessor(nowhere).CaptureAsync("pi_1", Usd("1.00"), "c", CancellationToken.None));
    }

    private static StripeApi Api(string address, string key) => new(new HttpClient { BaseAddress = new Uri(address) }, key);

    private Task<ProcessorAnswer> AuthorizeAsync(string method, string key = "pay_1", StripeProcessor? by = null)
        => (by ?? processor).AuthorizeAsync(Request(method, key), CancellationToken.None);

    private static AuthorizationRequest Request(string method, string key) => new(key, $"cus_1/{method}", Usd("100.00"), "order", Noon);

    private async Task<string> AuthorizedAsync(string key = "pay_1")
        => ((ProcessorAnswer.Done)await AuthorizeAsync("pm_card_visa", key)).ChargeId;

    private Task<ProcessorAnswer> CaptureAsync(string charge) => processor.CaptureAsync(charge, Usd("100.00"), $"{charge}:capture", CancellationToken.None);

    private Task<ProcessorAnswer> RefundAsync(string charge, string amount, string key)
        => processor.RefundAsync(charge, Usd(amount), key, CancellationToken.None);
}
