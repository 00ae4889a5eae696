using System.Text.RegularExpressions;
using FinFlow.Gateway.Composition;
using FinFlow.GraphQL.Language;

namespace FinFlow.Gateway.Tests;

/// <summary>A code block of the specification's chapter on composition.</summary>
/// <param name="Code">Of the rule in whose section the block stands; a section's heading where there is no rule.</param>
/// <param name="Number">Of the block in its section, from 1.</param>
internal sealed partial record SpecificationExample(string Phase, string Code, int Number, bool IsCounterExample, string Text)
{
    // Labelled as an example, though its text says "violating the rule"; the others have no label.
    private static readonly HashSet<(string, int)> UnlabelledCounterExamples =
    [
        ("EXTERNAL_ARGUMENT_TYPE_MISMATCH", 2), ("TYPE_KIND_MISMATCH", 2), ("INPUT_WITH_MISSING_REQUIRED_FIELDS", 2), ("NO_QUERIES", 3),
    ];

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
            else if (part.Groups["text"].Value is var block && block.StartsWith("# Schema B", StringComparison.Ordinal))
            {
                // Some schemas of one example stand in blocks of their own.
                examples[^1] = examples[^1] with { Text = examples[^1].Text + block };
            }
            else
            {
                number++;
                var isCounter = part.Groups["kind"].Value == "counter-example" || UnlabelledCounterExamples.Contains((code, number));
                examples.Add(new SpecificationExample(phase, code, number, isCounter, block));
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

    /// <summary>The same schemas with what a block leaves out because it does not matter there: a query, and the types that are only named.</summary>
    public IReadOnlyList<SourceSchema> CompletedSchemas()
        => [.. Schemas().Select(schema => SourceSchemaReader.Read(schema.Name, new DocumentNode([.. schema.Document.Definitions, .. Missing(schema)])))];

    private static IEnumerable<DefinitionNode> Missing(SourceSchema schema)
    {
        var isRootNamed = schema.Document.Definitions.OfType<SchemaDefinitionNode>().Any();
        if (schema.RootTypeName(OperationType.Query) is null)
        {
            yield return Parser.Parse("type Query { unrelated: Int @shareable }").Definitions[0];
            if (isRootNamed)
            {
                yield return Parser.Parse("extend schema { query: Query }").Definitions[0];
            }
        }

        var names = new NamesOfTypes();
        names.Visit(schema.Document);
        foreach (var name in names.Found.Where(name => schema.FindType(name) is null && !IsKnown(name)))
        {
            // What is said to provide fields is no scalar.
            var isObject = schema.OutputFields.Any(field => field.Provides is not null && field.Type.NamedType == name);
            yield return Parser.Parse(isObject ? $"type {name} {{ unrelated: Int }}" : $"scalar {name}").Definitions[0];
        }
    }

    private static bool IsKnown(string typeName)
        => SourceSchema.BuiltInScalars.Contains(typeName) || SpecifiedDirectives.Scalars.Contains(typeName) || typeName.StartsWith("__", StringComparison.Ordinal);

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

    private sealed class NamesOfTypes : SyntaxVisitor
    {
        public SortedSet<string> Found { get; } = new(StringComparer.Ordinal);

        protected override VisitAction Enter(NamedTypeNode node)
        {
            Found.Add(node.Name.Value);
            return VisitAction.Continue;
        }
    }

    [GeneratedRegex("^## (?<phase>[^\n]+)$|^####? (?<heading>[^\n]+)$|^`(?<code>[A-Z_]{8,})`$|^```graphql(?: (?<kind>example|counter-example))?\n(?<text>[^`]*?)^```$", RegexOptions.Multiline)]
    private static partial Regex Part();

    [GeneratedRegex(@"^# (?:Source )?[Ss]chema ([A-Z][^\n]*)$", RegexOptions.Multiline)]
    private static partial Regex SchemaHeading();

    [GeneratedRegex(@"^# (?:Compos|Merged).*\z", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Result();

    [GeneratedRegex("named \"(\\w+)\"")]
    private static partial Regex Named();
}
