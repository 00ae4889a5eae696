using System.Collections.Frozen;
using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>What every schema has without defining it. The instances are shared by all schemas.</summary>
public static class BuiltIns
{
    private static readonly ScalarType[] Specified =
    [
        new("String", StringScalar.Instance) { Description = "Text, a sequence of Unicode characters." },
        new("Int", IntScalar.Instance) { Description = "A whole number between -(2^31) and 2^31 - 1." },
        new("Float", FloatScalar.Instance) { Description = "A number with a fraction, in double precision as IEEE 754 defines it." },
        new("Boolean", BooleanScalar.Instance) { Description = "`true` or `false`." },
        new("ID", IdScalar.Instance) { Description = "An opaque identifier. It goes out as a string; strings and whole numbers come in." },
    ];

    static BuiltIns()
    {
        Scalars = Specified.ToFrozenDictionary(scalar => scalar.Name, StringComparer.Ordinal);
        var reader = new TypeReader(node => Scalars[node.Name.Value], keepSyntax: false);
        Directives = Parser.Parse(BuiltInDefinitions.Directives).Definitions.OfType<DirectiveDefinitionNode>().Select(reader.ReadDirective).ToArray();
        IncrementalDirectives = Parser.Parse(BuiltInDefinitions.IncrementalDirectives).Definitions
            .OfType<DirectiveDefinitionNode>().Select(reader.ReadDirective).ToArray();
        IntrospectionTypes = ReadIntrospectionTypes();
        All = [.. Specified, .. IntrospectionTypes];
        Types = All.ToFrozenDictionary(type => type.Name, StringComparer.Ordinal);
    }

    /// <summary>Int, Float, String, Boolean and ID. https://spec.graphql.org/draft/#sec-Scalars.Built-in-Scalars</summary>
    public static FrozenDictionary<string, ScalarType> Scalars { get; }

    /// <summary>`__Schema` and what it refers to. https://spec.graphql.org/draft/#sec-Schema-Introspection</summary>
    public static IReadOnlyList<NamedType> IntrospectionTypes { get; }

    /// <summary>The specified scalars, then the introspection types.</summary>
    public static IReadOnlyList<NamedType> All { get; }

    /// <summary>All by name.</summary>
    public static FrozenDictionary<string, NamedType> Types { get; }

    /// <summary>@include, @skip, @deprecated, @specifiedBy and @oneOf. https://spec.graphql.org/draft/#sec-Type-System.Directives.Built-in-Directives</summary>
    public static IReadOnlyList<DirectiveType> Directives { get; }

    /// <summary>@defer and @stream, for services that deliver results incrementally.</summary>
    public static IReadOnlyList<DirectiveType> IncrementalDirectives { get; }

    private static NamedType[] ReadIntrospectionTypes()
    {
        var definitions = Parser.Parse(BuiltInDefinitions.IntrospectionTypes).Definitions.OfType<TypeDefinitionNode>().ToArray();
        var types = definitions.ToDictionary(
            definition => definition.Name.Value,
            NamedType (definition) => definition is EnumTypeDefinitionNode ? new EnumType(definition.Name.Value) : new ObjectType(definition.Name.Value));
        var reader = new TypeReader(node => types.GetValueOrDefault(node.Name.Value) ?? Scalars[node.Name.Value], keepSyntax: false);
        foreach (var definition in definitions)
        {
            reader.Read(types[definition.Name.Value], [definition]);
        }

        return [.. definitions.Select(definition => types[definition.Name.Value])];
    }
}
