namespace FinFlow.Journeys.Tests;

/// <summary>Each subgraph's program prints its own schema, without a configuration: it is what composition reads.</summary>
public sealed class SchemaExportTests
{
    [Theory]
    [InlineData("accounting", "Accounting")]
    [InlineData("analytics", "Analytics")]
    [InlineData("auth", "Auth")]
    [InlineData("compliance", "Compliance")]
    [InlineData("credit", "Credit")]
    [InlineData("payments", "Payments")]
    [InlineData("transactions", "Transactions")]
    public async Task SchemaExport_Should_PrintTheSchemaThatIsComposed(string name, string project)
    {
        var exported = await FinishedProgram.RunAsync(project, $"FinFlow.{project}.dll", new Dictionary<string, string>(), "schema", "export");

        Assert.Equal((0, ""), (exported.ExitCode, exported.Errors));
        var file = Path.Combine(BuildOutput.RepositoryRoot, "schema", $"{name}.graphql");
        Assert.Equal(await File.ReadAllTextAsync(file), exported.Output);
    }
}
