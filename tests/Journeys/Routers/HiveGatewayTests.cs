using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace FinFlow.Journeys.Tests;

/// <summary>The way out: a router of others serves our subgraphs, and answers as ours does.</summary>
public sealed partial class HiveGatewayTests(HiveGateway hive) : IClassFixture<HiveGateway>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly JsonWriterOptions Readable = new() { Indented = true };

    private static readonly IReadOnlyList<string> Names =
        [.. Directory.GetFiles(Path.Combine(HiveGateway.Source(), "Operations")).Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal)];

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
    public async Task Answer_Should_BeOurs_When_HiveServesTheSubgraphs(string operation)
    {
        var text = Read(operation);
        var token = hive.TokenOf(text.StartsWith("# as: admin", StringComparison.Ordinal));
        var variables = VariableDefinition().Matches(text)
            .Where(variable => !variable.Groups["rest"].Value.Contains('=', StringComparison.Ordinal))
            .ToDictionary(variable => variable.Groups["name"].Value, variable => hive.Variables.GetValueOrDefault(variable.Groups["name"].Value, "unknown"));
        using var ours = hive.FinFlow.Client(token);
        using var theirs = new GraphQLClient(hive.Address, token);

        var waiting = Stopwatch.StartNew();

        // What follows by events may arrive between the two.
        var answers = await Eventually.GetAsync(
            async () => (Ours: Normalized(await ours.QueryAsync(text, variables)), Theirs: Normalized(await theirs.QueryAsync(text, variables))),
            pair => pair.Ours == pair.Theirs || waiting.Elapsed > Patience);

        Assert.Equal(answers.Ours, answers.Theirs);
    }

    private static string Read(string operation) => File.ReadAllText(Path.Combine(HiveGateway.Source(), "Operations", $"{operation}.graphql"));

    /// <summary>Data with keys in one order, and what an error says to a client: where, which code and which sentence.</summary>
    private static string Normalized(Answer answer)
    {
        var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Readable))
        {
            Write(writer, answer.Body.TryGetProperty("data", out var data) ? data : JsonDocument.Parse("null").RootElement);
        }

        IEnumerable<string> errors = answer.Body.TryGetProperty("errors", out var list) ? list.EnumerateArray().Select(Said).Order(StringComparer.Ordinal) : [];
        return $"{Encoding.UTF8.GetString(buffer.ToArray())}\n{string.Join('\n', errors)}";
    }

    private static string Said(JsonElement error)
        => $"{(error.TryGetProperty("path", out var path) ? path : "nowhere")} {error.Value("extensions").Text("code")} {error.Text("message")}";

    private static void Write(Utf8JsonWriter writer, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in value.EnumerateObject().OrderBy(property => property.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(property.Name);
                    Write(writer, property.Value);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    [GeneratedRegex(@"^type Query [^{]*\{.*?^\}", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex QueryRoot();

    [GeneratedRegex("\"\"\".*?\"\"\"", RegexOptions.Singleline)]
    private static partial Regex Description();

    [GeneratedRegex(@"^  (\w+)[(:]", RegexOptions.Multiline)]
    private static partial Regex RootField();

    [GeneratedRegex(@"\$(?<name>\w+): (?<rest>[^,)]*)")]
    private static partial Regex VariableDefinition();
}
