using System.Runtime.CompilerServices;
using FinFlow.Accounting;
using FinFlow.Analytics;
using FinFlow.Auth;
using FinFlow.Compliance;
using FinFlow.Credit;
using FinFlow.Gateway.Composition;
using FinFlow.Payments;
using FinFlow.Subgraph;
using FinFlow.Transactions;

namespace FinFlow.Subgraphs.Tests;

/// <summary>
/// The files below `schema/` are what the code exports, and what clients review as a diff.
/// `FINFLOW_WRITE_SCHEMA=1 ./test SchemaFiles` writes them anew.
/// </summary>
public sealed class SchemaFilesTests
{
    private static readonly SortedDictionary<string, Func<string>> Exports = new(StringComparer.Ordinal)
    {
        [AccountingSubgraph.Name] = SchemaExport.Print<AccountingSubgraph>,
        [AnalyticsSubgraph.Name] = SchemaExport.Print<AnalyticsSubgraph>,
        [AuthSubgraph.Name] = SchemaExport.Print<AuthSubgraph>,
        [ComplianceSubgraph.Name] = SchemaExport.Print<ComplianceSubgraph>,
        [CreditSubgraph.Name] = SchemaExport.Print<CreditSubgraph>,
        [PaymentsSubgraph.Name] = SchemaExport.Print<PaymentsSubgraph>,
        [TransactionsSubgraph.Name] = SchemaExport.Print<TransactionsSubgraph>,
    };

    public static TheoryData<string> Subgraphs => [.. Exports.Keys];

    [Theory, MemberData(nameof(Subgraphs))]
    public void SchemaFile_Should_BeWhatTheSubgraphExports(string name) => AssertFile($"{name}.graphql", Exports[name]());

    [Fact]
    public void GatewayFile_Should_BeTheSubgraphsComposed()
    {
        var composed = Compose();

        Assert.True(composed.Succeeded, string.Join('\n', composed.Errors));
        AssertFile("gateway.graphql", composed.Print());
    }

    internal static CompositionResult Compose()
        => Composer.Compose(
            [.. Exports.Select(export => new SourceSchemaDocument(export.Key, export.Value()))],
            CompositionOptions.Parse(File.ReadAllText(PathOf("composition.json"))));

    internal static void AssertFile(string name, string expected)
    {
        var path = PathOf(name);
        if (Environment.GetEnvironmentVariable("FINFLOW_WRITE_SCHEMA") == "1")
        {
            File.WriteAllText(path, expected);
        }

        Assert.True(File.Exists(path), $"schema/{name} is missing.");
        Assert.Equal(expected, File.ReadAllText(path));
    }

    private static string PathOf(string name, [CallerFilePath] string here = "")
        => Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "schema", name);
}
