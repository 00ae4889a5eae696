using System.Text;
using FinFlow.GraphQL.Language;
using FinFlow.Hosting;

namespace FinFlow.Subgraphs.Tests;

/// <summary>
/// Role × field: `schema/permissions.txt` shows, for every field of the composed schema that asks anything and for every root field, who gets it.
/// It is read from what the subgraphs enforce, and written anew together with the schema files.
/// </summary>
public sealed class SchemaFilesPermissionTests
{
    private const string Nothing = "-";
    private const string Authenticated = "authenticated";

    private const string Introduction =
        """
        # Who gets which field of the composed schema: what the subgraphs enforce, told role by role.
        # A field that is not listed asks nothing beyond the field that leads to it. "-" asks nothing at all, "authenticated" asks for a token.
        # Whose data it is counts besides: everybody but an administrator sees their own organisation's alone.

        """;

    private static readonly string[] RootTypes = ["Query", "Mutation", "Subscription"];

    /// <summary>Whoever has no account yet, or no session, must reach these; nothing else is open.</summary>
    private static readonly string[] Open =
    [
        "Mutation.login", "Mutation.loginWithOAuth", "Mutation.refreshSession", "Mutation.register",
        "Mutation.requestPasswordReset", "Mutation.resetPassword", "Mutation.verifyMfa",
        "Query.oauthAuthorizationUrl",
    ];

    [Fact]
    public void PermissionsFile_Should_SayWhoGetsWhichField() => SchemaFilesTests.AssertFile("permissions.txt", Table());

    [Fact]
    public void Permissions_Should_ExistInTheRuleBook()
        => Assert.Empty(Fields().SelectMany(field => field.Demands).Where(demand => demand is not Authenticated).Except(Permissions.All));

    [Fact]
    public void Permissions_Should_EachGuardAField()
        => Assert.Empty(Permissions.All.Except(Fields().SelectMany(field => field.Demands)));

    [Fact]
    public void OnlyTheDoor_Should_BeOpenToEverybody()
        => Assert.Equal(
            Open.Order(StringComparer.Ordinal),
            Fields().Where(field => field.Demands.Count == 0).Select(field => field.Coordinate).Except(["Query.node", "Query.nodes"]).Order(StringComparer.Ordinal));

    private static string Table()
    {
        var rows = Fields().ToList();
        var fieldWidth = rows.Max(row => row.Coordinate.Length);
        var demandWidth = rows.Max(row => row.Demand.Length);
        var text = new StringBuilder(Introduction);
        text.Append($"{"field".PadRight(fieldWidth)}  {"permission".PadRight(demandWidth)}  anyone  {string.Join("  ", Roles.All)}\n");
        foreach (var row in rows)
        {
            var marks = Roles.All.Select(role => Mark(row.IsFor(role)).PadRight(role.Length)).Prepend(Mark(row.Demands.Count == 0).PadRight("anyone".Length));
            text.Append($"{row.Coordinate.PadRight(fieldWidth)}  {row.Demand.PadRight(demandWidth)}  {string.Join("  ", marks)}".TrimEnd()).Append('\n');
        }

        return text.ToString();

        static string Mark(bool isAllowed) => isAllowed ? "yes" : ".";
    }

    private static IEnumerable<Row> Fields()
        => from type in SchemaFilesTests.Compose().Schema!.Definitions.OfType<ObjectTypeDefinitionNode>()
           where !type.Directives.Any(IsHidden)
           from field in type.Fields
           where !field.Directives.Any(IsHidden)
           let row = new Row($"{type.Name.Value}.{field.Name.Value}", [.. field.Directives.Where(directive => directive.Name.Value == "fusion__authorize").Select(Demand).Distinct()])
           where row.Demands.Count > 0 || RootTypes.Contains(type.Name.Value)
           orderby Array.IndexOf(RootTypes, type.Name.Value) is >= 0 and var order ? order : RootTypes.Length, type.Name.Value, field.Name.Value
           select row;

    private static bool IsHidden(DirectiveNode directive) => directive.Name.Value == "fusion__inaccessible";

    private static string Demand(DirectiveNode directive)
        => directive.Arguments.SingleOrDefault(argument => argument.Name.Value == "policy")?.Value is StringValueNode policy ? policy.Value : Authenticated;

    /// <summary>A field that several subgraphs resolve asks for what any of them asks.</summary>
    private sealed record Row(string Coordinate, IReadOnlyList<string> Demands)
    {
        internal string Demand => Demands.Count == 0 ? Nothing : string.Join(", ", Demands);

        internal bool IsFor(string role) => Demands.All(demand => demand is Authenticated || Roles.PermissionsOf(role).Contains(demand));
    }
}
