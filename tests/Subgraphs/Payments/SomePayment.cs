using FinFlow.Finance;
using FinFlow.Payments;

namespace FinFlow.Subgraphs.Tests;

/// <summary>Payments to decide about.</summary>
internal static class SomePayment
{
    internal static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    internal static Money Usd(string amount) => Money.Parse(amount, Currency.Of("USD")).Value;

    internal static Payment Intended(string amount = "100.00", CaptureMethod captureMethod = CaptureMethod.Automatic)
        => new PaymentRequest(Usd(amount), "pm_1", "order 1", null, CountryCode.Of("US"), captureMethod)
            .ToIntent("pay_1", "org_1", "usr_1", SomeMethod(), Noon).Value;

    internal static Payment Authorized(string amount = "100.00", CaptureMethod captureMethod = CaptureMethod.Automatic)
        => Intended(amount, captureMethod).Authorized("ch_1", Noon).Value;

    internal static Payment Approved(string amount = "100.00") => Authorized(amount, CaptureMethod.Manual).Approve(Noon).Value;

    internal static Payment Captured(string amount = "100.00")
        => Authorized(amount).Approve(Noon).Value.Captured(Usd("3.20"), Noon).Value;

    internal static PaymentMethod SomeMethod(string organizationId = "org_1") => new()
    {
        Id = "pm_1", OrganizationId = organizationId, Processor = "sandbox", Token = "pm_card_visa", Brand = "visa", Last4 = "4242",
        ExpiryMonth = 12, ExpiryYear = 2030, CreatedAt = Noon,
    };
}
