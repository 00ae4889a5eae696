using System.Globalization;

namespace FinFlow.Subgraphs.Tests;

/// <summary>One database of a server, as a process is told of it and as a test looks into it.</summary>
internal sealed record PostgresDatabase(RunningPostgres Server, string Name)
{
    /// <summary>One set of keys for all databases of this process: a model is built for each set.</summary>
    internal static (string Name, string Value) DataKeys => ("DATA_ENCRYPTION_KEYS", $"test:{Convert.ToBase64String(new byte[32])}");

    internal string ConnectionString => $"Host=127.0.0.1;Port={Server.Port};Username=finflow;Password={Server.Password};Database={Name};Pooling=False";

    /// <summary>What a process must be told to keep its data there; one that is not embedded makes no secrets of its own.</summary>
    internal (string Name, string Value)[] Variables =>
    [
        ("POSTGRES_HOST", "127.0.0.1"), ("POSTGRES_PORT", Server.Port.ToString(CultureInfo.InvariantCulture)), ("POSTGRES_USER", "finflow"),
        ("POSTGRES_PASSWORD", Server.Password), ("POSTGRES_DB", Name), ("JWT_SECRET", new string('j', 40)), ("MFA_SECRET_KEY", new string('m', 40)),
        DataKeys,
    ];

    /// <summary>A fresh one on the server that tests share.</summary>
    internal static PostgresDatabase Create() => RunningPostgres.Shared.CreateDatabase($"test_{Guid.CreateVersion7():n}");

    /// <param name="subgraph">Whose tables are meant.</param>
    internal string ConnectionStringOf(string subgraph) => $"{ConnectionString};Search Path={subgraph}";
}
