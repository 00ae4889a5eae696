using System.Security.Claims;
using FinFlow.GraphQL.Execution;
using FinFlow.GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;

namespace FinFlow.GraphQL.Tests;

public sealed record Till(int Number);

public sealed record Clock(string Name);

[QueryType, Authorize(Roles = ["CASHIER", "OWNER"])]
public static class TillQueries
{
    public static Till GetTill(IResolverContext context, int number = 1)
    {
        context.SetScopedState("till", number);
        return new Till(number);
    }

    [Authorize(Roles = ["OWNER"])]
    public static int Contents() => 100;

    [AllowAnonymous]
    public static string Opening([Service("winter")] Clock clock) => clock.Name;
}

[ObjectType<Till>]
public static class TillNode
{
    public static TillReport GetReport([Parent] Till till, [IsSelected("lines")] bool withLines) => new(till.Number, withLines);
}

public sealed record TillReport(int Number, bool WithLines)
{
    public IReadOnlyList<string> Lines => WithLines ? ["sale"] : throw new InvalidOperationException("Nobody asked for lines.");
}

[ObjectType<TillReport>]
public static class TillReportNode
{
    public static string Title([ScopedState] int till) => $"Till {till}";
}

/// <summary>What a resolver's parameters may be, and who may call it.</summary>
public sealed class AuthoringTests
{
    [Theory]
    [InlineData("{ till { report { withLines } } }", """{"till":{"report":{"withLines":false}}}""")]
    [InlineData("{ till { report { withLines lines } } }", """{"till":{"report":{"withLines":true,"lines":["sale"]}}}""")]
    [InlineData("{ a: till(number: 7) { report { title } } b: till(number: 8) { report { title } } }", """{"a":{"report":{"title":"Till 7"}},"b":{"report":{"title":"Till 8"}}}""")]
    [InlineData("{ opening }", """{"opening":"ten o'clock"}""")]
    public async Task Parameter_Should_Be_What_Its_Attribute_Says(string document, string data)
        => Assert.Equal($"{{\"data\":{data}}}", await AskAsync(document, "CASHIER"));

    [Theory]
    [InlineData("till { number }", null, "AUTH_NOT_AUTHENTICATED")]
    [InlineData("till { number }", "GUEST", "AUTH_NOT_AUTHORIZED")]
    [InlineData("till { number }", "OWNER", null)]
    [InlineData("contents", "CASHIER", "AUTH_NOT_AUTHORIZED")]
    [InlineData("contents", "OWNER", null)]
    [InlineData("opening", null, null)]
    public async Task Role_Should_Be_One_Of_Those_That_May(string field, string? role, string? code)
    {
        var answer = await AskAsync($"{{ {field} }}", role);

        if (code is null)
        {
            Assert.DoesNotContain("errors", answer, StringComparison.Ordinal);
            return;
        }

        var name = field.Split(' ')[0];
        Assert.Equal(
            "{\"data\":null,\"errors\":[{\"message\":\"The current user is not authorized to access this resource.\",\"locations\":[{\"line\":1,\"column\":3}],"
                + $"\"path\":[\"{name}\"],\"extensions\":{{\"code\":\"{code}\"}}}}]}}",
            answer);
    }

    private static async Task<string> AskAsync(string document, string? role)
    {
        var services = new ServiceCollection();
        services.AddKeyedSingleton("winter", new Clock("ten o'clock")).AddGraphQLServer("till")
            .AddType(typeof(TillQueries)).AddType(typeof(TillNode)).AddType(typeof(TillReportNode));
        await using var provider = services.BuildServiceProvider();
        var user = role is null ? null : new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Role, role)], "test"));
        await using var result = await provider.GetRequiredService<IRequestExecutor>().ExecuteAsync(ShopServer.Request(document, null, user), CancellationToken.None);
        return ((OperationResult)result).Body.ToString();
    }
}
