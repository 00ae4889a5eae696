using System.Text.Json;
using FinFlow.Gateway.Composition;

namespace FinFlow.Gateway;

/// <summary>
/// A set of subgraphs to serve as they are, of Apollo Federation or with lookups of their own: composed when the gateway starts.
/// </summary>
/// <param name="Document">The composed schema.</param>
/// <param name="Addresses">By the subgraphs' names.</param>
/// <param name="ApolloNames">Those that are asked for entities by `_entities`.</param>
public sealed record SubgraphSet(string Document, IReadOnlyDictionary<string, IReadOnlyList<Uri>> Addresses, IReadOnlySet<string> ApolloNames)
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { ReadCommentHandling = JsonCommentHandling.Skip };

    /// <summary>Reads `[{ "name": "products", "url": "http://…/graphql", "sdl": "type Query { … }" }]`; an SDL may also be the path of a file beside the list.</summary>
    /// <exception cref="ArgumentException">The file is not such a list, or the subgraphs do not compose; the message has all that is wrong.</exception>
    /// <exception cref="IOException">There is no such file.</exception>
    public static SubgraphSet Load(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var entries = Read(path);
        IReadOnlyList<SourceSchemaDocument> sources = [.. entries.Select(entry => new SourceSchemaDocument(entry.Name, IsText(entry.Sdl) ? entry.Sdl : File.ReadAllText(Path.Combine(folder, entry.Sdl))))];
        var (translated, errors) = ApolloSchema.Translate(sources);
        var result = errors.Count > 0 ? null : Composer.Compose(translated);
        return result is { Succeeded: true }
            ? new SubgraphSet(
                result.Print(),
                entries.ToDictionary(entry => entry.Name, IReadOnlyList<Uri> (entry) => [new Uri(entry.Url)]),
                sources.Where(source => ApolloSchema.Is(source.Sdl)).Select(source => source.Name).ToHashSet())
            : throw new ArgumentException($"The subgraphs of {path} do not compose:\n{string.Join('\n', result?.Errors ?? errors)}");
    }

    private static List<Entry> Read(string path)
    {
        try
        {
            var entries = JsonSerializer.Deserialize<List<Entry>>(File.ReadAllText(path), Format) ?? [];
            return entries.Count > 0 && entries.TrueForAll(entry => entry is { Name.Length: > 0, Sdl.Length: > 0 } && Uri.TryCreate(entry.Url, UriKind.Absolute, out _))
                ? entries
                : throw new ArgumentException($"{path} must be a list of subgraphs, each with name, url and sdl.");
        }
        catch (JsonException mistake)
        {
            throw new ArgumentException($"{path} is no list of subgraphs: {mistake.Message}", mistake);
        }
    }

    private static bool IsText(string sdl) => sdl.Contains('{', StringComparison.Ordinal);

    private sealed record Entry(string Name, string Url, string Sdl);
}
