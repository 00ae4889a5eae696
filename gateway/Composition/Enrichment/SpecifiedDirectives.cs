using FinFlow.GraphQL.Language;

namespace FinFlow.Gateway.Composition;

/// <summary>What a source schema may use without declaring it. https://graphql.github.io/composite-schemas-spec/draft/#sec-Source-Schema</summary>
internal static class SpecifiedDirectives
{
    public static IReadOnlySet<string> Scalars { get; } = new HashSet<string> { "FieldSelectionMap", "FieldSelectionSet" };

    public static DocumentNode Document { get; } = Parser.Parse(
        """
        "How a value is put together from an object's fields."
        scalar FieldSelectionMap

        "A selection set without variables; the outer braces may be missing."
        scalar FieldSelectionSet

        "The field finds one entity by a stable key: its arguments."
        directive @lookup on FIELD_DEFINITION

        "Belongs to this source schema alone: neither merged nor shown to clients."
        directive @internal on OBJECT | FIELD_DEFINITION

        "Merged, but hidden from clients."
        directive @inaccessible on FIELD_DEFINITION | OBJECT | INTERFACE | UNION | ARGUMENT_DEFINITION | SCALAR | ENUM | ENUM_VALUE | INPUT_OBJECT | INPUT_FIELD_DEFINITION

        "The lookup's argument is this part of the entity."
        directive @is(field: FieldSelectionMap!) on ARGUMENT_DEFINITION

        "The gateway fills the argument with data from other source schemas."
        directive @require(field: FieldSelectionMap!) on ARGUMENT_DEFINITION

        "These fields identify the entity."
        directive @key(fields: FieldSelectionSet!) repeatable on OBJECT | INTERFACE

        "Several source schemas may give this field; all give the same value."
        directive @shareable repeatable on OBJECT | FIELD_DEFINITION

        "On this way, the source schema also gives these external fields."
        directive @provides(fields: FieldSelectionSet!) on FIELD_DEFINITION

        "Another source schema gives this field."
        directive @external on FIELD_DEFINITION

        "The field moves here from the source schema named."
        directive @override(from: String!) on FIELD_DEFINITION

        "The field is given only to callers that satisfy the policy and have one of the roles; without either, to any that is authenticated."
        directive @authorize(policy: String, roles: [String!]) repeatable on FIELD_DEFINITION

        "Clients that ask for the same may join one stream of the subscription while it runs: they begin with the next event or, where each is all there is to know, with the latest. With one of the arguments named, a stream begins with the past, and nobody joins it."
        directive @joinable(latest: Boolean! = false, unless: [String!]! = []) on FIELD_DEFINITION

        "Ids of this type begin with the value and an underscore; the gateway's `node` finds the type by it."
        directive @idPrefix(value: String!) on OBJECT
        """);
}
