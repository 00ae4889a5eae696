using FinFlow.Cli;

namespace FinFlow.Gateway.Tests;

/// <summary>`finflow` as a shell sees it: what it prints, and its exit code.</summary>
public sealed class CommandLineTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("finflow-cli-").FullName;

    public CommandLineTests()
    {
        File.WriteAllText(Path.Combine(_folder, "accounts.graphql"), """
            type Query { me: User user(id: ID!): User @lookup }
            type User @key(fields: "id") { id: ID! name: String! }
            """);
        File.WriteAllText(Path.Combine(_folder, "reviews.graphql"), """
            type Query { user(id: ID!): User @lookup @internal }
            type User @key(fields: "id") { id: ID! reviews(first: Int = 5): [Review!]! }
            interface Named { title: String! }
            type Review implements Named { title: String! body: String stars: Stars! }
            enum Stars { ONE TWO }
            """);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Plan_prints_the_operation_and_its_requests()
    {
        await ComposeAsync();
        Write("query.graphql", """
            query Mine($brief: Boolean!) { me { ...Who again: name reviews(first: 2) { title ... on Named { title } body @skip(if: $brief) } } }
            fragment Who on User { name }
            """);
        Assert.Equal(
            (0, """
            query Mine($brief: Boolean!) {
              me {
                name
                again: name
                reviews(first: 2) {
                  title
                }
              }
            }

            request 1 to accounts
                {
                  me {
                    name
                    again: name
                    id
                  }
                }

            request 2 to reviews after 1
              for me with $k1 = id
                query ($k1: ID!) {
                  user(id: $k1) {
                    reviews(first: 2) {
                      title
                    }
                  }
                }

            """, ""),
            await RunAsync("plan", "-c", Of("gateway.graphql"), "-q", Of("query.graphql"), "-v", """{ "brief": true }"""));
    }

    [Fact]
    public async Task Plan_refuses_what_a_client_would_be_refused()
    {
        await ComposeAsync();
        Write("query.graphql", "{ me { age } }");
        var (code, output, error) = await RunAsync("plan", "-c", Of("gateway.graphql"), "-q", Of("query.graphql"));
        Assert.Equal((1, ""), (code, output));
        Assert.Contains("Cannot query field \\\"age\\\" on type \\\"User\\\".", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_says_what_would_break_for_clients()
    {
        await ComposeAsync();
        Write("reviews.graphql", """
            type Query { user(id: ID!): User @lookup @internal top(first: Int!): [Review!]! }
            type User @key(fields: "id") { id: ID! reviews(first: Int = 10, by: Order!): [Review] }
            input Order { newest: Boolean }
            type Review { title: String! stars: Stars! }
            enum Stars { TWO THREE }
            """);
        Assert.Equal(
            (1, """
            breaking TYPE_REMOVED: Named was removed.
            breaking IMPLEMENTED_INTERFACE_REMOVED: Review does not implement Named any more.
            breaking FIELD_REMOVED: Review.body was removed.
            breaking VALUE_REMOVED_FROM_ENUM: Stars.ONE was removed.
            breaking FIELD_CHANGED_KIND: User.reviews changed type from [Review!]! to [Review].
            breaking REQUIRED_ARG_ADDED: User.reviews(by:) is required and was added.
            dangerous VALUE_ADDED_TO_ENUM: Stars.THREE was added.
            dangerous ARG_DEFAULT_VALUE_CHANGE: User.reviews(first:) changed its default from 5 to 10.
            safe TYPE_ADDED: Order was added.
            safe FIELD_ADDED: Query.top was added.
            6 breaking, 2 dangerous, 2 safe.

            """, ""),
            await CheckAsync());
    }

    [Fact]
    public async Task Check_accepts_a_schema_that_only_grows()
    {
        await ComposeAsync();
        Assert.Equal((0, "0 breaking, 0 dangerous, 0 safe.\n", ""), await CheckAsync());
    }

    [Fact]
    public async Task Check_needs_schemas_that_compose()
    {
        await ComposeAsync();
        Write("reviews.graphql", "type Query { version: Int } type User @key(fields: \"id\") { id: ID! reviews: Int }");
        var (code, output, error) = await CheckAsync();
        Assert.Equal((1, ""), (code, output));
        Assert.Contains("error UNSATISFIABLE_QUERY_PATH", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("finflow: there is no command `explain`. `finflow help` lists them.", "explain")]
    [InlineData("finflow plan: no composed schema is given. Usage: finflow plan -c <gateway.graphql> -q <operation.graphql> [-n <operation name>] [-v <variables as JSON>]", "plan")]
    [InlineData("finflow check: no composed schema is given to compare with. Usage: finflow check -a <gateway.graphql> [-f] <schema.graphql>… [-s <settings.json>]", "check", "-f", "x")]
    [InlineData("finflow compose: `--fast` is not understood. Usage: finflow compose [-f] <schema.graphql>… [-o <gateway.graphql>] [-s <settings.json>]", "compose", "--fast")]
    [InlineData("finflow compose: no source schema is given. Usage: finflow compose [-f] <schema.graphql>… [-o <gateway.graphql>] [-s <settings.json>]", "compose")]
    public async Task A_command_line_that_is_not_understood_is_said_so(string complaint, params string[] words)
        => Assert.Equal((2, "", complaint + "\n"), await RunAsync(words));

    [Theory]
    [InlineData("compose", "--help")]
    [InlineData("compose", "-h")]
    [InlineData("compose", "help")]
    [InlineData("help", "compose")]
    [InlineData("--help", "compose")]
    [InlineData("compose", "-f", "nowhere.graphql", "--help")]
    public async Task Who_asks_a_command_for_help_gets_its_usage(params string[] words)
        => Assert.Equal(
            (0, "finflow compose [-f] <schema.graphql>… [-o <gateway.graphql>] [-s <settings.json>]\n  source schemas → the gateway's schema\n", ""), await RunAsync(words));

    [Fact]
    public async Task Every_command_has_help_and_is_in_the_list()
    {
        var (code, list, error) = await RunAsync("--help");
        Assert.Equal((0, "", list, list), (code, error, (await RunAsync("help")).Output, (await RunAsync("-h")).Output));
        foreach (var name in new[] { "compose", "check", "plan", "verify", "replay", "rotate-keys" })
        {
            (code, var usage, error) = await RunAsync(name, "--help");
            Assert.Equal((0, ""), (code, error));
            Assert.StartsWith($"finflow {name} ", usage, StringComparison.Ordinal);
            Assert.Contains(usage.Split('\n')[0], list, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Schemas_need_no_name_where_nothing_else_is_without_one()
    {
        await ComposeAsync();
        var composed = await File.ReadAllTextAsync(Of("gateway.graphql"));

        Assert.Equal((0, composed, ""), await RunAsync("compose", Of("accounts.graphql"), "reviews=" + Of("reviews.graphql")));
        Assert.Equal((0, "0 breaking, 0 dangerous, 0 safe.\n", ""), await RunAsync("check", Of("accounts.graphql"), Of("reviews.graphql"), "-a", Of("gateway.graphql")));
        var (code, _, error) = await RunAsync("compose", "-f", Of("accounts.graphql"), "gateway.graphql");
        Assert.Equal(2, code);
        Assert.StartsWith("finflow compose: `gateway.graphql` is not understood.", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_said_so()
    {
        var (code, _, error) = await RunAsync("compose", "-f", Of("nowhere.graphql"));
        Assert.Equal((2, $"finflow compose: Could not find file '{Of("nowhere.graphql")}'.\n"), (code, error));
    }

    private Task<(int, string, string)> CheckAsync()
        => RunAsync("check", "-a", Of("gateway.graphql"), "-f", Of("accounts.graphql"), "-f", Of("reviews.graphql"));

    [Fact]
    public async Task Compose_reads_schemas_of_Apollo_Federation_and_speaks_of_their_lines()
    {
        Write("products.graphql", """
            extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])
            type Query { top: Product }
            type Product @key(fields: "upc") { upc: ID! }
            """);
        Write("stock.graphql", """
            extend type Product @key(fields: "upc") {
              upc: ID! @external
              amount: Int @requires(fields: "weight")
              weight: Int @external
            }
            """);
        Assert.Equal(
            (1, "", "stock:3:15: error REQUIRE_INVALID_FIELDS: What `Product.amount` requires is not defined in other source schemas: `Product.weight` is not defined. Let `@requires` name only what schemas other than stock define, or define it in one of them.\n"),
            await RunAsync("compose", "-f", Of("products.graphql"), "-f", Of("stock.graphql")));
        Write("products.graphql", """
            extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])
            type Query { top: Product }
            type Product @key(fields: "upc") { upc: ID! weight: Int }
            """);
        Assert.Equal((0, "", ""), await RunAsync("compose", "-f", Of("products.graphql"), "-f", Of("stock.graphql"), "-o", Of("gateway.graphql")));
    }

    private async Task ComposeAsync()
        => Assert.Equal((0, "", ""), await RunAsync("compose", "-f", Of("accounts.graphql"), "-f", Of("reviews.graphql"), "-o", Of("gateway.graphql")));

    private string Of(string name) => Path.Combine(_folder, name);

    private void Write(string name, string text) => File.WriteAllText(Of(name), text);

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] words)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        return (await CommandTable.Run(words, output, error), output.ToString(), error.ToString());
    }
}
