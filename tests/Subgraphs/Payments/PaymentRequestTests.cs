using FinFlow.Finance;
using FinFlow.Payments;
using static FinFlow.Subgraphs.Tests.SomePayment;

namespace FinFlow.Subgraphs.Tests;

/// <summary>What is refused before anything is recorded.</summary>
public sealed class PaymentRequestTests
{
    private static readonly PaymentRequest Good = new(Usd("10.00"), "pm_1", "order 1", null, null, CaptureMethod.Automatic);

    public static TheoryData<PaymentRequest, Refusal> Bad => new()
    {
        { Good with { Amount = Usd("0.00") }, new AmountNotPositive(Usd("0.00")) },
        { Good with { Amount = Usd("-0.01") }, new AmountNotPositive(Usd("-0.01")) },
        { Good with { Reference = "" }, new ReferenceInvalid(255) },
        { Good with { Reference = "   " }, new ReferenceInvalid(255) },
        { Good with { Reference = "a\nb" }, new ReferenceInvalid(255) },
        { Good with { Reference = new string('x', 256) }, new ReferenceInvalid(255) },
        { Good with { Description = new string('x', 501) }, new DescriptionTooLong(500) },
    };

    [Theory, MemberData(nameof(Bad))]
    public void Intent_Should_BeRefused(PaymentRequest request, Refusal refusal)
        => Assert.Equal(refusal, request.ToIntent("pay_1", "org_1", "usr_1", SomeMethod(), Noon).Refusal);

    [Fact]
    public void Intent_Should_BeRefused_When_TheMethodIsForeignOrRemoved()
    {
        Assert.Equal(new PaymentMethodNotFound("pm_1"), Good.ToIntent("pay_1", "org_1", "usr_1", SomeMethod("org_2"), Noon).Refusal);
        Assert.Equal(new PaymentMethodNotFound("pm_1"), Good.ToIntent("pay_1", "org_1", "usr_1", SomeMethod().Remove(Noon), Noon).Refusal);
    }

    [Fact]
    public void Intent_Should_TakeAReferenceOf255Characters()
        => Assert.False((Good with { Reference = new string('x', 255) }).ToIntent("pay_1", "org_1", "usr_1", SomeMethod(), Noon).IsRefused);

    [Fact]
    public void IdempotencyKey_Should_TellInputsApart()
    {
        Assert.NotEqual(HashOf("ab", "c"), HashOf("a", "bc"));
        Assert.NotEqual(HashOf("a", null), HashOf("a", ""));
        Assert.Equal(HashOf("a", "b"), HashOf("a", "b"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void IdempotencyKey_Should_BeRefused_When_ItIsEmpty(string key)
        => Assert.Equal(new IdempotencyKeyInvalid(255), IdempotencyKey.Of("org_1", "processPayment", key).Refusal);

    private static string HashOf(params object?[] parts) => IdempotencyKey.Of("org_1", "processPayment", "key", parts).Value.RequestHash;
}
