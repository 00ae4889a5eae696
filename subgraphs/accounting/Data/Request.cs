using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace FinFlow.Accounting;

/// <summary>A client's name for what it asks: the same key with the same input is the same request again.</summary>
/// <param name="Operation">The mutation's name: keys of different mutations do not meet.</param>
/// <param name="InputHash">SHA-256 of everything else in the input.</param>
public sealed record Request(string OrganizationId, string Operation, string Key, string InputHash)
{
    /// <param name="input">The input's values in a fixed order; null where one is absent.</param>
    public static Result<Request> Of(Caller caller, string operation, string key, params ReadOnlySpan<object?> input)
    {
        if (IdempotencyKeyInvalid.IsDue(key))
        {
            return new IdempotencyKeyInvalid();
        }

        var text = new StringBuilder();
        foreach (var value in input)
        {
            // The length in front keeps ("ab", "c") apart from ("a", "bc"), and an absent value from an empty one.
            var part = value is null ? null : Convert.ToString(value, CultureInfo.InvariantCulture);
            text.Append(CultureInfo.InvariantCulture, $"{part?.Length ?? -1}:{part};");
        }

        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()));
        return new Request(caller.OrganizationId, operation, key, Convert.ToHexStringLower(hash));
    }
}

/// <summary>A request that was answered, and what it made. It is written together with that, never without.</summary>
public sealed record AnsweredRequest
{
    public required string OrganizationId { get; init; }

    public required string Operation { get; init; }

    public required string Key { get; init; }

    public required string InputHash { get; init; }

    /// <summary>The id of the entry or invoice that the request made or changed.</summary>
    public required string ResultId { get; init; }

    public required DateTimeOffset AnsweredAt { get; init; }
}
