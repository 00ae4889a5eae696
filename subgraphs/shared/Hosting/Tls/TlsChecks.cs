using System.Security.Cryptography;

namespace FinFlow.Hosting;

/// <summary>That certificates can be read, and their keys belong to them, is found out before a port is opened.</summary>
internal static class TlsChecks
{
    private static readonly string[] Redis = ["none", "required"];
    private static readonly string[] Postgres = ["disable", "prefer", "require", "verify-ca", "verify-full"];

    internal static IEnumerable<string> Check(Func<string, string?> read)
        => new[]
        {
            OneOf(read, "POSTGRES_TLS", Postgres),
            OneOf(read, "REDIS_TLS", Redis),
            OneOf(read, "KAFKA_TLS", Redis),
            Readable("FINFLOW_TLS_CERTIFICATE", () => TlsFiles.Certificate(read)?.Own.Dispose()),
            Readable("FINFLOW_TLS_CA", () => TlsFiles.Authorities(read)),
            read("FINFLOW_TLS_CERTIFICATE") is null && read("FINFLOW_TLS_KEY") is not null ? "FINFLOW_TLS_KEY is set, but FINFLOW_TLS_CERTIFICATE is not." : null,
        }.OfType<string>();

    private static string? OneOf(Func<string, string?> read, string name, string[] choices)
        => choices.Contains(read(name), StringComparer.OrdinalIgnoreCase) ? null : $"{name} must be one of {string.Join(", ", choices)}.";

    private static string? Readable(string name, Action load)
    {
        try
        {
            load();
            return null;
        }
        catch (Exception failure) when (failure is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            return $"{name} cannot be used: {failure.Message}";
        }
    }
}
