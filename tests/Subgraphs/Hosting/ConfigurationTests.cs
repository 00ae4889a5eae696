using System.Text.RegularExpressions;
using FinFlow.Finance;
using FinFlow.Hosting;

namespace FinFlow.Subgraphs.Tests;

public sealed class ConfigurationTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public void Defaults_Should_Be_Those_Of_The_Contract()
    {
        var configuration = From();

        Assert.Equal(8080, configuration.PortOf("gateway"));
        Assert.Equal(3007, configuration.PortOf("transactions"));
        Assert.Equal(Currency.Of("USD"), configuration.BaseCurrency);
        Assert.Equal(TimeSpan.FromSeconds(900), configuration.AccessTokenLifetime);
        Assert.Equal(Path.GetFullPath("./.data"), configuration.DataFolder);
        Assert.True(configuration.IsEmbedded);
        Assert.False(configuration.IsDevelopment);
        Assert.Empty(configuration.UrlsOf("payments"));
    }

    [Fact]
    public void Aliases_Should_Be_Read_And_The_Canonical_Name_Should_Win()
    {
        Assert.Equal("old", From(("DB_HOST", "old"), ("JWT_SECRET", new string('k', 32))).Get("POSTGRES_HOST"));
        Assert.Equal("new", From(("DB_HOST", "old"), ("POSTGRES_HOST", "new")).Get("POSTGRES_HOST"));
        Assert.Equal(9000, From(("GATEWAY_PORT", "8081"), ("FINFLOW_PORT", "9000")).PortOf("gateway"));
        Assert.Equal("sk_test", From(("STRIPE_SECRET", "sk_test"), ("STRIPE_WEBHOOK_SECRET", "whsec_test")).Get("STRIPE_API_KEY"));
    }

    [Fact]
    public void Several_Addresses_Should_Be_Separated_By_Commas()
        => Assert.Equal(
            [new Uri("http://a:3002"), new Uri("http://b:3002")],
            From(("PAYMENTS_URL", "http://a:3002, http://b:3002")).UrlsOf("payments"));

    [Fact]
    public void Every_Finding_Should_Be_Told_At_Once_And_No_Secret_With_It()
    {
        var invalid = Assert.Throws<ConfigurationInvalidException>(() => From(
            ("FINFLOW_PORT", "eighty"),
            ("JWT_EXPIRATION", "0"),
            ("FINFLOW_BASE_CURRENCY", "XAU"),
            ("LOG_LEVEL", "loud"),
            ("RATE_LIMIT_PER_USER", "-1"),
            ("FINFLOW_TRUSTED_PROXIES", "10.0.0.0/8, everybody"),
            ("CREDIT_URL", "ftp://credit"),
            ("KAFKA_BROKER", "kafka:9092,nohost"),
            ("JWT_SECRET", "hunter2"),
            ("FINFLOW_ADMIN_EMAIL", "admin@example.com")));

        Assert.Equal(
            """
            FinFlow cannot start:
              - FINFLOW_PORT must be a port, 0 to 65535.
              - JWT_EXPIRATION must be seconds, 1 to 86400.
              - RATE_LIMIT_PER_USER must be operations in a minute, 0 to 10000000.
              - FINFLOW_BASE_CURRENCY must be an ISO 4217 code such as USD.
              - LOG_LEVEL must be one of trace, debug, info, information, warn, warning, error, none.
              - CREDIT_URL must be http or https addresses, comma-separated.
              - KAFKA_BROKER must be host:port, comma-separated.
              - FINFLOW_TRUSTED_PROXIES must be addresses or networks such as 10.0.0.0/8, comma-separated.
              - JWT_SECRET must have at least 32 bytes; ./setup_env.sh makes one.
              - FINFLOW_ADMIN_EMAIL and FINFLOW_ADMIN_PASSWORD must be set together.
            """,
            invalid.Message);
    }

    [Fact]
    public void Secret_Should_Be_Made_Once_For_Its_Owner_Alone()
    {
        var first = From(("FINFLOW_DATA", folder.Path)).JwtSecret;

        Assert.Equal(64, first.Length);
        Assert.Equal(first, From(("FINFLOW_DATA", folder.Path)).JwtSecret);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder.File("jwt.key")));
        }
    }

    [Fact]
    public void Secret_Should_Not_Be_Made_Where_Several_Processes_Share_It()
    {
        var invalid = Assert.Throws<ConfigurationInvalidException>(() => From(("POSTGRES_HOST", "db")).JwtSecret);
        Assert.Equal(
            ["JWT_SECRET must be set when POSTGRES_HOST is, since all processes share it; ./setup_env.sh makes one."], invalid.Findings);
    }

    [Fact]
    public void Shared_Secrets_That_Are_Missing_Should_Be_Told_At_Once()
    {
        var shared = From(("POSTGRES_HOST", "db"));

        Assert.Equal(["JWT_SECRET", "DATA_ENCRYPTION_KEYS", "MFA_SECRET_KEY"], Missing(shared, "auth", "payments"));
        Assert.Equal(["JWT_SECRET", "DATA_ENCRYPTION_KEYS"], Missing(shared, "payments"));
        From(("FINFLOW_DATA", folder.Path)).RequireSecrets("auth");

        static IEnumerable<string> Missing(FinFlowConfiguration configuration, params string[] subgraphs)
            => Assert.Throws<ConfigurationInvalidException>(() => configuration.RequireSecrets(subgraphs)).Findings.Select(finding => finding.Split(' ')[0]);
    }

    [Fact]
    public void Port_Should_Be_Named_By_The_Variable_That_Chooses_It()
    {
        Assert.Equal("FINFLOW_PORT", From().PortVariableOf("gateway"));
        Assert.Equal("GATEWAY_PORT", From(("GATEWAY_PORT", "8081")).PortVariableOf("gateway"));
        Assert.Equal("FINFLOW_PORT", From(("GATEWAY_PORT", "8081"), ("FINFLOW_PORT", "9000")).PortVariableOf("gateway"));
        Assert.Equal("CREDIT_PORT", From().PortVariableOf("credit"));
    }

    [Fact]
    public void Clock_Should_Be_As_Exact_As_Every_Database()
        => Assert.Equal(
            new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero).AddTicks(1_234_560),
            new MicrosecondClock(new SettableClock(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero).AddTicks(1_234_567))).GetUtcNow());

    [Fact]
    public void Env_File_Should_Be_Read_And_The_Environment_Should_Win()
    {
        File.WriteAllText(folder.File(".env"), """
            # a comment
            export FINFLOW_BASE_CURRENCY=EUR
            REDIS_HOST="cache # one"
            MODEL_PATH=/models # where
            PATH=nowhere
            """);

        var configuration = FinFlowConfiguration.Load(folder.Path);
        Assert.Equal(Currency.Of("EUR"), configuration.BaseCurrency);
        Assert.Equal("cache # one", configuration.Get("REDIS_HOST"));
        Assert.Equal("/models", configuration.Get("MODEL_PATH"));

        File.WriteAllText(folder.File(".env"), "JWT_SECRET=fine\nhunter2");
        var invalid = Assert.Throws<ConfigurationInvalidException>(() => FinFlowConfiguration.Load(folder.Path));
        Assert.EndsWith("line 2 is not NAME=value.", invalid.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", invalid.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Shown_Configuration_Should_Mask_Secrets()
    {
        var shown = From(("JWT_SECRET", new string('k', 32)), ("REDIS_HOST", "cache")).ToMasked();
        Assert.Equal(("***", "cache"), (shown["JWT_SECRET"], shown["REDIS_HOST"]));
    }

    [Fact]
    public void Example_File_And_Readme_Should_Hold_The_Printed_Table()
    {
        var (example, readme) = (Path.Combine(SharedData.RepositoryRoot, ".env.example"), Path.Combine(SharedData.RepositoryRoot, "README.md"));
        var shown = Regex.Match(File.ReadAllText(readme), @"\| variable \|.*\n(?:\|.*\n)+").Value;
        if (Environment.GetEnvironmentVariable("FINFLOW_WRITE_CONFIGURATION") is not null)
        {
            File.WriteAllText(example, ConfigurationVariables.ToExample());
            File.WriteAllText(readme, File.ReadAllText(readme).Replace(shown, ConfigurationVariables.ToTable(), StringComparison.Ordinal));
            return;
        }

        const string How = "A variable has changed: FINFLOW_WRITE_CONFIGURATION=1 ./test ConfigurationTests writes .env.example and the table of README.md anew.";
        Assert.True(ConfigurationVariables.ToExample() == File.ReadAllText(example), How);
        Assert.True(ConfigurationVariables.ToTable() == shown, How);
    }

    [Theory]
    [InlineData("FINFLOW_PROT", "FINFLOW_PROT is set but not read; FINFLOW_PORT is.")]
    [InlineData("JWT_SECRETS", "JWT_SECRETS is set but not read; JWT_SECRET is.")]
    [InlineData("MONGODB_URI", "MONGODB_URI is set but not used: documents live in the relational database of the subgraph that owns them.")]
    [InlineData("POSTGRES_PORT", null)]
    [InlineData("DB_HOST", null)]
    [InlineData("HOME", null)]
    [InlineData("FINFLOW_BUILT", null)]
    public void Variable_Without_Effect_Should_Be_Told(string name, string? warning)
        => Assert.Equal(warning is null ? [] : [warning], From((name, "1")).Warnings);

    [Fact]
    public void Example_Should_List_Every_Variable_Once()
    {
        var example = ConfigurationVariables.ToExample();
        Assert.All(ConfigurationVariables.All, variable =>
            Assert.Single(example.Split('\n'), line => line.TrimStart('#', ' ').StartsWith($"{variable.Name}=", StringComparison.Ordinal)));
    }

    public void Dispose() => folder.Dispose();

    private static FinFlowConfiguration From(params (string Name, string Value)[] variables)
        => FinFlowConfiguration.From(variables.ToDictionary(variable => variable.Name, variable => variable.Value));
}
