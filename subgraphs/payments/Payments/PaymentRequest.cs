using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace FinFlow.Payments;

/// <summary>What a client asks to be paid: checked here before anything is recorded.</summary>
public sealed record PaymentRequest(
    Money Amount, string PaymentMethodId, string Reference, string? Description, CountryCode? Country, CaptureMethod CaptureMethod)
{
    internal const int ReferenceLengthMax = 255;
    internal const int DescriptionLengthMax = 500;

    /// <summary>The payment that is recorded as an intent before the processor is asked.</summary>
    public Result<Payment> ToIntent(string id, string organizationId, string userId, PaymentMethod method, DateTimeOffset now) => this switch
    {
        { Amount.IsPositive: false } => new AmountNotPositive(Amount),
        _ when !IsReference(Reference) => new ReferenceInvalid(ReferenceLengthMax),
        { Description.Length: > DescriptionLengthMax } => new DescriptionTooLong(DescriptionLengthMax),
        _ when method.RemovedAt is not null || method.OrganizationId != organizationId => new PaymentMethodNotFound(PaymentMethodId),
        _ => new Payment
        {
            Id = id,
            OrganizationId = organizationId,
            UserId = userId,
            PaymentMethodId = method.Id,
            CardBrand = method.Brand,
            Processor = method.Processor,
            Amount = Amount,
            CapturedAmount = Money.Zero(Amount.Currency),
            Fee = Money.Zero(Amount.Currency),
            RefundedAmount = Money.Zero(Amount.Currency),
            RefundsUnderWay = Money.Zero(Amount.Currency),
            Reference = Reference,
            Description = Description,
            Country = Country,
            CaptureMethod = CaptureMethod,
            CreatedAt = now,
            DueAt = now + Payment.Patience,
        },
    };

    internal static bool IsReference(string reference)
        => reference.Length is >= 1 and <= ReferenceLengthMax && !string.IsNullOrWhiteSpace(reference) && !reference.Any(char.IsControl);
}

/// <summary>A client's name for a request: the same key and input again is the same request again.</summary>
/// <param name="Operation">The mutation's name: keys of different mutations do not meet.</param>
/// <param name="RequestHash">Of everything else in the input.</param>
public sealed record IdempotencyKey(string OrganizationId, string Operation, string Key, string RequestHash)
{
    /// <param name="parts">The input's values, in a fixed order; null where a value is absent.</param>
    public static Result<IdempotencyKey> Of(string organizationId, string operation, string key, params ReadOnlySpan<object?> parts)
    {
        if (IdempotencyKeyInvalid.IsDue(key))
        {
            return new IdempotencyKeyInvalid();
        }

        var text = new StringBuilder();
        foreach (var part in parts)
        {
            // The length in front keeps ("ab", "c") apart from ("a", "bc"), and an absent value from an empty one.
            var value = part is null ? null : Convert.ToString(part, CultureInfo.InvariantCulture);
            text.Append(CultureInfo.InvariantCulture, $"{value?.Length ?? -1}:{value};");
        }

        return new IdempotencyKey(organizationId, operation, key, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()))));
    }
}
