using FinFlow.Finance;
using IResult = FinFlow.Finance.IResult;

namespace FinFlow.Subgraphs.Tests;

public sealed class ResultTests
{
    private enum Stage
    {
        Authorized,
        Captured,
    }

    [Fact]
    public void Decision_Should_Convert_From_Its_Value_And_From_Each_Refusal()
    {
        var payment = new Held(Stage.Authorized, new Money(100, Currency.Of("USD")));

        Assert.Equal(Stage.Captured, payment.Capture(new Money(100, Currency.Of("USD"))).Value.Stage);
        Assert.Equal(new CurrencyMismatch(Currency.Of("USD"), Currency.Of("EUR")), payment.Capture(new Money(1, Currency.Of("EUR"))).Refusal);
        Assert.Equal("NOT_CAPTURABLE", (payment with { Stage = Stage.Captured }).Capture(payment.Amount).Refusal!.Code);
    }

    [Fact]
    public void Layer_Without_The_Type_Should_See_Value_Or_Refusal()
    {
        IResult granted = (Result<int>)5;
        IResult refused = (Result<int>)new UnknownCurrency("XAU");

        Assert.Equal((5, null), (granted.Value, granted.Refusal));
        Assert.Null(refused.Value);
        Assert.Equal("UNKNOWN_CURRENCY", refused.Refusal!.Code);
    }

    [Fact]
    public void Value_Should_Crash_When_Refused_Or_Never_Set()
    {
        Assert.Throws<InvalidOperationException>(() => ((Result<int>)new UnknownCurrency("XAU")).Value);
        Assert.Throws<InvalidOperationException>(() => default(Result<string>).Value);
    }

    [Fact]
    public void Next_Decision_Should_Be_Reached_Only_With_A_Value()
    {
        Assert.Equal(new Money(150, Currency.Of("USD")), Currency.Parse("USD").Then(currency => Money.Parse("1.50", currency)).Value);
        Assert.Equal(new UnknownCurrency("BTC"), Currency.Parse("BTC").Then(currency => Money.Parse("1.50", currency)).Refusal);
        Assert.False(Currency.Parse("BTC").TryGet(out _, out var refusal));
        Assert.Equal("UNKNOWN_CURRENCY", refusal.Code);
    }

    private sealed record Held(Stage Stage, Money Amount)
    {
        public Result<Held> Capture(Money amount) => Stage switch
        {
            not Stage.Authorized => new NotCapturable(Stage),
            _ when amount.Currency != Amount.Currency => new CurrencyMismatch(Amount.Currency, amount.Currency),
            _ when amount.Minor <= 0 => new AmountNotPositive(amount),
            _ => this with { Stage = Stage.Captured },
        };
    }

    private sealed record NotCapturable(Stage Stage) : Refusal($"A payment that is {Stage} cannot be captured.");
}
