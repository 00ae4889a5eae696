using System.Diagnostics;
using System.Text.RegularExpressions;

namespace FinFlow.Journeys.Tests;

/// <summary>The way out and back in: a router of others serves our subgraphs, and ours serves them as if they were another's; all answer alike.</summary>
public sealed partial class HiveGatewayTests(HiveGateway hive) : IClassFixture<HiveGateway>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly IReadOnlyList<string> Names =
        [.. Directory.GetFiles(Path.Combine(RouterPackages.Source(), "Operations")).Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal)];

    // What several operations ask of a type; a document may only have those that it uses.
    private static readonly Dictionary<string, string> Fragments =
        Fragment().Matches(File.ReadAllText(Path.Combine(RouterPackages.Source(), "Fragments.graphql"))).ToDictionary(fragment => fragment.Groups[1].Value, fragment => fragment.Value);

    public static TheoryData<string> Operations => [.. Names];

    [Fact]
    public void Subgraphs_Should_ComposeWithNoMoreThanRemarksOnProse()
        => Assert.Equal(["INCONSISTENT_DESCRIPTION WARN"], hive.Hints.Select(hint => string.Join(' ', hint.Split(' ').Take(2))).Distinct());

    [Fact]
    public void Operations_Should_AskForEveryFieldOfTheQueryRoot()
    {
        var operations = string.Join('\n', Names.Select(Read));
        var schema = File.ReadAllText(Path.Combine(BuildOutput.RepositoryRoot, "schema", "gateway.graphql"));
        var query = Description().Replace(QueryRoot().Match(schema).Value, "");

        // Only ours has these two: what finds an object by its id alone is the gateway itself.
        var fields = RootField().Matches(query).Select(field => field.Groups[1].Value).Except(["node", "nodes"]);

        Assert.All(fields, name => Assert.Matches($@"\b{name}\b", operations));
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Answer_Should_BeTheSame_When_TheSubgraphsAreServedByTheProtocolOfOthers(string operation)
    {
        var text = Read(operation);
        var token = hive.TokenOf(text.StartsWith("# as: admin", StringComparison.Ordinal));
        var variables = VariableDefinition().Matches(text)
            .Where(variable => !variable.Groups["rest"].Value.Contains('=', StringComparison.Ordinal))
            .ToDictionary(variable => variable.Groups["name"].Value, variable => hive.Variables.GetValueOrDefault(variable.Groups["name"].Value, "unknown"));
        using var ours = hive.FinFlow.Client(token);
        using var theirs = new GraphQLClient(hive.Address, token);
        using var byProtocol = new GraphQLClient(hive.AddressByProtocol, token);
        var waiting = Stopwatch.StartNew();

        // What follows by events may arrive between two of them.
        var answers = await Eventually.GetAsync(
            async () => (Ours: await AskAsync(ours), Theirs: await AskAsync(theirs), ByProtocol: await AskAsync(byProtocol)),
            answers => (answers.Ours == answers.Theirs && answers.Ours == answers.ByProtocol) || waiting.Elapsed > Patience);

        Assert.Equal(answers.Ours, answers.Theirs);
        Assert.Equal(answers.Ours, answers.ByProtocol);

        async Task<string> AskAsync(GraphQLClient client) => ComparableAnswer.Of(await client.QueryAsync(text, variables));
    }

    private static string Read(string operation)
    {
        var text = File.ReadAllText(Path.Combine(RouterPackages.Source(), "Operations", $"{operation}.graphql"));
        var missing = new Queue<string>(SpreadsOf(text));
        var present = Fragment().Matches(text).Select(fragment => fragment.Groups[1].Value).ToHashSet();
        while (missing.TryDequeue(out var name))
        {
            if (Fragments.TryGetValue(name, out var fragment) && present.Add(name))
            {
                text += fragment;
                SpreadsOf(fragment).ToList().ForEach(missing.Enqueue);
            }
        }

        return text;
    }

    private static IEnumerable<string> SpreadsOf(string text) => Spread().Matches(text).Select(spread => spread.Groups[1].Value);

    [GeneratedRegex(@"^type Query [^{]*\{.*?^\}", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex QueryRoot();

    [GeneratedRegex("\"\"\".*?\"\"\"", RegexOptions.Singleline)]
    private static partial Regex Description();

    [GeneratedRegex(@"^  (\w+)[(:]", RegexOptions.Multiline)]
    private static partial Regex RootField();

    [GeneratedRegex(@"^fragment (\w+) .*?^\}\n", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fragment();

    [GeneratedRegex(@"\.\.\.(\w+)")]
    private static partial Regex Spread();

    [GeneratedRegex(@"\$(?<name>\w+): (?<rest>[^,)]*)")]
    private static partial Regex VariableDefinition();
}
