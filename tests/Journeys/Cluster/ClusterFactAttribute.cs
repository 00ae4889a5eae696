using System.Security.Cryptography;

namespace FinFlow.Journeys.Tests;

/// <summary>A test that needs the real servers, skipped where one of them is not installed.</summary>
internal sealed class ClusterFactAttribute : FactAttribute
{
    public ClusterFactAttribute() => Skip = ClusterServers.Missing;
}

internal static class ClusterServers
{
    /// <summary>What is not here; null when everything is.</summary>
    public static string? Missing { get; } = Find();

    /// <summary>Where the servers and subgraphs of one cluster listen, and its secrets.</summary>
    public static IEnumerable<(string Name, string Value)> Variables =>
    [
        .. Deployment.Subgraphs.Select(name => $"{name.ToUpperInvariant()}_PORT").Concat(["POSTGRES_PORT", "REDIS_PORT", "KAFKA_PORT", "ZOOKEEPER_PORT"])
            .Select(name => (name, $"{Loopback.FreePort()}")),
        ("KAFKA_BROKER_VERSION", "0.9.0.1"), ("POSTGRES_HOST", "127.0.0.1"), ("POSTGRES_USER", "finflow"), ("POSTGRES_DB", "postgres"), ("POSTGRES_PASSWORD", Secret()),
        ("JWT_SECRET", Secret()), ("MFA_SECRET_KEY", Secret()), ("DATA_ENCRYPTION_KEYS", $"k1:{Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))}"),
    ];

    private static string Secret() => RandomNumberGenerator.GetHexString(48);

    private static string? Find()
        => !Directory.Exists("/usr/lib/postgresql") ? "PostgreSQL is not here (Debian: apt-get install postgresql)."
            : !File.Exists("/usr/bin/redis-server") ? "Redis is not here (Debian: apt-get install redis-server)."
            : !File.Exists("/usr/bin/java") ? "Java is not here, and so no Kafka (Debian: apt-get install default-jre-headless)."
            : null;
}
