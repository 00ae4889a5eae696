using FinFlow.Auth;
using FinFlow.Hosting;
using FinFlow.Messaging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace FinFlow.Subgraphs.Tests;

/// <summary>PostgreSQL and Redis are reached by TLS, and only when somebody who is trusted vouches for the right name.</summary>
public sealed class TlsServersTests : IDisposable
{
    private readonly SomeAuthority trusted = new();
    private readonly SomeAuthority stranger = new();

    [PostgresFact]
    public async Task Postgres_Should_BeReachedByTls_AndRefusedWhenNobodyVouchesForIt()
    {
        using var server = new RunningPostgres(isDurable: false, trusted.Issue());
        var database = server.CreateDatabase("finflow");
        (string Name, string Value)[] With(string mode, SomeAuthority authority, string host = "localhost")
            => [("POSTGRES_TLS", mode), ("FINFLOW_TLS_CA", authority.AuthorityPath), ("POSTGRES_HOST", host), .. database.Variables.Where(variable => variable.Name != "POSTGRES_HOST")];

        using var folder = new TemporaryFolder();
        await using (var auth = await RunningSubgraph.StartAsync<AuthSubgraph>(folder.Path, null, With("verify-full", trusted)))
        {
            await AuthClient.RegisterAsync(auth, "ada@shop.example");
        }

        Assert.Equal("True,TLSv1.3", await ConnectionAsync(With("verify-full", trusted)));
        Assert.Equal("True,TLSv1.3", await ConnectionAsync(With("require", stranger)));
        Assert.Equal("False,", await ConnectionAsync(With("disable", trusted)));
        await Assert.ThrowsAsync<NpgsqlException>(() => ConnectionAsync(With("verify-full", stranger)));
        await Assert.ThrowsAsync<NpgsqlException>(() => ConnectionAsync(With("verify-ca", stranger)));
    }

    [RedisFact]
    public async Task Redis_Should_BeReachedByTls_AndRefusedWhenNobodyVouchesForIt()
    {
        using var server = new RunningRedis(trusted.Issue(), trusted.AuthorityPath);
        using var known = server.Connect(TlsFiles.TrustOf(ConfigurationOf(trusted)));
        using var unknown = server.Connect(TlsFiles.TrustOf(ConfigurationOf(stranger)));

        await known.ProbeAsync();
        await known.Database.StringSetAsync("k", "v");
        Assert.Equal("v", await known.Database.StringGetAsync("k"));
        await Assert.ThrowsAnyAsync<StackExchange.Redis.RedisConnectionException>(unknown.ProbeAsync);
    }

    [RedisFact]
    public async Task Redis_Should_BeRefused_WhenItsCertificateIsForAnotherName()
    {
        using var server = new RunningRedis(trusted.Issue("elsewhere.example"), trusted.AuthorityPath);
        using var connection = server.Connect(TlsFiles.TrustOf(ConfigurationOf(trusted)));

        await Assert.ThrowsAnyAsync<StackExchange.Redis.RedisConnectionException>(connection.ProbeAsync);
    }

    [Fact]
    public void Certificates_ThatCannotBeUsed_Should_StopTheStart()
    {
        var (certificate, key) = trusted.Issue();
        var (_, otherKey) = stranger.Issue();
        var pfx = trusted.IssuePfx("the password");

        Assert.NotNull(TlsFiles.Certificate(With(("FINFLOW_TLS_CERTIFICATE", certificate), ("FINFLOW_TLS_KEY", key)).Get));
        Assert.NotNull(TlsFiles.Certificate(With(("FINFLOW_TLS_CERTIFICATE", pfx), ("FINFLOW_TLS_PASSWORD", "the password")).Get));
        AssertRefused("FINFLOW_TLS_CERTIFICATE cannot be used: ", ("FINFLOW_TLS_CERTIFICATE", certificate));
        AssertRefused("FINFLOW_TLS_CERTIFICATE cannot be used: ", ("FINFLOW_TLS_CERTIFICATE", certificate), ("FINFLOW_TLS_KEY", otherKey));
        AssertRefused("FINFLOW_TLS_CERTIFICATE cannot be used: ", ("FINFLOW_TLS_CERTIFICATE", pfx), ("FINFLOW_TLS_PASSWORD", "another"));
        AssertRefused("FINFLOW_TLS_CERTIFICATE cannot be used: Could not find file '/nowhere.pem'.", ("FINFLOW_TLS_CERTIFICATE", "/nowhere.pem"));
        AssertRefused("FINFLOW_TLS_KEY is set, but FINFLOW_TLS_CERTIFICATE is not.", ("FINFLOW_TLS_KEY", key));
        AssertRefused("FINFLOW_TLS_CA cannot be used: it holds no certificate.", ("FINFLOW_TLS_CA", key));
        AssertRefused("POSTGRES_TLS must be one of disable, prefer, require, verify-ca, verify-full.", ("POSTGRES_TLS", "yes"));
        AssertRefused("REDIS_TLS must be one of none, required.", ("REDIS_TLS", "yes"));
        AssertRefused("KAFKA_TLS must be one of none, required.", ("KAFKA_TLS", "yes"));
    }

    public void Dispose()
    {
        trusted.Dispose();
        stranger.Dispose();
    }

    /// <summary>What the server says of the connection that a process would have.</summary>
    private static async Task<string> ConnectionAsync((string Name, string Value)[] variables)
    {
        await using var connection = new NpgsqlConnection($"{With(variables).PostgresAt("auth")};Pooling=False");
        await connection.OpenAsync();
        return Assert.Single(connection.Rows("SELECT ssl, version FROM pg_stat_ssl WHERE pid = pg_backend_pid()"));
    }

    private static FinFlowConfiguration ConfigurationOf(SomeAuthority authority) => With(("FINFLOW_TLS_CA", authority.AuthorityPath));

    private static FinFlowConfiguration With(params (string Name, string Value)[] variables)
        => FinFlowConfiguration.From(variables.ToDictionary(variable => variable.Name, variable => variable.Value));

    private static void AssertRefused(string finding, params (string Name, string Value)[] variables)
        => Assert.Contains(finding, Assert.Throws<ConfigurationInvalidException>(() => With(variables)).Message, StringComparison.Ordinal);
}
