using System.Diagnostics.CodeAnalysis;
using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>A document of type definitions and extensions, made into a <see cref="Schema"/>: check the document → assemble → check the schema.</summary>
public static class SchemaBuilder
{
    /// <summary>
    /// Builds the schema; the specified scalars and directives and the introspection types are added. Scalars without a behaviour in
    /// <paramref name="scalars"/> accept and give any JSON value, as a gateway needs it.
    /// </summary>
    /// <exception cref="SchemaException">The document breaks a rule of the type system; every violation is listed.</exception>
    public static Schema Build(DocumentNode document, IReadOnlyDictionary<string, ScalarBehavior>? scalars = null)
        => Build(document, scalars is null ? SchemaOptions.Default : new SchemaOptions { Scalars = scalars });

    /// <exception cref="SchemaException">The document breaks a rule of the type system; every violation is listed.</exception>
    public static Schema Build(DocumentNode document, SchemaOptions options)
        => TryBuild(document, options, out var schema, out var errors) ? schema : throw new SchemaException(errors);

    /// <summary>Builds the schema, or gives the violations of the document's rules, or else those of the schema's rules.</summary>
    public static bool TryBuild(
        DocumentNode document, SchemaOptions options, [NotNullWhen(true)] out Schema? schema, out IReadOnlyList<GraphQLError> errors)
    {
        schema = null;
        var whole = WithPrelude(document, options);
        errors = DefinitionValidator.Validate(whole, options);
        if (errors.Count > 0)
        {
            return false;
        }

        var built = SchemaAssembly.Assemble(whole, options);
        errors = SchemaValidator.Validate(built);
        schema = errors.Count == 0 ? built : null;
        return schema is not null;
    }

    /// <summary>
    /// Builds without any check but that every type reference has a type. Of what is defined twice the first definition counts,
    /// and an extension without a definition defines its type: so a source schema looks before it is composed.
    /// </summary>
    /// <exception cref="SchemaException">A type is unknown.</exception>
    public static Schema BuildUnchecked(DocumentNode document, SchemaOptions? options = null)
    {
        options ??= SchemaOptions.Default;
        return SchemaAssembly.Assemble(WithPrelude(document, options), options);
    }

    private static DocumentNode WithPrelude(DocumentNode document, SchemaOptions options)
    {
        if (options.Prelude is null)
        {
            return document;
        }

        var defined = document.Definitions.Select(NameOf).ToHashSet();
        return new DocumentNode([.. document.Definitions, .. options.Prelude.Definitions.Where(definition => !defined.Contains(NameOf(definition)))]);
    }

    private static string? NameOf(DefinitionNode definition) => definition switch
    {
        TypeDefinitionNode { IsExtension: false } type => type.Name.Value,
        DirectiveDefinitionNode directive => "@" + directive.Name.Value,
        _ => null,
    };
}

/// <summary>A schema that breaks rules of the type system.</summary>
public sealed class SchemaException(IReadOnlyList<GraphQLError> errors)
    : Exception(string.Join(Environment.NewLine, errors.Select(error => error.Message)))
{
    public IReadOnlyList<GraphQLError> Errors { get; } = errors;
}
