using System.Globalization;
using System.Text.Json;
using FinFlow.GraphQL.Language;
using FinFlow.GraphQL.Types;

namespace FinFlow.GraphQL.Tests;

/// <summary>
/// Whether fields merge is told by a walk of our own, which graphql-js does not have: on documents that are full of fields of one name, in
/// fragments and on objects that exclude each other, both must come to the same end.
/// </summary>
public sealed class MergingDifferentialTests
{
    private const int Documents = 1_500;

    private const string Sdl =
        """
        interface Thing { id: ID! name: String self: Thing other(x: Int): Thing }
        type Left implements Thing { id: ID! name: String self: Thing other(x: Int): Thing only: Int more: [Thing] twin: Left }
        type Right implements Thing { id: ID! name: String self: Thing other(x: Int): Thing only: String more: Thing twin: Right }
        type Query { thing: Thing left: Left right: Right }
        """;

    private static readonly string[] Fragments = ["Thing", "Left", "Right", "Thing"];

    [Fact]
    public async Task Fields_Should_Conflict_Where_They_Do_For_Graphql_Js()
    {
        var schema = SchemaBuilder.Build(Parser.Parse(Sdl), SchemaOptions.Default);
        string[] documents = [.. Enumerable.Range(0, Documents).Select(seed => Document(new Random(seed)))];
        var file = Path.GetTempFileName();
        await File.WriteAllLinesAsync(file, documents.Select(query => JsonSerializer.Serialize(new { sdl = Sdl, query })));

        var theirs = (await Peers.RunAsync("conflicts.mjs", file)).Trim().Split('\n').Select(line => int.Parse(line, CultureInfo.InvariantCulture) > 0).ToArray();

        File.Delete(file);
        Assert.Equal(Documents, theirs.Length);
        Assert.All(documents.Zip(theirs), pair => Assert.True(pair.Second == HasConflict(schema, pair.First), $"graphql-js says {pair.Second}: {pair.First}"));
        // Neither all nor none, or nothing would have been compared.
        Assert.InRange(theirs.Count(conflict => conflict), Documents / 10, Documents * 9 / 10);
    }

    private static bool HasConflict(Schema schema, string document)
        => DocumentValidator.Validate(schema, Parser.Parse(document), new ValidationLimits { ErrorsMax = 1_000 })
            .Any(error => error.Message.StartsWith("Fields \"", StringComparison.Ordinal));

    private static string Document(Random random)
    {
        var fragments = Fragments.Select((type, index) => $"fragment F{index} on {type} {Selections(random, type, 2, index + 1)}");
        return $"{{ thing {Selections(random, "Thing", 3, 0)} {Pick(random, "left", "right")} {Selections(random, "Thing", 2, 0)} }} {string.Join(' ', fragments)}";
    }

    /// <param name="random">Decides everything.</param>
    /// <param name="type">What the fields are of.</param>
    /// <param name="depth">How much deeper it may go.</param>
    /// <param name="firstFragment">Fragments spread only later ones, so that none goes in a circle.</param>
    private static string Selections(Random random, string type, int depth, int firstFragment)
        => $"{{ {string.Join(' ', Enumerable.Range(0, random.Next(1, 4)).Select(_ => Selection(random, type, depth, firstFragment)))} }}";

    private static string Selection(Random random, string type, int depth, int firstFragment) => random.Next(depth > 0 ? 9 : 3) switch
    {
        0 or 1 or 2 => Alias(random) + Pick(random, type == "Thing" ? ["id", "name", "name"] : ["id", "name", "only"]),
        3 or 4 => $"{Alias(random)}self {Selections(random, "Thing", depth - 1, firstFragment)}",
        5 => $"{Alias(random)}other(x: {random.Next(2)}) {Selections(random, "Thing", depth - 1, firstFragment)}",
        6 when type != "Thing" => $"more {Selections(random, "Thing", depth - 1, firstFragment)}",
        7 when firstFragment < Fragments.Length => $"...F{random.Next(firstFragment, Fragments.Length)}",
        _ => Pick(random, "Thing", "Left", "Right") is var on ? $"... on {on} {Selections(random, on, depth - 1, firstFragment)}" : "",
    };

    // Mostly none, because one conflict is enough for a document.
    private static string Alias(Random random) => random.Next(12) == 0 ? Pick(random, "id: ", "name: ", "self: ") : "";

    private static string Pick(Random random, params string[] among) => among[random.Next(among.Length)];
}
