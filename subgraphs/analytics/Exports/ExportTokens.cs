using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;

namespace FinFlow.Analytics;

public enum ExportFormat
{
    /// <summary>RFC 4180, UTF-8.</summary>
    Csv,

    /// <summary>Office Open XML, for spreadsheets.</summary>
    Xlsx,

    /// <summary>A4, for paper.</summary>
    Pdf,
}

/// <summary>Where a report can be downloaded.</summary>
/// <param name="Url">Below `/exports/` of the address at which this API is reached. Whoever has it may read the report.</param>
/// <param name="ExpiresAt">From then on there is nothing at the address.</param>
public sealed record ReportExport(string Url, ExportFormat Format, string FileName, DateTimeOffset ExpiresAt);

/// <summary>Addresses that carry their own permission: report, format and expiry, signed. Nothing is stored for them.</summary>
/// <remarks>
/// A token is base64url (RFC 4648 §5) of version, format, expiry in seconds since 1970, the 16 bytes of the report's id, and an
/// HMAC-SHA256 of all that. Its key is derived from the key of access tokens (HKDF, RFC 5869), so that neither can be made from the other.
/// </remarks>
public sealed class ExportTokens(FinFlowConfiguration configuration, TimeProvider clock)
{
    /// <summary>Long enough for a slow network and a coffee, short enough for a link in a forwarded mail.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    /// <summary>A mail may wait for a weekend and a holiday.</summary>
    public static readonly TimeSpan MailedLifetime = TimeSpan.FromDays(7);

    private const byte Version = 1;
    private const string IdPrefix = "rep_";
    private const int ContentBytes = 1 + 1 + 8 + 16;
    private const int TokenBytes = ContentBytes + HMACSHA256.HashSizeInBytes;

    private readonly Lazy<byte[]> key = new(() => HKDF.DeriveKey(HashAlgorithmName.SHA256, configuration.JwtSecret, 32, info: "finflow exports v1"u8.ToArray()));

    public ReportExport Issue(Report report, ExportFormat format) => Issue(report, format, Lifetime);

    public ReportExport Issue(Report report, ExportFormat format, TimeSpan lifetime)
    {
        var expiresAt = DateTimeOffset.FromUnixTimeSeconds((clock.GetUtcNow() + lifetime).ToUnixTimeSeconds());
        var token = new byte[TokenBytes];
        token[0] = Version;
        token[1] = (byte)format;
        BinaryPrimitives.WriteInt64BigEndian(token.AsSpan(2), expiresAt.ToUnixTimeSeconds());
        Convert.FromHexString(report.Id.AsSpan(IdPrefix.Length)).CopyTo(token.AsSpan(10));
        HMACSHA256.HashData(key.Value, token.AsSpan(0, ContentBytes), token.AsSpan(ContentBytes));
        return new ReportExport($"/exports/{Base64Url.EncodeToString(token)}", format, FileNameOf(report, format), expiresAt);
    }

    /// <summary>What the token lets one read; null when it is not ours.</summary>
    public (string ReportId, ExportFormat Format, bool IsOver)? Read(string token)
    {
        Span<byte> bytes = stackalloc byte[TokenBytes];
        Span<byte> signature = stackalloc byte[HMACSHA256.HashSizeInBytes];
        if (token.Length != Base64Url.GetEncodedLength(TokenBytes)
            || !Base64Url.IsValid(token, out var length)
            || length != TokenBytes)
        {
            return null;
        }

        Base64Url.DecodeFromChars(token, bytes);
        HMACSHA256.HashData(key.Value, bytes[..ContentBytes], signature);
        return CryptographicOperations.FixedTimeEquals(signature, bytes[ContentBytes..])
            && bytes[0] == Version
                ? (
                    IdPrefix + Convert.ToHexStringLower(bytes[10..ContentBytes]),
                    (ExportFormat)bytes[1],
                    clock.GetUtcNow().ToUnixTimeSeconds() >= BinaryPrimitives.ReadInt64BigEndian(bytes[2..]))
                : null;
    }

    internal static string FileNameOf(Report report, ExportFormat format)
        => string.Create(CultureInfo.InvariantCulture, $"{report.Kind}-{report.From:O}-{report.To:O}.{format}").ToLowerInvariant();
}
