using System.Text.RegularExpressions;
using FinFlow.Gateway.Composition;
using FinFlow.GraphQL.Language;
using FinFlow.GraphQL.Types;

namespace FinFlow.Gateway.Tests;

/// <summary>A code block of the specification's appendix on selection maps: a map by itself, or a schema with maps in it.</summary>
/// <param name="Number">Of the block in the appendix, from 1.</param>
internal sealed partial record SelectionAppendix(int Number, string Section, bool IsCounterExample, string Text)
{
    /// <summary>What the excerpts leave out. What a block defines itself counts.</summary>
    private const string Rest =
        """
        extend type Product {
          weight: Float shippingWeight: Float width: Float height: Float packaging(material: Material): Packaging
          dimension: Dimension size: Dimension dimensions: [Dimension] parts: [Part!]!
        }
        type Packaging { weight: Float }
        type Dimension { width(unit: Unit): Float height(unit: Unit): Float size: Float weight: Float }
        type Part { id: ID! name: String! }
        type User { id: ID name: String firstName: String }
        input DimensionInput { width: Float height: Float w: Float h: Float size: Float weight: Float }
        input PackageInput { weight: Float dimension: DimensionInput size: DimensionInput }
        input UserInput { firstName: String }
        enum Unit { IMPERIAL METRIC }
        enum Material { BOX BAG }
        """;

    private bool IsSchema => Definition().IsMatch(Text);

    public IReadOnlyList<string> Maps => IsSchema ? [.. Field().Matches(Text).Select(match => match.Groups[1].Value)] : [Text.Trim()];

    public override string ToString() => $"{Number} {Section}, {(IsCounterExample ? "counter-example" : "example")}: {string.Join("  ", Maps)}";

    public static IReadOnlyList<SelectionAppendix> Read()
    {
        var (number, section, inputs) = (0, "", "");
        List<SelectionAppendix> blocks = [];
        foreach (Match part in Part().Matches(File.ReadAllText(SharedFiles.Find("spec", "composite-schemas", "Appendix A -- Field Selection.md"))))
        {
            if (part.Groups["heading"].Success)
            {
                (section, inputs) = (part.Groups["heading"].Value, "");
                continue;
            }

            var block = new SelectionAppendix(++number, section, part.Groups["kind"].Value == "counter-example", inputs + part.Groups["text"].Value);
            if (block.Maps.Count == 0)
            {
                // The next block speaks of these.
                inputs = block.Text;
                continue;
            }

            blocks.Add(block);
            inputs = "";
        }

        return blocks;
    }

    /// <summary>The type system of the appendix's chapter on validation.</summary>
    private static DocumentNode Media()
    {
        var text = File.ReadAllText(SharedFiles.Find("spec", "composite-schemas", "Appendix A -- Field Selection.md"));
        return Parser.Parse(TypeSystem().Match(text).Groups[1].Value);
    }

    /// <summary>What is wrong with the maps; those that stand alone are read of a book, by whoever takes any value.</summary>
    public IEnumerable<string> Problems()
    {
        if (!IsSchema)
        {
            var media = SourceSchemaReader.Read("media", Media());
            return Check(Text.Trim(), "Book", Parser.ParseType(ApolloSchema.Representation), media);
        }

        // The argument's type is missing here.
        var own = Parser.Parse(Text.Replace("(partIds: @require", "(partIds: [ID!] @require", StringComparison.Ordinal));
        var names = own.Definitions.OfType<TypeDefinitionNode>().Select(type => type.Name.Value).ToHashSet();
        var rest = Parser.Parse(Rest).Definitions.OfType<TypeDefinitionNode>().Where(type => type.IsExtension || !names.Contains(type.Name.Value));
        var schema = SourceSchemaReader.Read("schema", new DocumentNode([.. own.Definitions, .. rest]));
        return from argument in schema.Arguments
               let directive = argument.Is ?? argument.Require
               where directive is not null
               let root = argument.Is is null ? argument.Field!.DeclaringType.Name : argument.Field!.Type.NamedType
               from problem in Check(directive.StringArgument("field")!, root, argument.Type, schema)
               select problem;
    }

    private static IEnumerable<string> Check(string map, string root, TypeNode expected, SourceSchema schema)
    {
        try
        {
            return new SelectionMapCheck(new SchemaContext([schema]), schema).Problems(FieldSelectionMap.Parse(map), root, expected);
        }
        catch (SyntaxException error)
        {
            return [error.Message];
        }
    }

    [GeneratedRegex("^##+ (?<heading>[^\n]+)$|^```graphql (?<kind>example|counter-example)\n(?<text>[^`]*?)^```$", RegexOptions.Multiline)]
    private static partial Regex Part();

    [GeneratedRegex("^(type|input) ", RegexOptions.Multiline)]
    private static partial Regex Definition();

    [GeneratedRegex("field:\\s*\"([^\"]*)\"")]
    private static partial Regex Field();

    [GeneratedRegex("assume the following type system.*?^```graphql\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex TypeSystem();
}
