using System;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace FinFlow.GraphQL.Generators;

internal enum LoaderKind { Batch, Grouped, Cache }

internal enum ParameterKind { Keys, Service, KeyedService, State, CancellationToken }

/// <summary>A parameter of the loading method; <see cref="Detail"/> is the key of a keyed service.</summary>
internal sealed record LoaderParameter(ParameterKind Kind, string Type, string? Detail = null);

/// <summary>All that the generated text depends on, so that equal loaders are not generated again.</summary>
internal sealed record Loader(
    string Namespace, string ClassName, string Accessibility, LoaderKind Kind, string KeyType, string ValueType, bool ValueIsReference, string Method, ParameterList Parameters)
{
    public string InterfaceName => "I" + ClassName;

    /// <summary>What the interface promises for a key: grouped loaders give arrays.</summary>
    public string PromisedType => Kind == LoaderKind.Grouped ? ValueType + "[]" : ValueType;
}

/// <summary>Parameters that compare by their items.</summary>
internal sealed class ParameterList(LoaderParameter[] items) : IEquatable<ParameterList>
{
    public LoaderParameter[] Items { get; } = items;

    public bool Equals(ParameterList? other) => other is not null && Items.SequenceEqual(other.Items);

    public override bool Equals(object? obj) => Equals(obj as ParameterList);

    public override int GetHashCode() => Items.Aggregate(17, (hash, item) => (hash * 31) + item.GetHashCode());
}

/// <summary>A method that cannot become a loader, and why.</summary>
internal sealed record Problem(string Method, string Why, string Path, int Start, int Length, int Line, int Column)
{
    private static readonly DiagnosticDescriptor Descriptor = new(
        "FFG001", "A method cannot become a DataLoader", "{0} cannot become a DataLoader: {1}", "DataLoader", DiagnosticSeverity.Error, true);

    public static Problem At(IMethodSymbol method, string why)
    {
        var location = method.Locations[0];
        var line = location.GetLineSpan().StartLinePosition;
        return new Problem(
            method.Name, why, location.SourceTree?.FilePath ?? "", location.SourceSpan.Start, location.SourceSpan.Length, line.Line, line.Character);
    }

    public Diagnostic ToDiagnostic()
    {
        var start = new Microsoft.CodeAnalysis.Text.LinePosition(Line, Column);
        var end = new Microsoft.CodeAnalysis.Text.LinePosition(Line, Column + Length);
        var location = Location.Create(
            Path, new Microsoft.CodeAnalysis.Text.TextSpan(Start, Length), new Microsoft.CodeAnalysis.Text.LinePositionSpan(start, end));
        return Diagnostic.Create(Descriptor, location, Method, Why);
    }
}

internal sealed record Reading(Loader? Loader, Problem? Problem);
