namespace FinFlow.GraphQL.Types;

/// <summary>The built-in definitions as the specification writes them, with descriptions for those who explore a schema.</summary>
internal static class BuiltInDefinitions
{
    /// <summary>https://spec.graphql.org/draft/#sec-Type-System.Directives.Built-in-Directives</summary>
    public const string Directives =
        """"
        "Includes this field or fragment only when the argument is true."
        directive @include("Included when true." if: Boolean!) on FIELD | FRAGMENT_SPREAD | INLINE_FRAGMENT

        "Leaves this field or fragment out when the argument is true."
        directive @skip("Skipped when true." if: Boolean!) on FIELD | FRAGMENT_SPREAD | INLINE_FRAGMENT

        "Marks a part of the schema that should no longer be used."
        directive @deprecated(
          "Why it is deprecated and what to use instead, in Markdown."
          reason: String = "No longer supported"
        ) on FIELD_DEFINITION | ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION | ENUM_VALUE

        "Says where the behaviour of a custom scalar is specified."
        directive @specifiedBy("The URL of the scalar's specification." url: String!) on SCALAR

        "Exactly one field of this input object must be given, and it must not be null."
        directive @oneOf on INPUT_OBJECT
        """";

    /// <summary>https://github.com/graphql/defer-stream-wg</summary>
    public const string IncrementalDirectives =
        """"
        "Delivers the fragment after the rest of the result."
        directive @defer("Deferred unless false." if: Boolean! = true, "Identifies the fragment in the results." label: String) on FRAGMENT_SPREAD | INLINE_FRAGMENT

        "Delivers the items of a list after the rest of the result."
        directive @stream(
          "Streamed unless false."
          if: Boolean! = true
          "Identifies the list in the results."
          label: String
          "How many items belong to the first result."
          initialCount: Int! = 0
        ) on FIELD
        """";

    /// <summary>
    /// https://spec.graphql.org/draft/#sec-Schema-Introspection.Schema-Introspection-Schema. `includeDeprecated` and `reason` are nullable,
    /// as in the edition of October 2021, because tools still send null.
    /// </summary>
    public const string IntrospectionTypes =
        """"
        "The capabilities of a GraphQL service: its types, its directives and where each kind of operation starts."
        type __Schema {
          description: String
          "All types of this service."
          types: [__Type!]!
          "The type where queries start."
          queryType: __Type!
          "The type where mutations start, if the service has any."
          mutationType: __Type
          "The type where subscriptions start, if the service has any."
          subscriptionType: __Type
          "All directives of this service."
          directives: [__Directive!]!
        }

        """
        A type. Which of the fields have values depends on `kind`: objects and interfaces have fields, enums have values,
        lists and non-null types have the type that they wrap.
        """
        type __Type {
          kind: __TypeKind!
          name: String
          description: String
          specifiedByURL: String
          fields(includeDeprecated: Boolean = false): [__Field!]
          interfaces: [__Type!]
          possibleTypes: [__Type!]
          enumValues(includeDeprecated: Boolean = false): [__EnumValue!]
          inputFields(includeDeprecated: Boolean = false): [__InputValue!]
          ofType: __Type
          isOneOf: Boolean
        }

        "What a `__Type` is."
        enum __TypeKind {
          "A scalar."
          SCALAR
          "An object; it has `fields` and `interfaces`."
          OBJECT
          "An interface; it has `fields`, `interfaces` and `possibleTypes`."
          INTERFACE
          "A union; it has `possibleTypes`."
          UNION
          "An enum; it has `enumValues`."
          ENUM
          "An input object; it has `inputFields`."
          INPUT_OBJECT
          "A list; `ofType` is the type of its items."
          LIST
          "A type without null; `ofType` is the same type with null."
          NON_NULL
        }

        "A field of an object or interface: its name, arguments and type."
        type __Field {
          name: String!
          description: String
          args(includeDeprecated: Boolean = false): [__InputValue!]!
          type: __Type!
          isDeprecated: Boolean!
          deprecationReason: String
        }

        "An argument of a field or directive, or a field of an input object."
        type __InputValue {
          name: String!
          description: String
          type: __Type!
          "The default value as a GraphQL literal; null when there is none."
          defaultValue: String
          isDeprecated: Boolean!
          deprecationReason: String
        }

        "A value of an enum."
        type __EnumValue {
          name: String!
          description: String
          isDeprecated: Boolean!
          deprecationReason: String
        }

        "A directive: what it is called, where it may stand and which arguments it takes."
        type __Directive {
          name: String!
          description: String
          isRepeatable: Boolean!
          locations: [__DirectiveLocation!]!
          args(includeDeprecated: Boolean = false): [__InputValue!]!
        }

        "A place where a directive may stand."
        enum __DirectiveLocation {
          QUERY
          MUTATION
          SUBSCRIPTION
          FIELD
          FRAGMENT_DEFINITION
          FRAGMENT_SPREAD
          INLINE_FRAGMENT
          VARIABLE_DEFINITION
          SCHEMA
          SCALAR
          OBJECT
          FIELD_DEFINITION
          ARGUMENT_DEFINITION
          INTERFACE
          UNION
          ENUM
          ENUM_VALUE
          INPUT_OBJECT
          INPUT_FIELD_DEFINITION
        }
        """";
}
