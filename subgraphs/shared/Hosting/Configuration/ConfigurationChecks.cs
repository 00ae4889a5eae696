using System.Collections.Frozen;
using System.Globalization;
using System.Net.Mail;
using System.Text;
using FinFlow.Encryption;
using FinFlow.Finance;

namespace FinFlow.Hosting;

/// <summary>What a configuration must be before a process starts with it. Findings name the variable and never quote a secret.</summary>
internal static class ConfigurationChecks
{
    internal const int SecretBytesMin = 32;

    private static readonly string[] LogLevels = ["trace", "debug", "info", "information", "warn", "warning", "error", "none"];

    private static readonly string[] SmtpTls = ["required", "none"];

    private static readonly string[] Listening = ["loopback", "any"];

    private static readonly string[] RateLimits = ["RATE_LIMIT_PER_USER", "RATE_LIMIT_PER_ADDRESS"];

    private static readonly string[] LoginProviders = ["GOOGLE", "GITHUB", "MICROSOFT"];

    private static readonly FrozenDictionary<string, ConfigurationVariable> Known =
        ConfigurationVariables.All.ToFrozenDictionary(variable => variable.Name);

    internal static string? Read(IReadOnlyDictionary<string, string> values, string name)
    {
        if (!Known.TryGetValue(name, out var variable))
        {
            throw new ArgumentException($"{name} is not in the table of variables.", nameof(name));
        }

        return variable.Aliases
            .Prepend(name)
            .Select(spelling => values.GetValueOrDefault(spelling))
            .FirstOrDefault(value => !string.IsNullOrWhiteSpace(value)) ?? variable.Default;
    }

    internal static IEnumerable<string> Check(IReadOnlyDictionary<string, string> values)
        =>
        [
            .. Numbers(values), .. Choices(values), .. Addresses(values), .. Proxies(values), .. Secrets(values), .. DataKeys(values), .. Administrator(values), .. Sender(values), .. OAuth(values),
            .. ProcessorChecks.Check(name => Read(values, name)), .. TlsChecks.Check(name => Read(values, name)),
        ];

    private static IEnumerable<string> Numbers(IReadOnlyDictionary<string, string> values)
    {
        var ports = ConfigurationVariables.All.Where(variable => variable.Name.EndsWith("_PORT", StringComparison.Ordinal));
        foreach (var port in ports.Where(port => Read(values, port.Name) is { } text && !IsWithin(text, 0, 65_535)))
        {
            yield return $"{port.Name} must be a port, 0 to 65535.";
        }

        if (!IsWithin(Read(values, "JWT_EXPIRATION")!, 1, 86_400))
        {
            yield return "JWT_EXPIRATION must be seconds, 1 to 86400.";
        }

        if (!IsWithin(Read(values, "POSTGRES_CONNECTIONS_MAX")!, 2, 1_000))
        {
            yield return "POSTGRES_CONNECTIONS_MAX must be a number, 2 to 1000.";
        }

        foreach (var limit in RateLimits.Where(name => !IsWithin(Read(values, name)!, 0, 10_000_000)))
        {
            yield return $"{limit} must be operations in a minute, 0 to 10000000.";
        }

        if (!IsWithin(Read(values, "SANDBOX_DELAY_MS")!, 0, 60_000))
        {
            yield return "SANDBOX_DELAY_MS must be milliseconds, 0 to 60000.";
        }
    }

    private static IEnumerable<string> Choices(IReadOnlyDictionary<string, string> values)
    {
        if (!Currency.TryOf(Read(values, "FINFLOW_BASE_CURRENCY"), out _))
        {
            yield return "FINFLOW_BASE_CURRENCY must be an ISO 4217 code such as USD.";
        }

        if (!LogLevels.Contains(Read(values, "LOG_LEVEL"), StringComparer.OrdinalIgnoreCase))
        {
            yield return $"LOG_LEVEL must be one of {string.Join(", ", LogLevels)}.";
        }

        if (!Listening.Contains(Read(values, "FINFLOW_LISTEN"), StringComparer.OrdinalIgnoreCase))
        {
            yield return $"FINFLOW_LISTEN must be one of {string.Join(", ", Listening)}.";
        }

        if (Read(values, "FINFLOW_APOLLO_FEDERATION") is not ("0" or "1"))
        {
            yield return "FINFLOW_APOLLO_FEDERATION must be 0 or 1.";
        }

        if (!SmtpTls.Contains(Read(values, "SMTP_TLS"), StringComparer.OrdinalIgnoreCase))
        {
            yield return $"SMTP_TLS must be one of {string.Join(", ", SmtpTls)}.";
        }
    }

    private static IEnumerable<string> Proxies(IReadOnlyDictionary<string, string> values)
    {
        if (TrustedProxies.Parse(Read(values, "FINFLOW_TRUSTED_PROXIES")) is null)
        {
            yield return "FINFLOW_TRUSTED_PROXIES must be addresses or networks such as 10.0.0.0/8, comma-separated.";
        }
    }

    private static IEnumerable<string> Sender(IReadOnlyDictionary<string, string> values)
    {
        if (!MailAddress.TryCreate(Read(values, "SMTP_FROM"), out _))
        {
            yield return "SMTP_FROM must be an e-mail address, with or without a name before it.";
        }
    }

    private static IEnumerable<string> Addresses(IReadOnlyDictionary<string, string> values)
        => FinFlowProcess.All
            .Select(process => $"{process.EnvironmentName}_URL")
            .Concat(["OTEL_EXPORTER_OTLP_ENDPOINT", "SMS_URL", "FINFLOW_PUBLIC_URL", "FINFLOW_APP_URL", "OAUTH_REDIRECT_URL", "GOOGLE_ISSUER", "MICROSOFT_ISSUER", "GITHUB_URL", "GITHUB_API_URL"])
            .Where(name => (Read(values, name) ?? "")
                .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Any(url => !Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https")))
            .Select(name => $"{name} must be http or https addresses, comma-separated.")
            .Concat(Brokers(values));

    private static IEnumerable<string> Brokers(IReadOnlyDictionary<string, string> values)
        => (Read(values, "KAFKA_BROKER") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .All(broker => broker.LastIndexOf(':') is > 0 and var colon && IsWithin(broker[(colon + 1)..], 1, 65_535))
            ? []
            : ["KAFKA_BROKER must be host:port, comma-separated."];

    /// <summary>The secrets of second factors, comma-separated.</summary>
    internal static IReadOnlyList<string> MfaKeys(string? text) => text?.Split(',', StringSplitOptions.TrimEntries) ?? [];

    private static IEnumerable<string> Secrets(IReadOnlyDictionary<string, string> values)
    {
        if (Read(values, "JWT_SECRET") is { } secret && IsShort(secret))
        {
            yield return $"JWT_SECRET must have at least {SecretBytesMin} bytes; ./setup_env.sh makes one.";
        }

        var keys = MfaKeys(Read(values, "MFA_SECRET_KEY"));
        if (keys.Any(IsShort))
        {
            yield return keys.Count == 1
                ? $"MFA_SECRET_KEY must have at least {SecretBytesMin} bytes; ./setup_env.sh makes one."
                : $"MFA_SECRET_KEY must be keys of at least {SecretBytesMin} bytes each, comma-separated.";
        }
    }

    private static bool IsShort(string secret) => Encoding.UTF8.GetByteCount(secret) < SecretBytesMin;

    private static IEnumerable<string> DataKeys(IReadOnlyDictionary<string, string> values)
    {
        if (Read(values, "DATA_ENCRYPTION_KEYS") is { } keys && DataKey.Parse(keys).Fault is { } fault)
        {
            yield return $"DATA_ENCRYPTION_KEYS {fault}";
        }
    }

    private static IEnumerable<string> Administrator(IReadOnlyDictionary<string, string> values)
    {
        if (Read(values, "FINFLOW_ADMIN_EMAIL") is null != Read(values, "FINFLOW_ADMIN_PASSWORD") is null)
        {
            yield return "FINFLOW_ADMIN_EMAIL and FINFLOW_ADMIN_PASSWORD must be set together.";
        }
    }

    private static IEnumerable<string> OAuth(IReadOnlyDictionary<string, string> values)
    {
        foreach (var provider in LoginProviders)
        {
            if (Read(values, $"{provider}_CLIENT_ID") is null != Read(values, $"{provider}_CLIENT_SECRET") is null)
            {
                yield return $"{provider}_CLIENT_ID and {provider}_CLIENT_SECRET must be set together.";
            }
        }

        if (LoginProviders.Any(provider => Read(values, $"{provider}_CLIENT_ID") is not null) && Read(values, "OAUTH_REDIRECT_URL") is null)
        {
            yield return "OAUTH_REDIRECT_URL must be set for a login with another provider: it is where the browser comes back to.";
        }
    }

    private static bool IsWithin(string text, int min, int max)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max;
}
