using FinFlow.GraphQL.Execution;
using FinFlow.GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;

namespace FinFlow.Gateway.Tests;

using Record = Dictionary<string, object?>;

/// <summary>A newspaper in three sources, and the same newspaper in one engine, which delivers what is deferred by itself.</summary>
internal sealed class Press : ComposedSources
{
    public TestSource Desk { get; } = new TestSource("desk", """
        type Query {
          feed: [Article!]!
          front: Article
          nobody: Article
          stats: Stats!
          gone: Article
          article(id: ID!): Article @lookup
        }
        type Mutation { publish(title: String!): Article retract: Article }
        type Subscription { published: Article! }
        interface Work { id: ID! title: String! }
        type Article implements Work @key(fields: "id") { id: ID! title: String! subtitle: String author: Author related: [Article!]! issue: Issue! work: Work! }
        type Author @key(fields: "id") { id: ID! }
        type Issue { number: Int! pages: Int! note: String cover: Article! }
        type Stats { visits: Int! since: String! slogan: String top: Article! history: [Issue!]! }
        """)
        .On("Query.feed", (_, _) => Articles)
        .On("Query.front", (_, _) => Articles[0])
        .On("Query.stats", (_, _) => Stats())
        .On("Query.gone", (_, _) => throw new TestRefusal("It is gone.", "GONE"))
        .On("Query.article", (_, a) => Articles.FirstOrDefault(article => Equals(article["id"], a["id"])))
        .On("Mutation.publish", (_, a) => new Record(Articles[0]) { ["title"] = a["title"] })
        .On("Mutation.retract", (_, _) => Articles[1])
        .On("Issue.cover", (_, _) => Articles[1])
        .On("Article.work", (article, _) => article)
        .On("Article.related", (article, _) => Equals(article["id"], "a1") ? Articles[1..] : [])
        .On("Article.subtitle", (article, _) => $"On {article["title"]}");

    public TestSource Texts { get; } = new TestSource("texts", """
        type Query { text(id: ID!): Article @lookup @internal }
        type Article @key(fields: "id") { id: ID! body: String! words: Int! mood: String pulse: String! headline(title: String! @require(field: "title")): String }
        """)
        .On("Query.text", (_, a) => new Record { ["id"] = a["id"], ["body"] = $"Body of {a["id"]}", ["words"] = 7L, ["mood"] = "calm", ["pulse"] = "60" })
        .On("Article.headline", (_, a) => $"{a["title"]}!")
        .On("Article.mood", (text, _) => Equals(text["id"], "a2") ? throw new TestRefusal("The mood is off.", "MOOD") : text["mood"])
        .On("Article.pulse", (text, _) => Equals(text["id"], "a2") ? throw new TestRefusal("The pulse is lost.", "PULSE") : text["pulse"]);

    public TestSource People { get; } = new TestSource("people", """
        type Query { author(id: ID!): Author @lookup editor: Author! }
        type Author @key(fields: "id") { id: ID! name: String! email: String }
        """)
        .On("Query.author", (_, a) => Person((string)a["id"]!))
        .On("Query.editor", (_, _) => Person("p2"));

    public override IReadOnlyList<TestSource> Sources => [Desk, Texts, People];

    public static Record[] Articles { get; } =
    [
        Article("a1", "Tides", "p1"), Article("a2", "Bridges", "p2"), Article("a3", "Rain", null),
    ];

    private static Record Article(string id, string title, string? author) => new()
    {
        ["__typename"] = "Article", ["id"] = id, ["title"] = title, ["author"] = author is null ? null : new Record { ["id"] = author }, ["issue"] = Issue(3),
    };

    private static Record Issue(long number) => new() { ["number"] = number, ["pages"] = 8 * number };

    private static Record Stats() => new()
    {
        ["visits"] = 12L, ["since"] = "May", ["slogan"] = null, ["top"] = Articles[0], ["history"] = new List<Record> { Issue(1), Issue(2) },
    };

    private static Record Person(string id) => new() { ["id"] = id, ["name"] = id == "p1" ? "Ada" : "Grace", ["email"] = $"{id}@example.com" };

    /// <summary>The same in one engine.</summary>
    public static ServiceProvider Engine(Action<GraphQLOptions>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddGraphQLServer("press").AddType(typeof(PressQueries)).AddType(typeof(PressMutations)).AddType(typeof(PressArticleFields)).AddType(typeof(PressIssueFields))
            .ModifyOptions(options => options.IncrementalDelivery = true).ModifyOptions(configure ?? (_ => { }));
        return services.BuildServiceProvider();
    }
}

[InterfaceType(Name = "Work")]
public interface IPressWork
{
    [GraphQLType("ID!")]
    string Id { get; }

    string Title { get; }
}

[ObjectType(Name = "Article")]
public sealed record PressArticle([property: GraphQLType("ID!")] string Id, string Title) : IPressWork
{
    public static PressArticle Of(int index) => new($"a{index}", index switch { 1 => "Tides", 2 => "Bridges", _ => "Rain" });
}

[ObjectType(Name = "Author")]
public sealed record PressAuthor([property: GraphQLType("ID!")] string Id, string Name, string? Email)
{
    public static PressAuthor Of(string id) => new(id, id == "p1" ? "Ada" : "Grace", $"{id}@example.com");
}

[ObjectType(Name = "Issue")]
public sealed record PressIssue(int Number, int Pages)
{
    public static PressIssue Of(int number) => new(number, 8 * number);
}

[ObjectType(Name = "Stats")]
public sealed record PressStats(int Visits, string Since, string? Slogan, PressArticle Top, IReadOnlyList<PressIssue> History);

[QueryType]
public static class PressQueries
{
    public static IReadOnlyList<PressArticle> Feed() => [PressArticle.Of(1), PressArticle.Of(2), PressArticle.Of(3)];

    public static PressArticle? Front() => PressArticle.Of(1);

    public static PressArticle? Nobody() => null;

    public static PressStats Stats() => new(12, "May", null, PressArticle.Of(1), [PressIssue.Of(1), PressIssue.Of(2)]);

    public static PressArticle? Gone() => throw new GraphQLException("It is gone.");

    public static PressAuthor Editor() => PressAuthor.Of("p2");
}

[MutationType]
public static class PressMutations
{
    public static PressArticle? Publish(string title) => PressArticle.Of(1) with { Title = title };

    public static PressArticle? Retract() => PressArticle.Of(2);
}

[ObjectType<PressIssue>(Name = "Issue")]
public static class PressIssueFields
{
    public static string? Note() => null;

    public static PressArticle Cover() => PressArticle.Of(2);
}

[ObjectType<PressArticle>(Name = "Article")]
public static class PressArticleFields
{
    public static string? Subtitle([Parent] PressArticle article) => $"On {article.Title}";

    public static PressAuthor? Author([Parent] PressArticle article) => article.Id switch { "a1" => PressAuthor.Of("p1"), "a2" => PressAuthor.Of("p2"), _ => null };

    public static IReadOnlyList<PressArticle> Related([Parent] PressArticle article) => article.Id == "a1" ? [PressArticle.Of(2), PressArticle.Of(3)] : [];

    public static PressIssue Issue() => PressIssue.Of(3);

    public static IPressWork Work([Parent] PressArticle article) => article;

    public static string Body([Parent] PressArticle article) => $"Body of {article.Id}";

    public static int Words() => 7;

    public static string? Mood([Parent] PressArticle article) => article.Id == "a2" ? throw new GraphQLException("The mood is off.") : "calm";

    public static string Pulse([Parent] PressArticle article) => article.Id == "a2" ? throw new GraphQLException("The pulse is lost.") : "60";

    public static string? Headline([Parent] PressArticle article) => $"{article.Title}!";
}
