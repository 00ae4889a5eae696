using System.Globalization;
using System.Reflection;
using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Execution;

/// <summary>Attributes to applied directives.</summary>
internal static class DirectiveReader
{
    /// <summary>The definitions of what this reader writes. https://graphql.github.io/composite-schemas-spec/draft/#sec-Source-Schema</summary>
    public const string CompositionDefinitions = """
        scalar FieldSelectionMap
        scalar FieldSelectionSet
        directive @lookup on FIELD_DEFINITION
        directive @internal on OBJECT | FIELD_DEFINITION
        directive @inaccessible on FIELD_DEFINITION | OBJECT | INTERFACE | UNION | ARGUMENT_DEFINITION | SCALAR | ENUM | ENUM_VALUE | INPUT_OBJECT | INPUT_FIELD_DEFINITION
        directive @is(field: FieldSelectionMap!) on ARGUMENT_DEFINITION
        directive @require(field: FieldSelectionMap!) on ARGUMENT_DEFINITION
        directive @key(fields: FieldSelectionSet!) repeatable on OBJECT | INTERFACE
        directive @shareable repeatable on OBJECT | FIELD_DEFINITION
        directive @provides(fields: FieldSelectionSet!) on FIELD_DEFINITION
        directive @external on FIELD_DEFINITION
        directive @override(from: String!) on FIELD_DEFINITION
        """;

    public const string CostDefinitions = """
        directive @cost(weight: String!) on ARGUMENT_DEFINITION | ENUM | FIELD_DEFINITION | INPUT_FIELD_DEFINITION | OBJECT | SCALAR
        directive @listSize(assumedSize: Int, slicingArguments: [String!], sizedFields: [String!], requireOneSlicingArgument: Boolean = true) on FIELD_DEFINITION
        """;

    public const string AuthorizationDefinitions = """
        directive @authorize(policy: String, roles: [String!]) repeatable on FIELD_DEFINITION
        """;

    public const string JoiningDefinitions = """
        directive @joinable(latest: Boolean! = false, unless: [String!]! = []) on FIELD_DEFINITION
        """;

    public static IEnumerable<DirectiveNode> Read(ICustomAttributeProvider member) => member.GetCustomAttributes(inherit: false)
        .Select(ToDirective).OfType<DirectiveNode>().OrderBy(directive => directive.Name.Value, StringComparer.Ordinal);

    public static IEnumerable<DirectiveNode> Read(ParameterInfo parameter) => parameter.GetCustomAttributes(inherit: false)
        .Select(attribute => attribute is RequireAttribute { Field: null }
            ? Field("require", SchemaNames.Argument(parameter))
            : ToDirective(attribute))
        .OfType<DirectiveNode>();

    /// <summary>The field's own directives and what it demands of its caller: the member says so, or its class.</summary>
    public static IEnumerable<DirectiveNode> ReadField(MemberInfo member, Type declaring)
        => Read((ICustomAttributeProvider)member).Concat(Demands(PermissionReader.Read(member, declaring)));

    private static IEnumerable<DirectiveNode> Demands(FieldPermission? permission) => permission switch
    {
        null => [],
        { Policies: [], Roles: [] } => [Sdl.Directive("authorize")],
        _ => permission.Policies.Select(policy => Sdl.Directive("authorize", ("policy", new StringValueNode(policy))))
            .Concat(permission.Roles.Select(roles => Sdl.Directive("authorize", ("roles", Strings(roles))))),
    };

    private static DirectiveNode? ToDirective(object attribute) => attribute switch
    {
        LookupAttribute => Sdl.Directive("lookup"),
        InternalAttribute => Sdl.Directive("internal"),
        ShareableAttribute => Sdl.Directive("shareable"),
        InaccessibleAttribute => Sdl.Directive("inaccessible"),
        ExternalAttribute => Sdl.Directive("external"),
        RequireAttribute { Field: { } field } => Field("require", field),
        IsAttribute @is => Field("is", @is.Field),
        EntityKeyAttribute key => Sdl.Directive("key", ("fields", new StringValueNode(key.Fields))),
        ProvidesAttribute provides => Sdl.Directive("provides", ("fields", new StringValueNode(provides.Fields))),
        OverrideAttribute from => Sdl.Directive("override", ("from", new StringValueNode(from.From))),
        GraphQLDeprecatedAttribute deprecated => Deprecated(deprecated.Reason),
        ObsoleteAttribute { Message: { } reason } => Deprecated(reason),
        OneOfAttribute => Sdl.Directive("oneOf"),
        CostAttribute cost => Sdl.Directive("cost", ("weight", new StringValueNode(cost.Weight.ToString(CultureInfo.InvariantCulture)))),
        ListSizeAttribute size => ListSize(size),
        JoinableAttribute joinable => Joinable(joinable),
        _ => null,
    };

    private static DirectiveNode Field(string directive, string map) => Sdl.Directive(directive, ("field", new StringValueNode(map)));

    private static DirectiveNode Deprecated(string reason) => Sdl.Directive("deprecated", ("reason", new StringValueNode(reason)));

    private static DirectiveNode Joinable(JoinableAttribute joinable) => Sdl.Directive("joinable",
    [
        .. joinable.Latest ? [("latest", (ValueNode)new BooleanValueNode(true))] : Array.Empty<(string, ValueNode)>(),
        .. joinable.Unless.Length > 0 ? [("unless", Strings(joinable.Unless))] : Array.Empty<(string, ValueNode)>(),
    ]);

    private static DirectiveNode ListSize(ListSizeAttribute size)
    {
        var arguments = new List<(string, ValueNode)>();
        if (size.AssumedSize > 0)
        {
            arguments.Add(("assumedSize", new IntValueNode(size.AssumedSize.ToString(CultureInfo.InvariantCulture))));
        }

        if (size.SlicingArguments is { } slicing)
        {
            arguments.Add(("slicingArguments", Strings(slicing)));
        }

        if (size.SizedFields is { } sized)
        {
            arguments.Add(("sizedFields", Strings(sized)));
        }

        arguments.Add(("requireOneSlicingArgument", new BooleanValueNode(size.RequireOneSlicingArgument)));
        return Sdl.Directive("listSize", arguments);
    }

    private static ListValueNode Strings(IEnumerable<string> texts) => new([.. texts.Select(text => new StringValueNode(text))]);
}
