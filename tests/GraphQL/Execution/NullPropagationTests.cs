using System.Text.Json;
using FinFlow.GraphQL.Execution;
using FinFlow.GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;

namespace FinFlow.GraphQL.Tests;

/// <summary>A null where none is allowed becomes null at the next place that may be null. https://spec.graphql.org/draft/#sec-Handling-Execution-Errors</summary>
public sealed class NullPropagationTests
{
    // Each kind of failure, at once and after waiting, must have the same effect.
    public static TheoryData<string, string, string> Cases() => new()
    {
        { "{ maybe { X } }", """{"maybe":null}""", "maybe,X" },
        { "{ maybe { maybe { X } } }", """{"maybe":{"maybe":null}}""", "maybe,maybe,X" },
        { "{ maybe { sure { X } } }", """{"maybe":null}""", "maybe,sure,X" },
        { "{ maybe { sure { sure { X } } maybe { one } } }", """{"maybe":null}""", "maybe,sure,sure,X" },
        { "{ sure { sure { X } } }", "null", "sure,sure,X" },
        { "{ sure { maybe { one X } one } }", """{"sure":{"maybe":null,"one":1}}""", "sure,maybe,X" },
        { "{ maybes { one X } one }", """{"maybes":[null,null],"one":1}""", "maybes,0,X;maybes,1,X" },
        { "{ sures { one X } one }", """{"sures":null,"one":1}""", "sures,0,X" },
        { "{ late { late { late { X } } one } one }", """{"late":{"late":{"late":null},"one":1},"one":1}""", "late,late,late,X" },
        { "{ lateSure { late { lateSure { X } } one } one }", """{"lateSure":{"late":null,"one":1},"one":1}""", "lateSure,late,lateSure,X" },
        { "{ lateSure { lateSure { X } one } one }", "null", "lateSure,lateSure,X" },
        { "{ a: maybe { X } b: maybe { late { one } } }", """{"a":null,"b":{"late":{"one":1}}}""", "a,X" },
        { "{ maybe { late { one } lateSure { one } X } }", """{"maybe":null}""", "maybe,X" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Null_Should_Go_To_The_Next_Nullable_Place(string document, string data, string paths)
    {
        foreach (var failing in (string[])["nullNow", "failNow", "nullLate", "failLate"])
        {
            await using var services = Server();
            await using var result = await services.GetRequiredService<IRequestExecutor>()
                .ExecuteAsync(ShopServer.Request(document.Replace("X", failing, StringComparison.Ordinal)), CancellationToken.None);
            using var answer = JsonDocument.Parse(((OperationResult)result).Body.WrittenMemory);

            Assert.Equal(data, answer.RootElement.GetProperty("data").GetRawText());
            var actual = answer.RootElement.GetProperty("errors").EnumerateArray()
                .Select(error => string.Join(',', error.GetProperty("path").EnumerateArray().Select(step => step.ToString()))).Order().ToArray();
            var expected = paths.Replace("X", failing, StringComparison.Ordinal).Split(';');
            // Of items that wait, any may fail first and make the list null; those after it may or may not be reported.
            if (document.Contains("sures", StringComparison.Ordinal))
            {
                Assert.All(actual, path => Assert.Matches($"^sures,[01],{failing}$", path));
            }
            else
            {
                Assert.Equal(expected, actual);
            }
        }
    }

    [Fact]
    public async Task A_Null_Should_Say_Which_Field_May_Not_Be_Null()
    {
        await using var services = Server();
        await using var result = await services.GetRequiredService<IRequestExecutor>()
            .ExecuteAsync(ShopServer.Request("{ maybe { nullNow } }"), CancellationToken.None);

        Assert.Equal(
            """{"data":{"maybe":null},"errors":[{"message":"Cannot return null for non-nullable field Knot.nullNow.","locations":[{"line":1,"column":11}],"path":["maybe","nullNow"]}]}""",
            ((OperationResult)result).Body.ToString());
    }

    private static ServiceProvider Server()
    {
        var services = new ServiceCollection();
        services.AddGraphQLServer("knots").AddType(typeof(KnotQueries)).AddType(typeof(KnotNode));
        return services.BuildServiceProvider();
    }
}

public sealed record Knot(int Depth);

[QueryType]
public static class KnotQueries
{
    public static Knot? Maybe() => new(1);
    public static Knot Sure() => new(1);
    public static int One() => 1;
    public static IReadOnlyList<Knot?> Maybes() => [new(1), new(1)];
    public static IReadOnlyList<Knot>? Sures() => [new(1), new(1)];
    public static Task<Knot?> LateAsync() => KnotNode.LateAsync(new Knot(0));
    public static Task<Knot> LateSureAsync() => KnotNode.LateSureAsync(new Knot(0));
}

[ObjectType<Knot>(BindFieldsExplicitly = true)]
public static class KnotNode
{
    public static Knot? Maybe([Parent] Knot knot) => new(knot.Depth + 1);
    public static Knot Sure([Parent] Knot knot) => new(knot.Depth + 1);
    public static int One([Parent] Knot knot) => knot.Depth - knot.Depth + 1;
    public static string NullNow() => null!;
    public static string FailNow() => throw new InvalidOperationException("Bang.");

    public static async Task<Knot?> LateAsync([Parent] Knot knot)
    {
        await Task.Delay(1);
        return new Knot(knot.Depth + 1);
    }

    public static async Task<Knot> LateSureAsync([Parent] Knot knot)
    {
        await Task.Yield();
        return new Knot(knot.Depth + 1);
    }

    public static async Task<string> NullLateAsync()
    {
        await Task.Yield();
        return null!;
    }

    public static async Task<string> FailLateAsync()
    {
        await Task.Delay(1);
        throw new InvalidOperationException("Bang.");
    }
}
