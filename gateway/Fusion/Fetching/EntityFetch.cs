using FinFlow.GraphQL.Language;

namespace FinFlow.Gateway.Fusion;

/// <summary>
/// That an operation finds entities by Apollo Federation's `_entities`: many representations in, as many entities out.
/// https://www.apollographql.com/docs/graphos/schema-design/federated-schemas/reference/subgraph-spec
/// </summary>
/// <param name="TypeName">The representations' `__typename`.</param>
/// <param name="Variable">The operation's variable for the representations. What begins with its name is a part of one; no variable of the client does.</param>
public sealed record EntityFetch(string TypeName, string Variable)
{
    /// <summary>The field that gives entities.</summary>
    public const string Field = "_entities";

    /// <summary>In a composed schema, the type of arguments that are sent inside a representation.</summary>
    internal static bool IsRepresentation(TypeNode type) => type is NamedTypeNode { Name.Value: "_Any" } or NonNullTypeNode { Type: NamedTypeNode { Name.Value: "_Any" } };

    /// <summary>`Product` of the lookup `_entities_Product_1`: a type may have several keys.</summary>
    internal static string TypeNameOf(string lookup) => lookup[(Field.Length + 1)..lookup.LastIndexOf('_')];
}
