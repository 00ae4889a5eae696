using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace FinFlow.Credit;

/// <summary>A key that was used, what the request was, and what came of it. It is written with the result, never without.</summary>
public sealed record IdempotencyRecord
{
    public required string OrganizationId { get; init; }

    public required string Operation { get; init; }

    public required string Key { get; init; }

    public required string RequestHash { get; init; }

    /// <summary>The loan that the request made or changed.</summary>
    public required string ResultId { get; init; }
}

/// <summary>A client's name for a request: the same key and input again is the same request again.</summary>
/// <param name="Operation">The mutation's name: keys of different mutations do not meet.</param>
/// <param name="RequestHash">Of everything else in the input.</param>
internal sealed record IdempotencyKey(string OrganizationId, string Operation, string Key, string RequestHash)
{
    public static Result<IdempotencyKey> Of(string organizationId, string operation, string key, params ReadOnlySpan<object?> parts)
    {
        if (IdempotencyKeyInvalid.IsDue(key))
        {
            return new IdempotencyKeyInvalid();
        }

        var text = new StringBuilder();
        foreach (var part in parts)
        {
            // The length in front keeps ("ab", "c") apart from ("a", "bc").
            var value = Convert.ToString(part, CultureInfo.InvariantCulture);
            text.Append(CultureInfo.InvariantCulture, $"{value?.Length ?? -1}:{value};");
        }

        return new IdempotencyKey(organizationId, operation, key, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()))));
    }

    /// <summary>What came of the key before; null when it is new; a refusal when it came with another input.</summary>
    public async Task<(string? ResultId, Refusal? Refusal)> FindAsync(CreditDbContext db, CancellationToken cancellationToken)
        => await db.IdempotencyRecords.FindAsync([OrganizationId, Operation, Key], cancellationToken) switch
        {
            null => (null, null),
            { } known when known.RequestHash == RequestHash => (known.ResultId, null),
            _ => (null, new IdempotencyKeyReused(Key)),
        };

    public void Remember(CreditDbContext db, string resultId)
        => db.Add(new IdempotencyRecord { OrganizationId = OrganizationId, Operation = Operation, Key = Key, RequestHash = RequestHash, ResultId = resultId });
}
