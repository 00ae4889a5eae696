namespace FinFlow.Cli;

/// <summary>A command line that names its values: `-f payments.graphql -o gateway.graphql`, and files without a name.</summary>
internal sealed class Arguments
{
    private readonly Dictionary<string, List<string>> _named = new(StringComparer.Ordinal);

    public List<string> Unnamed { get; } = [];

    /// <summary>The first word that cannot be understood; null when all can.</summary>
    public string? Strange { get; private set; }

    /// <param name="words">The command line behind the command.</param>
    /// <param name="names">Short and long names: `-o`, `--output`.</param>
    public static Arguments Read(IReadOnlyList<string> words, params (string Short, string Long)[] names)
    {
        var arguments = new Arguments();
        for (var i = 0; i < words.Count; i++)
        {
            var known = Array.Find(names, name => words[i] == name.Short || words[i] == name.Long);
            if (known != default && i + 1 < words.Count)
            {
                (arguments._named.TryGetValue(known.Short, out var list) ? list : arguments._named[known.Short] = []).Add(words[++i]);
            }
            else if (words[i].StartsWith('-'))
            {
                arguments.Strange ??= words[i];
            }
            else
            {
                arguments.Unnamed.Add(words[i]);
            }
        }

        return arguments;
    }

    public IReadOnlyList<string> All(string name) => _named.GetValueOrDefault(name) ?? [];

    public string? One(string name) => All(name) is [.., var last] ? last : null;
}
