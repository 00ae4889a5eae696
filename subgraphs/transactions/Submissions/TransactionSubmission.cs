using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace FinFlow.Transactions;

/// <summary>A movement of money as a client submits it in a batch.</summary>
/// <param name="Type">What kind of movement it is.</param>
/// <param name="Amount">Above zero.</param>
/// <param name="SourceAccountId">The account that the money leaves; by default the organisation as a whole.</param>
/// <param name="DestinationAccountId">Required for TRANSFER.</param>
/// <param name="Country">Where the money comes from.</param>
/// <param name="Reference">Required for PAYMENT, LOAN_REPAYMENT and FEE; at most 255 characters.</param>
/// <param name="Description">At most 500 characters.</param>
/// <param name="LoanId">The loan that LOAN_DISBURSEMENT pays out or LOAN_REPAYMENT pays back; without it no loan is looked at.</param>
/// <param name="IpAddress">The address of the end user's request, if there is one: it must be a public one, and a user's own.</param>
/// <param name="DeviceId">An id of 1 to 128 characters that the client keeps on the end user's device: a new one is suspicious with a high amount.</param>
/// <param name="IdempotencyKey">1 to 255 characters. The same key with the same input gives the same transaction, in whichever batch it comes. Without one, the batch's key and the item's place make it.</param>
public sealed record TransactionInput(
    TransactionType Type, MoneyInput Amount, string? SourceAccountId = null, string? DestinationAccountId = null, CountryCode? Country = null,
    string? Reference = null, string? Description = null, [property: ID] string? LoanId = null, string? IpAddress = null, string? DeviceId = null,
    string? IdempotencyKey = null);

/// <summary>What is wrong with an input, or the money that it moves: decided from the input alone, so it is always the same.</summary>
internal static class SubmissionRules
{
    public const int ReferenceLengthMax = 255;
    public const int DescriptionLengthMax = 500;
    public const int AccountIdLengthMax = 64;
    public const int DeviceIdLengthMax = 128;

    public static Result<Money> Check(TransactionInput input, string? key)
    {
        if (IdempotencyKeyInvalid.IsDue(key))
        {
            return new IdempotencyKeyInvalid();
        }

        if (!input.Amount.ToMoney().TryGet(out var amount, out var refusal))
        {
            return refusal;
        }

        return input switch
        {
            _ when !amount.IsPositive => new AmountNotPositive(amount),
            { Reference: { } reference } when reference.Length > ReferenceLengthMax || reference.Any(char.IsControl) => new ReferenceInvalid(ReferenceLengthMax),
            { Description.Length: > DescriptionLengthMax } => new DescriptionTooLong(DescriptionLengthMax),
            { SourceAccountId: { } source } when !IsAccountId(source) => new AccountIdInvalid(AccountIdLengthMax),
            { DestinationAccountId: { } destination } when !IsAccountId(destination) => new AccountIdInvalid(AccountIdLengthMax),
            { LoanId: { } loan } when !IsShort(loan, AccountIdLengthMax) => new LoanIdInvalid(AccountIdLengthMax),
            { IpAddress: { } address } when PublicAddress.Normalize(address) is null => new IpAddressInvalid(),
            { DeviceId: { } device } when !IsShort(device, DeviceIdLengthMax) => new DeviceIdInvalid(DeviceIdLengthMax),
            _ => amount,
        };
    }

    /// <summary>SHA-256 of everything but the key, so that the same key with another input is refused.</summary>
    public static string HashOf(TransactionInput input) => Hash(
    [
        $"{input.Type}", input.Amount.Amount.ToString(CultureInfo.InvariantCulture), input.Amount.Currency.Code, input.SourceAccountId,
        input.DestinationAccountId, input.Country?.Alpha2, input.Reference, input.Description,
        // Left out where absent, so that keys from before these fields existed still know their input.
        .. input is { LoanId: null, IpAddress: null, DeviceId: null } ? [] : new[] { input.LoanId, input.IpAddress, input.DeviceId },
    ]);

    public static string Hash(params IEnumerable<string?> parts)
    {
        var text = new StringBuilder();
        foreach (var part in parts)
        {
            // Lengths keep "ab", "c" and "a", "bc" apart, and an absent part from an empty one.
            text.Append(CultureInfo.InvariantCulture, $"{part?.Length ?? -1}:{part}");
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static bool IsAccountId(string id) => IsShort(id, AccountIdLengthMax);

    private static bool IsShort(string text, int lengthMax) => text.Length >= 1 && text.Length <= lengthMax && !text.Any(char.IsControl) && !string.IsNullOrWhiteSpace(text);
}
