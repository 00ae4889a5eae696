using System.Globalization;
using FinFlow.Gateway.Fusion;
using FinFlow.Hosting;

namespace FinFlow.Gateway;

/// <summary>Where the gateway finds what it serves.</summary>
public sealed record GatewaySettings
{
    /// <summary>The composed schema; watched, so that a new one takes over without a restart.</summary>
    public string SchemaPath { get; init; } = Path.Combine("schema", "gateway.graphql");

    /// <summary>Subgraphs that are composed at start in place of <see cref="SchemaPath"/>; null for none.</summary>
    public SubgraphSet? Subgraphs { get; init; }

    /// <summary>The folder of trusted documents; null for `schema/operations` where FinFlow's own schema is served, and for none with any other.</summary>
    public string? OperationsPath { get; init; }

    /// <summary>Whether only trusted documents are executed.</summary>
    public bool OnlyTrustedDocuments { get; init; }

    /// <summary>Whether tokens are handed on unread: for sources that have an issuer of their own.</summary>
    public bool PassesTokens { get; init; }

    /// <summary>Addresses of sources that differ from the configuration's, by source name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<Uri>> Addresses { get; init; } = new Dictionary<string, IReadOnlyList<Uri>>();

    public FusionOptions Fusion { get; init; } = FusionOptions.Default;

    public ResilienceOptions Resilience { get; init; } = ResilienceOptions.Default;

    /// <inheritdoc cref="HttpSourceOptions.SilenceMax"/>
    public TimeSpan? SourceSilenceMax { get; init; } = HttpSourceOptions.Default.SilenceMax;

    /// <summary>
    /// Reads `--schema path`, `--subgraphs path`, `--operations folder`, `--trusted-only`, `--pass-tokens`, `--source name=url[,url]`,
    /// `--source-silence seconds` and `--pass-header name`; --source and --pass-header as often as there are some.
    /// </summary>
    /// <exception cref="UsageException">An argument is unknown or has no value.</exception>
    /// <exception cref="ArgumentException">A value makes no sense, or the subgraphs do not compose.</exception>
    /// <exception cref="IOException">A file of subgraphs is missing.</exception>
    public static GatewaySettings Parse(IReadOnlyList<string> arguments)
    {
        var settings = new GatewaySettings();
        var addresses = new Dictionary<string, IReadOnlyList<Uri>>();
        for (var i = 0; i < arguments.Count; i++)
        {
            settings = arguments[i] switch
            {
                "--trusted-only" => settings with { OnlyTrustedDocuments = true },
                "--pass-tokens" => settings with { PassesTokens = true },
                "--subgraphs" => WithSubgraphs(settings, addresses, SubgraphSet.Load(Next(arguments, ref i))),
                "--schema" => settings with { SchemaPath = Next(arguments, ref i) },
                "--operations" => settings with { OperationsPath = Next(arguments, ref i) },
                "--source" => settings with { Addresses = WithSource(addresses, Next(arguments, ref i)) },
                "--pass-header" => WithHeader(settings, Next(arguments, ref i)),
                "--source-silence" => settings with { SourceSilenceMax = Seconds(arguments[i], Next(arguments, ref i)) },
                _ => throw new UsageException($"Unknown argument {arguments[i]}."),
            };
        }

        return settings;
    }

    /// <summary>
    /// Whether a schema of these sources is FinFlow's own, others beside its seven subgraphs or not. Only such a one has the fields that the dashboard and the
    /// first steps ask for, and the subgraphs whose plain endpoints pass through.
    /// </summary>
    internal bool AreFinFlows(IReadOnlyList<string> sources)
        => Subgraphs is null && FinFlowProcess.All.All(process => process.Name == "gateway" || sources.Contains(process.Name));

    /// <summary>The folder of trusted documents for a schema of these sources; null for none.</summary>
    internal string? OperationsPathOf(IReadOnlyList<string> sources)
        => OperationsPath ?? (AreFinFlows(sources) ? Path.Combine("schema", "operations") : null);

    /// <summary>The addresses of a source: given here, else configured as `NAME_URL`, else the port of the process on this machine, which speaks TLS when our own does.</summary>
    public IReadOnlyList<Uri> AddressesOf(string source, FinFlowConfiguration configuration)
    {
        if (Addresses.TryGetValue(source, out var given))
        {
            return given;
        }

        if (FinFlowProcess.All.All(process => process.Name != source))
        {
            throw new ArgumentException($"The address of the source \"{source}\" is not known; give it as --source {source}=url.");
        }

        var configured = configuration.UrlsOf(source);
        return configured.Count > 0
            ? [.. configured.Select(WithPath)]
            : [new Uri($"{configuration.Scheme}://localhost:{configuration.PortOf(source)}/graphql")];
    }

    /// <summary>Subgraphs from anywhere check tokens of their own.</summary>
    private static GatewaySettings WithSubgraphs(GatewaySettings settings, Dictionary<string, IReadOnlyList<Uri>> addresses, SubgraphSet subgraphs)
    {
        foreach (var (name, urls) in subgraphs.Addresses)
        {
            addresses.TryAdd(name, urls);
        }

        return settings with { Subgraphs = subgraphs, Addresses = addresses, PassesTokens = true };
    }

    private static Dictionary<string, IReadOnlyList<Uri>> WithSource(Dictionary<string, IReadOnlyList<Uri>> addresses, string argument)
    {
        var parts = argument.Split('=', 2);
        addresses[parts[0]] = parts.Length == 2
            ? [.. parts[1].Split(',').Select(url => WithPath(new Uri(url)))]
            : throw new ArgumentException($"\"{argument}\" is not name=url.");
        return addresses;
    }

    private static GatewaySettings WithHeader(GatewaySettings settings, string name)
        => settings with { Fusion = settings.Fusion with { PassedHeaders = PassedHeaders.Checked([.. settings.Fusion.PassedHeaders, name]) } };

    /// <summary>Null for 0, which is no limit.</summary>
    private static TimeSpan? Seconds(string argument, string value)
        => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= 86_400
            ? seconds > 0 ? TimeSpan.FromSeconds(seconds) : null
            : throw new ArgumentException($"{argument} takes whole seconds up to a day, 0 for no limit, not \"{value}\".");

    private static Uri WithPath(Uri address) => address.AbsolutePath == "/" ? new Uri(address, "/graphql") : address;

    private static string Next(IReadOnlyList<string> arguments, ref int index)
        => ++index < arguments.Count ? arguments[index] : throw new UsageException($"{arguments[index - 1]} needs a value.");
}
