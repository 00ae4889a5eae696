using FinFlow.GraphQL.Execution;
using FinFlow.GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;

namespace FinFlow.GraphQL.Tests;

[QueryType]
public static class RadioQueries
{
    public static string Name() => "One";
}

[SubscriptionType]
public static class RadioSubscriptions
{
    [Subscribe, Topic("news/{city}")]
    public static string News(string city, [EventMessage] string text) => $"{city}: {text}";

    [Subscribe(With = nameof(ListenAsync))]
    public static string Heard([EventMessage] string text) => text;

    [Subscribe(With = nameof(ListenAsync)), Joinable]
    public static string Said([EventMessage] string text) => text;

    [Subscribe(With = nameof(ListenAsync)), Joinable(Latest = true)]
    public static string State([EventMessage] string text) => text;

    [Subscribe(With = nameof(ListenAfterAsync)), Joinable(Unless = ["after"])]
    public static string SaidAfter([EventMessage] string text) => text;

    public static IAsyncEnumerable<string> ListenAsync() => AsyncEnumerable.Empty<string>();

    public static IAsyncEnumerable<string> ListenAfterAsync(string? after) => AsyncEnumerable.Empty<string>();
}

[SubscriptionType]
public static class BrokenRadioSubscriptions
{
    [Subscribe(With = nameof(RadioSubscriptions.ListenAsync)), Joinable(Unless = ["since"])]
    public static string Said([EventMessage] string text) => text;

    public static IAsyncEnumerable<string> ListenAsync() => AsyncEnumerable.Empty<string>();
}

/// <summary>What a schema tells a gateway of joining subscriptions that run.</summary>
public sealed class JoinableTests
{
    [Fact]
    public async Task Schema_Should_Say_Which_Streams_May_Be_Joined()
    {
        var sdl = await SdlAsync(typeof(RadioSubscriptions), isSource: true);

        Assert.Contains("directive @joinable(latest: Boolean! = false, unless: [String!]! = []) on FIELD_DEFINITION", sdl, StringComparison.Ordinal);
        Assert.Contains(
            """
            type Subscription {
              heard: String!
              news(city: String!): String! @joinable
              said: String! @joinable
              saidAfter(after: String): String! @joinable(unless: ["after"])
              state: String! @joinable(latest: true)
            }
            """,
            sdl,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Topic_Should_Say_Nothing_When_No_Gateway_Reads_It()
        => Assert.Contains("news(city: String!): String!\n", await SdlAsync(typeof(RadioSubscriptions), isSource: false), StringComparison.Ordinal);

    [Fact]
    public async Task Schema_Should_Be_Refused_When_An_Argument_Is_Unknown()
        => Assert.Equal(
            "Subscription.said is joinable unless \"since\", which is no argument of it.",
            (await Assert.ThrowsAsync<SchemaMistakeException>(() => SdlAsync(typeof(BrokenRadioSubscriptions), isSource: true))).Message);

    private static async Task<string> SdlAsync(Type subscriptions, bool isSource)
    {
        var services = new ServiceCollection();
        var radio = services.AddGraphQLServer("radio").AddType(typeof(RadioQueries)).AddType(subscriptions).AddInMemorySubscriptions();
        _ = isSource ? radio.AddSourceSchemaDefaults() : radio;
        await using var provider = services.BuildServiceProvider();
        return SchemaPrinter.Print(provider.GetRequiredService<IRequestExecutor>().Schema);
    }
}
