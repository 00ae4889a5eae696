using System.Collections;
using System.Globalization;
using FinFlow.Encryption;
using FinFlow.Finance;

namespace FinFlow.Hosting;

/// <summary>What a process is told from outside, read once at start and checked before anything else happens.</summary>
public sealed class FinFlowConfiguration
{
    private readonly IReadOnlyDictionary<string, string> values;
    private readonly Lazy<byte[]> jwtSecret;
    private readonly Lazy<IReadOnlyList<byte[]>> mfaSecretKeys;
    private readonly Lazy<FieldCipher> dataCipher;

    private FinFlowConfiguration(IReadOnlyDictionary<string, string> values)
    {
        this.values = values;
        DataFolder = Path.GetFullPath(Get("FINFLOW_DATA")!);
        jwtSecret = new Lazy<byte[]>(() => GeneratedSecrets.ReadOrMake(this, "JWT_SECRET", "jwt.key"));
        mfaSecretKeys = new Lazy<IReadOnlyList<byte[]>>(() => GeneratedSecrets.MfaKeys(this));
        dataCipher = new Lazy<FieldCipher>(() => new FieldCipher(GeneratedSecrets.DataKeys(this)));
    }

    /// <summary>Absolute.</summary>
    public string DataFolder { get; }

    public Currency BaseCurrency => Currency.Of(Get("FINFLOW_BASE_CURRENCY")!);

    /// <summary>The first administrator, when both variables are set.</summary>
    public (string Email, string Password)? Admin
        => (Get("FINFLOW_ADMIN_EMAIL"), Get("FINFLOW_ADMIN_PASSWORD")) is ({ } email, { } password) ? (email, password) : null;

    public bool IsDevelopment => string.Equals(Get("FINFLOW_ENVIRONMENT"), "development", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the databases are SQLite files of this machine, so that secrets may be made and kept beside them.</summary>
    public bool IsEmbedded => Get("POSTGRES_HOST") is null;

    /// <summary>The key of access tokens, at least 32 bytes.</summary>
    /// <exception cref="ConfigurationInvalidException">It is unset where it cannot be made.</exception>
    public byte[] JwtSecret => jwtSecret.Value;

    /// <summary>Of second factors: the first one writes, every one reads.</summary>
    /// <exception cref="ConfigurationInvalidException">It is unset where it cannot be made.</exception>
    public IReadOnlyList<byte[]> MfaSecretKeys => mfaSecretKeys.Value;

    /// <summary>What seals personal data where it is stored.</summary>
    /// <exception cref="ConfigurationInvalidException">There is no key where none can be made.</exception>
    public FieldCipher DataCipher => dataCipher.Value;

    public TimeSpan AccessTokenLifetime => TimeSpan.FromSeconds(Number("JWT_EXPIRATION"));

    /// <summary>What the operator should know and that does not stop the start.</summary>
    public IReadOnlyList<string> Warnings
        =>
        [
            .. Get("MONGODB_URI") is null ? Array.Empty<string>() : ["MONGODB_URI is set but not used: documents live in the relational database of the subgraph that owns them."],
            .. MisspeltVariables.Find(values.Keys),
        ];

    /// <summary>What it stores in, as operators know it.</summary>
    public string DatabaseName => IsEmbedded ? $"SQLite in {DataFolder} (FINFLOW_DATA)" : $"PostgreSQL at {Get("POSTGRES_HOST")}:{Get("POSTGRES_PORT")}";

    /// <summary>Reads <c>.env</c> of the given folder and the environment, which wins.</summary>
    /// <exception cref="ConfigurationInvalidException">Something set makes no sense.</exception>
    public static FinFlowConfiguration Load(string? folder = null)
    {
        var variables = DotEnvFile.Read(Path.Combine(folder ?? Directory.GetCurrentDirectory(), ".env"));
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            variables[(string)variable.Key] = (string?)variable.Value ?? "";
        }

        return From(variables);
    }

    /// <summary>The configuration of the given variables alone.</summary>
    /// <exception cref="ConfigurationInvalidException">Something set makes no sense.</exception>
    public static FinFlowConfiguration From(IReadOnlyDictionary<string, string> variables)
    {
        var findings = ConfigurationChecks.Check(variables).ToList();
        return findings is [] ? new FinFlowConfiguration(variables) : throw new ConfigurationInvalidException(findings);
    }

    /// <summary>The same for the embedded installation of a folder.</summary>
    public FinFlowConfiguration InFolder(string folder)
        => new(new Dictionary<string, string>(values) { ["FINFLOW_DATA"] = folder, ["POSTGRES_HOST"] = "", ["DB_HOST"] = "" });

    /// <summary>A variable of the table by its canonical name: its value, an alias's, the default, or null. Empty counts as unset.</summary>
    /// <exception cref="ArgumentException">The table has no such variable.</exception>
    public string? Get(string name) => ConfigurationChecks.Read(values, name);

    /// <summary>The port of a process: FINFLOW_PORT (gateway only), then <c>&lt;NAME&gt;_PORT</c>; 0 lets the system choose.</summary>
    public int PortOf(string process)
        => Number(process == "gateway" && Get("FINFLOW_PORT") is not null ? "FINFLOW_PORT" : OwnPortVariableOf(process));

    /// <summary>The variable with which another port is chosen: the one that is set, and FINFLOW_PORT where none is.</summary>
    public string PortVariableOf(string process)
        => process == "gateway" && (Get("FINFLOW_PORT") is not null || !values.ContainsKey(OwnPortVariableOf(process))) ? "FINFLOW_PORT" : OwnPortVariableOf(process);

    /// <summary>Whether a subgraph's port is reached from other machines.</summary>
    public bool ListensToAny => string.Equals(Get("FINFLOW_LISTEN"), "any", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether subgraphs also answer routers of Apollo Federation.</summary>
    public bool SpeaksApolloFederation => Get("FINFLOW_APOLLO_FEDERATION") == "1";

    /// <summary>What the process's own port speaks: http, or https with TLS.</summary>
    public string Scheme => Get("FINFLOW_TLS_CERTIFICATE") is null ? "http" : "https";

    /// <summary>Where people reach the gateway, without a slash at the end.</summary>
    public string PublicUrl => (Get("FINFLOW_PUBLIC_URL") ?? $"{Scheme}://localhost:{PortOf("gateway")}").TrimEnd('/');

    /// <summary>Where a process is reached; none when <c>&lt;NAME&gt;_URL</c> is unset.</summary>
    public IReadOnlyList<Uri> UrlsOf(string process)
        => [.. (Get($"{process.ToUpperInvariant()}_URL") ?? "")
            .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(url => new Uri(url))];

    /// <summary>Every variable that is set, secrets masked: for <c>/debug</c>.</summary>
    public IReadOnlyDictionary<string, string> ToMasked()
        => ConfigurationVariables.All
            .Select(variable => (variable, Value: Get(variable.Name)))
            .Where(entry => entry.Value is not null)
            .ToDictionary(entry => entry.variable.Name, entry => entry.variable.IsSecret ? "***" : entry.Value!);

    /// <summary>Stops a start without the secrets that processes share, which none of them can make for itself; all that are missing are named.</summary>
    /// <param name="subgraphs">What the process hosts.</param>
    /// <exception cref="ConfigurationInvalidException">Some are missing.</exception>
    public void RequireSecrets(params IEnumerable<string> subgraphs)
    {
        if (GeneratedSecrets.FindMissing(this, subgraphs).ToList() is { Count: > 0 } missing)
        {
            throw new ConfigurationInvalidException(missing);
        }
    }

    /// <summary>A whole number of the table.</summary>
    public int Number(string name) => int.Parse(Get(name)!, CultureInfo.InvariantCulture);

    private static string OwnPortVariableOf(string process) => $"{process.ToUpperInvariant()}_PORT";
}
