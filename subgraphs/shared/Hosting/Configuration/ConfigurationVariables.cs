using System.Text;

namespace FinFlow.Hosting;

/// <summary>Every variable that FinFlow reads: what is not in this table is not read.</summary>
public static class ConfigurationVariables
{
    public static IReadOnlyList<ConfigurationVariable> All { get; } =
    [
        new("FINFLOW_DATA", "./.data", "Folder of the embedded databases, the event log and generated keys."),
        new("FINFLOW_PORT", null, "Port of the gateway; wins over GATEWAY_PORT."),
        new("FINFLOW_BASE_CURRENCY", "USD", "ISO 4217 code in which statements and dashboards are kept."),
        new("FINFLOW_ADMIN_EMAIL", null, "E-mail address of the first administrator, made at start when absent."),
        Secret("FINFLOW_ADMIN_PASSWORD", "Password of the first administrator."),
        new("FINFLOW_ENVIRONMENT", "production", "production or development; /debug answers in development only.", "ASPNETCORE_ENVIRONMENT"),
        new("FINFLOW_LISTEN", "loopback", "loopback or any: from where a subgraph's own port is reached. The gateway's is reached from anywhere."),
        new("FINFLOW_PUBLIC_URL", null, "Where people reach the gateway, for links in mails; unset means this machine."),
        new("FINFLOW_APP_URL", null, "Page of the app that mails lead to, with #resetPassword= or #verifyEmail= and the token; unset means that mails show the token itself."),
        new("RATE_LIMIT_PER_USER", "6000", "Operations that a user may send to a gateway in a minute; 0 for any number."),
        new("RATE_LIMIT_PER_ADDRESS", "1200", "Operations without a token that a gateway takes from an address in a minute; 0 for any number."),
        new("FINFLOW_TRUSTED_PROXIES", null, "Addresses or networks, comma-separated, of proxies before the gateway, which are believed when they name the client in X-Forwarded-For."),
        new("FINFLOW_APOLLO_FEDERATION", "0", "1 lets subgraphs also speak the Apollo Federation protocol, for routers other than ours; 0 does not."),
        new("FINFLOW_TLS_CERTIFICATE", null, "File of the certificate with which the process's own port speaks TLS, PEM with its chain or PFX; unset means without TLS."),
        new("FINFLOW_TLS_KEY", null, "PEM file of the certificate's private key; unset means that it is in the certificate's file."),
        Secret("FINFLOW_TLS_PASSWORD", "Password of the PFX file or of the private key."),
        new("FINFLOW_TLS_CA", null, "PEM file of authorities that are trusted beside the system's when other processes, PostgreSQL, Redis or Kafka are reached by TLS."),
        .. Processes(),
        new("POSTGRES_HOST", null, "Host of PostgreSQL; unset means embedded SQLite files.", "DB_HOST"),
        new("POSTGRES_PORT", "5432", "Port of PostgreSQL.", "DB_PORT"),
        new("POSTGRES_USER", "finflow", "User of PostgreSQL.", "DB_USER", "DB_USERNAME"),
        Secret("POSTGRES_PASSWORD", "Password of PostgreSQL.", "DB_PASSWORD"),
        new("POSTGRES_DB", "finflow", "Database of PostgreSQL; every subgraph has a schema of its own in it.", "DB_NAME", "DB_DATABASE"),
        new("POSTGRES_CONNECTIONS_MAX", "12", "Connections that each subgraph opens at most; all seven together must fit into the server's max_connections."),
        new("POSTGRES_TLS", "prefer", "disable, prefer, require, verify-ca or verify-full, as libpq's sslmode; the last two check the server's certificate."),
        new("REDIS_HOST", null, "Host of Redis; unset means caches and topics inside the process, and sessions in the database alone."),
        new("REDIS_PORT", "6379", "Port of Redis."),
        new("REDIS_TLS", "none", "required to reach Redis by TLS, with a certificate for REDIS_HOST; or none."),
        new("KAFKA_BROKER", null, "Kafka's host:port; unset means the event log in the data folder.", "KAFKA_BROKERS"),
        new("KAFKA_BROKER_VERSION", null, "Version of brokers that cannot be asked for it, such as 0.9.0.1; unset for all newer ones."),
        new("KAFKA_TLS", "none", "required to reach Kafka by TLS, with certificates for its brokers' names; or none."),
        new("KAFKA_LIBRARY", null, "File of librdkafka; unset means beside the program, or artifacts/librdkafka/librdkafka.so.1."),
        Secret("JWT_SECRET", "Key that signs access tokens, at least 32 bytes; embedded installations make their own when unset."),
        new("JWT_EXPIRATION", "900", "Seconds that an access token lives."),
        Secret("MFA_SECRET_KEY", "Keys that encrypt the seeds of second factors and what auth hands out to get back, comma-separated: the first one writes, all read; embedded installations make their own when unset."),
        Secret("DATA_ENCRYPTION_KEYS", "Keys that encrypt personal data where it is stored, as id:base64 of 32 bytes, comma-separated: the first one writes, all read; embedded installations make their own when unset."),
        new("SMS_URL", null, "Where text messages are posted as JSON (to, text); unset means files in outbox/sms of the data folder."),
        Secret("SMS_TOKEN", "Bearer token for SMS_URL."),
        new("SMTP_HOST", null, "Host that takes mails; unset means files in outbox/mail of the data folder."),
        new("SMTP_PORT", "587", "Port of SMTP_HOST; 465 means TLS from the first byte."),
        new("SMTP_TLS", "required", "required, or none for a host that is reached without leaving the machine."),
        new("SMTP_USER", null, "User of SMTP_HOST; unset means that it asks for none."),
        Secret("SMTP_PASSWORD", "Password of SMTP_USER."),
        new("SMTP_FROM", "FinFlow <no-reply@finflow.example>", "Sender of mails."),
        new("OAUTH_REDIRECT_URL", null, "Page of the app to which a provider sends the browser back; the app hands code and state to loginWithOAuth."),
        .. OAuthClient("GOOGLE", "Google"),
        new("GOOGLE_ISSUER", "https://accounts.google.com", "Google's issuer; another address is for tests."),
        .. OAuthClient("GITHUB", "GitHub"),
        new("GITHUB_URL", "https://github.com", "Where GitHub is reached; an Enterprise Server has its own address."),
        new("GITHUB_API_URL", "https://api.github.com", "Where GitHub's API is reached; an Enterprise Server has it below /api/v3."),
        .. OAuthClient("MICROSOFT", "Microsoft"),
        new("MICROSOFT_ISSUER", "https://login.microsoftonline.com/common/v2.0", "Microsoft's issuer; a tenant's id in place of common admits its people alone."),
        new("PAYMENT_PROCESSOR", null, "Where cards are stored unless a client names another: sandbox, stripe, paypal or square; unset means the first whose keys are set, else the sandbox."),
        new("SANDBOX_DELAY_MS", "0", "Milliseconds that the sandbox processor takes for a request: simulates a slow one."),
        Secret("STRIPE_API_KEY", "Key of Stripe; unset means that nothing is collected with Stripe.", "STRIPE_SECRET", "STRIPE_SECRET_KEY"),
        Secret("STRIPE_WEBHOOK_SECRET", "Secret of Stripe's webhook signatures; must be set when STRIPE_API_KEY is."),
        new("STRIPE_API_URL", "https://api.stripe.com", "Where Stripe's API is reached; another address is for tests."),
        new("PAYPAL_CLIENT_ID", null, "Client id of PayPal; unset means that nothing is collected with PayPal."),
        Secret("PAYPAL_CLIENT_SECRET", "Client secret of PayPal; must be set when PAYPAL_CLIENT_ID is.", "PAYPAL_SECRET"),
        new("PAYPAL_API_URL", "https://api-m.paypal.com", "Where PayPal's API is reached; https://api-m.sandbox.paypal.com is PayPal's for tests."),
        new("PAYPAL_WEBHOOK_ID", null, "PayPal's id of our webhook, which its signatures cover; must be set when PAYPAL_CLIENT_ID is."),
        Secret("SQUARE_ACCESS_TOKEN", "Access token of Square; unset means that nothing is collected with Square."),
        new("SQUARE_LOCATION_ID", null, "Square's id of the place where the money is collected; must be set when SQUARE_ACCESS_TOKEN is."),
        new("SQUARE_API_URL", "https://connect.squareup.com", "Where Square's API is reached; https://connect.squareupsandbox.com is Square's for tests."),
        Secret("SQUARE_WEBHOOK_SIGNATURE_KEY", "Key of Square's webhook signatures; must be set when SQUARE_ACCESS_TOKEN is."),
        new("SQUARE_WEBHOOK_URL", null, "Our webhook's address exactly as it is registered with Square, which its signatures cover; must be set when SQUARE_ACCESS_TOKEN is."),
        new("MODEL_PATH", null, "File of a credit model, activated when it is new; unset means the model that was activated last, or the baseline rule."),
        new("OTEL_EXPORTER_OTLP_ENDPOINT", null, "Where traces go by OTLP over HTTP, such as http://localhost:4318; unset means nowhere."),
        new("LOG_LEVEL", "warning", "trace, debug, information, warning, error or none."),
        Secret("MONGODB_URI", "Not used: documents live in the relational databases; a set value gives a warning."),
    ];

    /// <summary>The text of <c>.env.example</c>.</summary>
    public static string ToExample()
    {
        var text = new StringBuilder("# Every variable that FinFlow reads, with its default. ./run reads .env; the real environment wins.\n");
        foreach (var variable in All)
        {
            var aliases = variable.Aliases is [] ? "" : $" Also read as {string.Join(", ", variable.Aliases)}.";
            text.Append($"\n# {variable.Description}{aliases}\n");
            text.Append(variable.Default is null ? $"# {variable.Name}=\n" : $"{variable.Name}={variable.Default}\n");
        }

        return text.ToString();
    }

    /// <summary>The table of README.md.</summary>
    public static string ToTable()
    {
        var text = new StringBuilder("| variable | default | meaning |\n|---|---|---|\n");
        foreach (var variable in All)
        {
            var aliases = variable.Aliases is [] ? "" : $" Also read as {string.Join(", ", variable.Aliases.Select(alias => $"`{alias}`"))}.";
            text.Append($"| `{variable.Name}` | {(variable.Default is null ? "" : $"`{variable.Default}`")} | {variable.Description}{aliases} |\n");
        }

        return text.ToString();
    }

    private static IEnumerable<ConfigurationVariable> Processes()
        => FinFlowProcess.All.SelectMany(process => (ConfigurationVariable[])
        [
            new($"{process.EnvironmentName}_PORT", $"{process.DefaultPort}", $"Port of {process.Name}."),
            new($"{process.EnvironmentName}_URL", null, $"Where {process.Name} is reached; several addresses, comma-separated."),
        ]);

    private static ConfigurationVariable[] OAuthClient(string name, string provider)
        =>
        [
            new($"{name}_CLIENT_ID", null, $"Client id of login with {provider}; unset means none."),
            Secret($"{name}_CLIENT_SECRET", $"Client secret of login with {provider}."),
        ];

    private static ConfigurationVariable Secret(string name, string description, params string[] aliases)
        => new(name, null, description, aliases) { IsSecret = true };
}

/// <summary>A process of the system and the port where it listens unless told otherwise.</summary>
public sealed record FinFlowProcess(string Name, int DefaultPort)
{
    public static IReadOnlyList<FinFlowProcess> All { get; } =
    [
        new("gateway", 8080),
        new("auth", 3001),
        new("payments", 3002),
        new("accounting", 3003),
        new("analytics", 3004),
        new("compliance", 3005),
        new("credit", 3006),
        new("transactions", 3007),
    ];

    internal string EnvironmentName => Name.ToUpperInvariant();
}
