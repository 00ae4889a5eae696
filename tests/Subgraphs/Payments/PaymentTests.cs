using FinFlow.Finance;
using FinFlow.Payments;
using static FinFlow.Subgraphs.Tests.SomePayment;

namespace FinFlow.Subgraphs.Tests;

/// <summary>The rule book of a payment's life.</summary>
public sealed class PaymentTests
{
    [Fact]
    public void Approve_Should_MakeTheCaptureDue_When_CaptureIsAutomatic()
    {
        var approved = Authorized().Approve(Noon).Value;

        Assert.Equal((PaymentStatus.Authorized, ProcessorStep.Capture, Usd("100.00")), (approved.Status, approved.Due, approved.CapturedAmount));
    }

    [Fact]
    public void Approve_Should_LeaveTheCaptureToItsOwner_When_CaptureIsManual()
        => Assert.Equal((PaymentStatus.Authorized, ProcessorStep.None, Noon), (Approved().Status, Approved().Due, Approved().ApprovedAt!.Value));

    [Fact]
    public void Approve_Should_FreeAHeldPayment()
        => Assert.Equal(ProcessorStep.Capture, Authorized().Hold().Then(held => held.Approve(Noon)).Value.Due);

    [Fact]
    public void Approve_Should_Refuse_When_ThePaymentWasVoided()
        => Assert.Equal(
            new PaymentNotReviewable(PaymentStatus.Voided), Authorized().Void(null, Noon).Value.Voided(Noon).Value.Approve(Noon).Refusal);

    [Fact]
    public void Approve_Should_Refuse_When_ItWasApprovedBefore()
        => Assert.Equal("PAYMENT_NOT_REVIEWABLE: A payment that is authorized cannot be reviewed.", Approved().Approve(Noon).ToString());

    [Fact]
    public void Capture_Should_Refuse_When_ThePaymentIsNotApproved()
        => Assert.Equal(new PaymentNotApproved(), Authorized(captureMethod: CaptureMethod.Manual).Capture(Usd("1.00"), Noon).Refusal);

    [Fact]
    public void Capture_Should_Refuse_When_AmountExceedsAuthorization()
        => Assert.Equal(
            "CAPTURE_EXCEEDS_AUTHORIZATION: Only 100.00 USD is authorized, so 100.01 USD cannot be captured.",
            Approved().Capture(Usd("100.01"), Noon).ToString());

    [Fact]
    public void Capture_Should_Refuse_When_TheCurrencyIsAnother()
        => Assert.Equal(
            new CurrencyMismatch(Currency.Of("USD"), Currency.Of("EUR")), Approved().Capture(new Money(100, Currency.Of("EUR")), Noon).Refusal);

    [Theory]
    [InlineData("0.00")]
    [InlineData("-1.00")]
    public void Capture_Should_Refuse_When_TheAmountIsNotPositive(string amount)
        => Assert.Equal(new AmountNotPositive(Usd(amount)), Approved().Capture(Usd(amount), Noon).Refusal);

    [Fact]
    public void Capture_Should_Refuse_When_ItIsHeld()
        => Assert.Equal(new PaymentNotCapturable(PaymentStatus.Held), Authorized().Hold().Value.Capture(Usd("1.00"), Noon).Refusal);

    [Fact]
    public void Capture_Should_Refuse_When_AnotherCaptureIsUnderWay()
        => Assert.Equal(
            new PaymentNotCapturable(PaymentStatus.Authorized), Approved().Capture(Usd("40.00"), Noon).Value.Capture(Usd("60.00"), Noon).Refusal);

    [Fact]
    public void Void_Should_Refuse_When_ThePaymentIsCaptured()
        => Assert.Equal("PAYMENT_NOT_VOIDABLE: A payment that is captured cannot be voided.", Captured().Void(null, Noon).ToString());

    [Fact]
    public void Void_Should_Refuse_When_ACaptureIsUnderWay()
        => Assert.Equal(
            new PaymentNotVoidable(PaymentStatus.Authorized), Authorized().Approve(Noon).Value.Void(null, Noon).Refusal);

    [Fact]
    public void Refund_Should_Refuse_When_NothingIsCaptured()
        => Assert.Equal(
            "PAYMENT_NOT_REFUNDABLE: A payment that is authorized cannot be refunded.", Authorized().Refund(Usd("1.00")).ToString());

    [Fact]
    public void Refund_Should_CountWhatIsUnderWay()
    {
        var promised = Captured().Refund(Usd("70.00")).Value;

        Assert.Equal(
            "REFUND_EXCEEDS_CAPTURE: Only 30.00 USD can still be refunded, so 30.01 USD cannot.", promised.Refund(Usd("30.01")).ToString());
        Assert.False(promised.Refund(Usd("30.00")).IsRefused);
    }

    [Fact]
    public void Refund_Should_BePartialAndThenComplete()
    {
        var half = Captured().Refund(Usd("40.00")).Value.Refunded(Usd("40.00"), Noon);
        var whole = half.Refund(Usd("60.00")).Value.Refunded(Usd("60.00"), Noon);

        Assert.Equal((PaymentStatus.PartiallyRefunded, Usd("60.00")), (half.Status, half.RefundableAmount));
        Assert.Equal((PaymentStatus.Refunded, Usd("0.00")), (whole.Status, whole.RefundableAmount));
    }

    [Fact]
    public void FailedRefund_Should_BeRefundableAgain()
        => Assert.Equal(Usd("100.00"), Captured().Refund(Usd("40.00")).Value.RefundFailed(Usd("40.00")).RefundableAmount);

    [Fact]
    public void Unanswered_Should_WaitLongerEachTime()
    {
        var once = Intended().Unanswered(Noon).Value;
        var twice = once.Unanswered(Noon).Value;

        Assert.Equal((PaymentStatus.Processing, ProcessorStep.Authorize), (once.Status, once.Due));
        Assert.Equal([TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5)], [once.DueAt!.Value - Noon, twice.DueAt!.Value - Noon]);
    }

    [Fact]
    public void Outcome_Should_NameTheDecline()
        => Assert.Equal(
            new PaymentDeclined("pay_1", "insufficient_funds"), Intended().Failed("insufficient_funds", "declined", Noon).Value.Outcome.Refusal);
}
