using System.Text.RegularExpressions;
using FinFlow.Gateway.Composition;
using FinFlow.GraphQL.Language;

namespace FinFlow.Gateway.Tests;

/// <summary>A code block of the specification's chapter on composition.</summary>
/// <param name="Code">Of the rule in whose section the block stands; a section's heading where there is no rule.</param>
/// <param name="Number">Of the block in its section, from 1.</param>
internal sealed partial record SpecificationExample(string Phase, string Code, int Number, bool IsCounterExample, string Text)
{
    // Labelled as an example, though its text says "violating the rule".
    private static readonly HashSet<(string, int)> Mislabelled = [("EXTERNAL_ARGUMENT_TYPE_MISMATCH", 2)];

    public override string ToString() => $"{Code} {(IsCounterExample ? "counter-example" : "example")} {Number}";

    public static IReadOnlyList<SpecificationExample> Read()
    {
        var (phase, code, number) = ("", "", 0);
        List<SpecificationExample> examples = [];
        var text = File.ReadAllText(SharedFiles.Find("spec", "composite-schemas", "Section 4 -- Composition.md"));
        foreach (Match part in Part().Matches(text))
        {
            if (part.Groups["phase"].Success)
            {
                (phase, code, number) = (part.Groups["phase"].Value, "", 0);
            }
            else if (part.Groups["heading"].Success)
            {
                (code, number) = (part.Groups["heading"].Value, 0);
            }
            else if (part.Groups["code"].Success)
            {
                code = part.Groups["code"].Value;
            }
            else
            {
                number++;
                var isCounter = part.Groups["kind"].Value == "counter-example" || Mislabelled.Contains((code, number));
                examples.Add(new SpecificationExample(phase, code, number, isCounter, part.Groups["text"].Value));
            }
        }

        return examples;
    }

    /// <summary>The block's schemas: those under "# Schema A" comments, or else a new one wherever a definition is repeated.</summary>
    public IReadOnlyList<SourceSchema> Schemas()
    {
        // The directive stands before the type here, which is not GraphQL.
        var text = Text.Replace("@external: String", ": String @external", StringComparison.Ordinal);
        text = Result().Replace(text, "");
        var parts = SchemaHeading().Split(text);
        return parts.Length > 1
            ? [.. parts[1..].Chunk(2).Select(part => SourceSchemaReader.Read(Name(part[0]), Parser.Parse(part[1])))]
            : [.. Distribute(Parser.Parse(text)).Select((document, i) => SourceSchemaReader.Read($"{(char)('A' + i)}", document))];
    }

    /// <summary>What the block says the schemas become; null when it does not say.</summary>
    public DocumentNode? Expected() => Result().Match(Text) is { Success: true } result
        ? Parser.Parse(result.Value[result.Value.IndexOf('\n', StringComparison.Ordinal)..])
        : null;

    private string Name(string heading) => Named().Match(heading) is { Success: true } named ? named.Groups[1].Value
        : Text.Contains("\"SchemaA\"", StringComparison.Ordinal) || Text.Contains("\"SchemaC\"", StringComparison.Ordinal) ? $"Schema{heading[0]}" : heading[..1];

    private static IEnumerable<DocumentNode> Distribute(DocumentNode document)
    {
        List<DefinitionNode> current = [];
        foreach (var definition in document.Definitions)
        {
            if (definition is TypeDefinitionNode type && current.OfType<TypeDefinitionNode>().Any(other => other.Name.Value == type.Name.Value))
            {
                yield return new DocumentNode(current);
                current = [];
            }

            current.Add(definition);
        }

        yield return new DocumentNode(current);
    }

    [GeneratedRegex("^## (?<phase>[^\n]+)$|^####? (?<heading>[^\n]+)$|^`(?<code>[A-Z_]{8,})`$|^```graphql (?<kind>example|counter-example)\n(?<text>[^`]*?)^```$", RegexOptions.Multiline)]
    private static partial Regex Part();

    [GeneratedRegex(@"^# (?:Source )?[Ss]chema ([A-Z][^\n]*)$", RegexOptions.Multiline)]
    private static partial Regex SchemaHeading();

    [GeneratedRegex(@"^# (?:Compos|Merged).*\z", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Result();

    [GeneratedRegex("named \"(\\w+)\"")]
    private static partial Regex Named();
}
