using System;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace FinFlow.GraphQL.Generators;

/// <summary>Method symbol to <see cref="Loader"/>: the signature says of which kind the loader is.</summary>
internal static class LoaderReader
{
    private static readonly SymbolDisplayFormat TypeFormat = SymbolDisplayFormat.FullyQualifiedFormat
        .WithMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.UseSpecialTypes | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    public static Reading Read(IMethodSymbol method, AttributeData attribute)
    {
        if (!method.IsStatic || method.DeclaredAccessibility is Accessibility.Private or Accessibility.Protected)
        {
            return Refuse(method, "it must be static, and internal or public.");
        }

        if (method.Parameters.Length == 0)
        {
            return Refuse(method, "its first parameter is the key or the list of keys.");
        }

        if (Unwrap(method.ReturnType) is not { } result)
        {
            return Refuse(method, "it must return a Task or ValueTask of its result.");
        }

        var keys = method.Parameters[0].Type;
        var isList = IsGeneric(keys, "IReadOnlyList", 1);
        var keyType = isList ? ((INamedTypeSymbol)keys).TypeArguments[0] : keys;
        var kind = !isList ? LoaderKind.Cache
            : IsGeneric(result, "IReadOnlyDictionary", 2) || IsGeneric(result, "Dictionary", 2) ? LoaderKind.Batch
            : IsGeneric(result, "ILookup", 2) ? LoaderKind.Grouped
            : (LoaderKind?)null;
        if (kind is null)
        {
            return Refuse(method, "for a list of keys it must return an IReadOnlyDictionary or an ILookup.");
        }

        var valueType = kind == LoaderKind.Cache
            ? result.WithNullableAnnotation(NullableAnnotation.NotAnnotated)
            : ((INamedTypeSymbol)result).TypeArguments[1];
        return new Reading(
            new Loader(
                method.ContainingNamespace.ToDisplayString(),
                NameOf(method, attribute),
                AccessibilityOf(method, keyType, valueType),
                kind.Value,
                keyType.ToDisplayString(TypeFormat),
                valueType.ToDisplayString(TypeFormat),
                valueType.IsReferenceType,
                method.ContainingType.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat) + "." + method.Name,
                new ParameterList([.. method.Parameters.Select(ReadParameter)])),
            null);
    }

    private static Reading Refuse(IMethodSymbol method, string why) => new(null, Problem.At(method, why));

    private static ITypeSymbol? Unwrap(ITypeSymbol type)
        => IsGeneric(type, "Task", 1) || IsGeneric(type, "ValueTask", 1) ? ((INamedTypeSymbol)type).TypeArguments[0] : null;

    private static bool IsGeneric(ITypeSymbol type, string name, int arity)
        => type is INamedTypeSymbol named && named.Name == name && named.Arity == arity;

    private static string NameOf(IMethodSymbol method, AttributeData attribute)
    {
        if (attribute.ConstructorArguments.Length > 0 && attribute.ConstructorArguments[0].Value is string given)
        {
            return given;
        }

        var name = method.Name;
        name = name.StartsWith("Get", StringComparison.Ordinal) ? name.Substring(3) : name;
        name = name.EndsWith("Async", StringComparison.Ordinal) ? name.Substring(0, name.Length - 5) : name;
        name = name.EndsWith("DataLoader", StringComparison.Ordinal) ? name.Substring(0, name.Length - 10) : name;
        return name + "DataLoader";
    }

    // Resolvers are public, and so is what they take, unless the loader's own types are internal.
    private static string AccessibilityOf(IMethodSymbol method, params ITypeSymbol[] types)
        => types.All(IsPublic) && IsPublic(method.ContainingAssembly.GlobalNamespace) ? "public" : "internal";

    private static bool IsPublic(ISymbol symbol) => symbol switch
    {
        INamespaceSymbol => true,
        IArrayTypeSymbol array => IsPublic(array.ElementType),
        INamedTypeSymbol type => type.DeclaredAccessibility is Accessibility.Public or Accessibility.NotApplicable
            && type.TypeArguments.All(IsPublic) && (type.ContainingType is null || IsPublic(type.ContainingType)),
        _ => true,
    };

    private static LoaderParameter ReadParameter(IParameterSymbol parameter, int index)
    {
        var type = parameter.Type.WithNullableAnnotation(NullableAnnotation.NotAnnotated).ToDisplayString(TypeFormat);
        if (index == 0)
        {
            return new LoaderParameter(ParameterKind.Keys, type);
        }

        return parameter.Type.Name switch
        {
            "CancellationToken" => new LoaderParameter(ParameterKind.CancellationToken, type),
            "PagingArguments" or "QueryContext" => new LoaderParameter(ParameterKind.State, type),
            _ when ServiceKey(parameter) is { } key => new LoaderParameter(ParameterKind.KeyedService, type, key),
            _ => new LoaderParameter(ParameterKind.Service, type),
        };
    }

    private static string? ServiceKey(IParameterSymbol parameter) => parameter.GetAttributes()
        .Where(attribute => attribute.AttributeClass?.Name == "ServiceAttribute")
        .Select(attribute => attribute.ConstructorArguments.FirstOrDefault().Value as string)
        .FirstOrDefault();
}
