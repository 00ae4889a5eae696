using FinFlow.Gateway.Fusion;
using FinFlow.Hosting;

namespace FinFlow.Gateway;

/// <summary>Where the gateway finds what it serves.</summary>
public sealed record GatewaySettings
{
    /// <summary>The composed schema; watched, so that a new one takes over without a restart.</summary>
    public string SchemaPath { get; init; } = Path.Combine("schema", "gateway.graphql");

    /// <summary>The folder of trusted documents.</summary>
    public string OperationsPath { get; init; } = Path.Combine("schema", "operations");

    /// <summary>Whether only trusted documents are executed.</summary>
    public bool OnlyTrustedDocuments { get; init; }

    /// <summary>Whether tokens are handed on unread: for sources that have an issuer of their own.</summary>
    public bool PassesTokens { get; init; }

    /// <summary>Addresses of sources that differ from the configuration's, by source name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<Uri>> Addresses { get; init; } = new Dictionary<string, IReadOnlyList<Uri>>();

    public FusionOptions Fusion { get; init; } = FusionOptions.Default;

    public ResilienceOptions Resilience { get; init; } = ResilienceOptions.Default;

    /// <summary>Reads `--schema path`, `--operations folder`, `--trusted-only`, `--pass-tokens` and `--source name=url[,url]`.</summary>
    /// <exception cref="ArgumentException">An argument is unknown or incomplete.</exception>
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
                "--schema" => settings with { SchemaPath = Next(arguments, ref i) },
                "--operations" => settings with { OperationsPath = Next(arguments, ref i) },
                "--source" => settings with { Addresses = WithSource(addresses, Next(arguments, ref i)) },
                _ => throw new ArgumentException($"Unknown argument {arguments[i]}. There are --schema, --operations, --trusted-only, --pass-tokens and --source."),
            };
        }

        return settings;
    }

    /// <summary>The addresses of a source: given here, else configured as `NAME_URL`, else the port of the process on this machine.</summary>
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
            : [new Uri($"http://localhost:{configuration.PortOf(source)}/graphql")];
    }

    private static Dictionary<string, IReadOnlyList<Uri>> WithSource(Dictionary<string, IReadOnlyList<Uri>> addresses, string argument)
    {
        var parts = argument.Split('=', 2);
        addresses[parts[0]] = parts.Length == 2
            ? [.. parts[1].Split(',').Select(url => WithPath(new Uri(url)))]
            : throw new ArgumentException($"\"{argument}\" is not name=url.");
        return addresses;
    }

    private static Uri WithPath(Uri address) => address.AbsolutePath == "/" ? new Uri(address, "/graphql") : address;

    private static string Next(IReadOnlyList<string> arguments, ref int index)
        => ++index < arguments.Count ? arguments[index] : throw new ArgumentException($"{arguments[index - 1]} needs a value.");
}
