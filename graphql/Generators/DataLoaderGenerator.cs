using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FinFlow.GraphQL.Generators;

/// <summary>
/// Makes a loader of each static method with `[DataLoader]`: an interface, a class, and one registration method for the assembly,
/// `services.Add{Assembly}DataLoaders()`. The method's own project needs no other glue.
/// </summary>
[Generator]
public sealed class DataLoaderGenerator : IIncrementalGenerator
{
    private const string AttributeName = "FinFlow.GraphQL.Execution.DataLoaderAttribute";

    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var loaders = context.SyntaxProvider.ForAttributeWithMetadataName(
            AttributeName,
            (node, _) => node is MethodDeclarationSyntax,
            (source, _) => LoaderReader.Read((IMethodSymbol)source.TargetSymbol, source.Attributes[0]));
        var assemblyName = context.CompilationProvider.Select((compilation, _) => compilation.AssemblyName ?? "");

        context.RegisterSourceOutput(loaders, (output, reading) =>
        {
            if (reading.Problem is { } problem)
            {
                output.ReportDiagnostic(problem.ToDiagnostic());
            }
            else if (reading.Loader is { } loader)
            {
                output.AddSource($"{loader.Namespace}.{loader.ClassName}.g.cs", LoaderWriter.Write(loader));
            }
        });

        context.RegisterSourceOutput(loaders.Collect().Combine(assemblyName), (output, pair) =>
        {
            var valid = pair.Left.Select(reading => reading.Loader).OfType<Loader>().ToImmutableArray();
            if (valid.Length > 0)
            {
                output.AddSource("DataLoaderModule.g.cs", LoaderWriter.WriteModule(pair.Right, valid));
            }
        });
    }
}
