using System.Text;
using FinFlow.GraphQL.Language;

namespace FinFlow.Gateway.Composition;

/// <summary>The vocabulary in which the composed schema tells the planner who knows what.</summary>
internal static class FusionDirectives
{
    public const string Definitions =
        """
        "The name by which the gateway's settings know the source schema."
        directive @fusion__schema_metadata(name: String!) on ENUM_VALUE

        "The source schema defines the type. Where an interface is an interface object, the source knows its objects, but not of which type each is."
        directive @fusion__type(schema: fusion__Schema!, interfaceObject: Boolean! = false) repeatable on OBJECT | INTERFACE | UNION | ENUM | INPUT_OBJECT | SCALAR

        "The source schema gives the field; sourceType is its own type reference where it differs. An external field is given only on ways that provide it."
        directive @fusion__field(schema: fusion__Schema!, sourceType: String, provides: String, external: Boolean! = false) repeatable on FIELD_DEFINITION

        "The source schema finds an entity by the key: field is the source field's declaration, map has a field selection map per argument, path leads to the field from Query."
        directive @fusion__lookup(schema: fusion__Schema!, key: String!, field: String!, map: [String!]!, path: String, internal: Boolean! = false) repeatable on OBJECT | INTERFACE | UNION

        "The field needs data from elsewhere: map has a field selection map per argument of the source field, null where the client's argument is meant."
        directive @fusion__requires(schema: fusion__Schema!, field: String!, map: [String]!) repeatable on FIELD_DEFINITION

        "The source schema gives the field only to callers that satisfy the policy and have one of the roles; without either, to any that is authenticated."
        directive @fusion__authorize(schema: fusion__Schema!, policy: String, roles: [String!]) repeatable on FIELD_DEFINITION

        "Equal subscriptions may join one stream of the source schema while it runs, unless one of the arguments is given; with latest, they begin with its latest event."
        directive @fusion__joinable(schema: fusion__Schema!, latest: Boolean! = false, unless: [String!]! = []) repeatable on FIELD_DEFINITION

        "In the source schema, the type implements the interface."
        directive @fusion__implements(schema: fusion__Schema!, interface: String!) repeatable on OBJECT | INTERFACE

        "In the source schema, the type is a member of the union."
        directive @fusion__unionMember(schema: fusion__Schema!, member: String!) repeatable on UNION

        "The source schema knows the value."
        directive @fusion__enumValue(schema: fusion__Schema!) repeatable on ENUM_VALUE

        "The source schema knows the input field; sourceType is its own type reference where it differs."
        directive @fusion__inputField(schema: fusion__Schema!, sourceType: String) repeatable on INPUT_FIELD_DEFINITION

        "The source schema knows the argument; sourceType is its own type reference where it differs."
        directive @fusion__argument(schema: fusion__Schema!, sourceType: String) repeatable on ARGUMENT_DEFINITION

        "Hidden from clients; the planner may use it for keys and requirements."
        directive @fusion__inaccessible on SCALAR | OBJECT | FIELD_DEFINITION | ARGUMENT_DEFINITION | INTERFACE | UNION | ENUM | ENUM_VALUE | INPUT_OBJECT | INPUT_FIELD_DEFINITION

        "Ids of this type begin with the value and an underscore; the source schema's lookup by `id` knows whether one exists."
        directive @fusion__idPrefix(value: String!, schema: fusion__Schema!) on OBJECT
        """;

    /// <summary>The enum value that stands for a source schema: `paymentMethods` and `payment-methods` are PAYMENT_METHODS.</summary>
    public static string EnumName(string schemaName)
    {
        var name = new StringBuilder();
        for (var i = 0; i < schemaName.Length; i++)
        {
            var character = schemaName[i];
            if (char.IsAsciiLetterUpper(character) && i > 0 && char.IsAsciiLetterLower(schemaName[i - 1]))
            {
                name.Append('_');
            }

            name.Append(char.IsAsciiLetterOrDigit(character) ? char.ToUpperInvariant(character) : '_');
        }

        return name.Length > 0 && char.IsAsciiDigit(name[0]) ? $"_{name}" : name.ToString();
    }

    /// <summary>Arguments whose value is null are left out.</summary>
    public static DirectiveNode Directive(string name, params ReadOnlySpan<(string Name, ValueNode? Value)> arguments)
    {
        List<ArgumentNode> nodes = [];
        foreach (var (argument, value) in arguments)
        {
            if (value is not null)
            {
                nodes.Add(new ArgumentNode(new NameNode(argument), value));
            }
        }

        return new DirectiveNode { Name = new NameNode(name), Arguments = nodes };
    }

    public static DirectiveNode Of(string name, SourceSchema schema, params ReadOnlySpan<(string Name, ValueNode? Value)> arguments)
        => Directive(name, [("schema", new EnumValueNode(EnumName(schema.Name))), .. arguments]);

    public static StringValueNode? Text(string? value) => value is null ? null : new StringValueNode(value);

    public static BooleanValueNode? TrueOrNothing(bool value) => value ? new BooleanValueNode(true) : null;
}
