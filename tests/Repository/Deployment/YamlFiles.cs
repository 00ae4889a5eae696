using YamlDotNet.Serialization;

namespace FinFlow.Repository.Tests;

/// <summary>Reading YAML by paths: <c>spec.template.spec.containers.0.image</c>.</summary>
internal static class YamlFiles
{
    private static readonly IDeserializer Deserializer = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build();

    /// <summary>The documents of a file, with anchors and merge keys resolved.</summary>
    public static List<object?> Documents(string file) => Parse(RepositoryTree.Text(file));

    /// <summary>The documents of a text.</summary>
    public static List<object?> Parse(string yaml)
    {
        using var text = new StringReader(yaml);
        var parser = new YamlDotNet.Core.MergingParser(new YamlDotNet.Core.Parser(text));
        var documents = new List<object?>();
        YamlDotNet.Core.ParserExtensions.Consume<YamlDotNet.Core.Events.StreamStart>(parser);
        while (YamlDotNet.Core.ParserExtensions.Accept<YamlDotNet.Core.Events.DocumentStart>(parser, out _))
        {
            documents.Add(Deserializer.Deserialize(parser));
        }

        return documents;
    }

    /// <summary>What is at a path; null when there is nothing.</summary>
    public static object? At(this object? node, string path)
    {
        foreach (var step in path.Split('.'))
        {
            node = node switch
            {
                IDictionary<object, object> map => map.TryGetValue(step, out var value) ? value : null,
                IList<object> list when int.TryParse(step, out var index) && index < list.Count => list[index],
                _ => null,
            };
        }

        return node;
    }

    public static string? TextAt(this object? node, string path) => node.At(path)?.ToString();

    public static IEnumerable<string> KeysAt(this object? node, string path)
        => node.At(path) is IDictionary<object, object> map ? map.Keys.Select(key => key.ToString()!) : [];

    public static IEnumerable<object> ItemsAt(this object? node, string path) => node.At(path) as IList<object> ?? [];
}
