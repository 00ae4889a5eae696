using System.Security.Cryptography;
using System.Text;
using FinFlow.GraphQL.Types;

namespace FinFlow.GraphQL.AspNetCore;

/// <summary>The whole reference as one page: contents with a search box on the left, cards on the right. It works without its script, too.</summary>
internal sealed class ReferencePage(Schema schema, ApiDocsOptions options)
{
    private static readonly string Style = Read("reference.css");
    private static readonly string Script = Read("reference.js");

    public static string ContentSecurityPolicy { get; }
        = $"default-src 'none'; style-src '{HashOf(Style)}'; script-src '{HashOf(Script)}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public string Render()
    {
        var sections = Sections().Where(section => section.Cards.Count > 0).ToList();
        var title = Html.Encode(options.Title);
        return $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8"><title>{title}</title>
            <meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
            <style>{Style}</style>
            </head>
            <body>
            <nav aria-label="Contents">
            <a class="brand" href="#top">{title}</a>
            <input type="search" id="search" placeholder="Search  /" aria-label="Search the reference" autocomplete="off" spellcheck="false">
            {string.Concat(sections.Select(Contents))}
            </nav>
            <main id="top">
            <h1>{title}</h1>
            {Html.Paragraphs(options.Introduction)}
            {string.Concat(sections.Select(Body))}
            <p id="nothing" hidden>Nothing bears this name.</p>
            </main>
            <script>{Script}</script>
            </body>
            </html>
            """;
    }

    private IEnumerable<Section> Sections()
    {
        yield return Operations("Queries", "query", schema.QueryType);
        yield return Operations("Mutations", "mutation", schema.MutationType);
        yield return Operations("Subscriptions", "subscription", schema.SubscriptionType);
        yield return new Section("HTTP endpoints", [.. options.PlainEndpoints.Select(EndpointCard)]);
        yield return new Section("Limits", options.Limits.Count == 0 ? [] : [LimitsCard()]);
        foreach (var (title, kinds) in TypeSections)
        {
            yield return new Section(title, [.. schema.Types.Values
                .Where(type => kinds.Contains(TypeCard.KindOf(type)) && IsDocumented(type))
                .OrderBy(type => type.Name, StringComparer.Ordinal)
                .Select(type => new Card(type.Name, Html.Anchor(type), TypeCard.Render(type, schema, options)))]);
        }
    }

    private static (string Title, string[] Kinds)[] TypeSections =>
        [("Objects", ["object"]), ("Interfaces", ["interface"]), ("Unions", ["union"]), ("Enums", ["enum"]), ("Inputs", ["input", "one of"]), ("Scalars", ["scalar"])];

    private Section Operations(string title, string kind, ObjectType? root) => new(title, root is null ? [] : [.. root.Fields.Values
        .OrderBy(field => field.Name, StringComparer.Ordinal)
        .Select(field => new Card(field.Name, OperationCard.Anchor(field), OperationCard.Render(field, kind, options)))]);

    private bool IsDocumented(NamedType type)
        => !type.IsIntrospection && !Html.IsSpecifiedScalar(type)
            && type != schema.QueryType && type != schema.MutationType && type != schema.SubscriptionType;

    private static Card EndpointCard(PlainEndpoint endpoint)
    {
        var anchor = $"http-{endpoint.Method}-{endpoint.Path.Trim('/').Replace('/', '-')}";
        var responses = Html.Rows("Answers", endpoint.Responses.Select(response => new Row(
            $"{response.Status}", Html.Encode(response.ContentType ?? ""), Html.Inline(response.Description))));
        return new Card(endpoint.Path, anchor, $"""
            <article id="{Html.Encode(anchor)}" data-name="{Html.Encode(endpoint.Path)}"><header><h3>{Html.Encode(endpoint.Path)}</h3><span class="kind">{Html.Encode(endpoint.Method)}</span></header>
            <p>{Html.Inline(endpoint.Summary)}</p>{Html.Paragraphs(endpoint.Description)}{responses}</article>
            """);
    }

    private Card LimitsCard() => new("Limits", "limits", $"""
        <article id="limits" data-name="limits">{Html.Rows("What clients may ask for", options.Limits.Select(limit => new Row(Html.Encode(limit.Name), Html.Encode(limit.Value), Html.Inline(limit.Effect))))}</article>
        """);

    private static string Contents(Section section) => $"""
        <details{(section.IsOpen ? " open" : "")}><summary>{section.Title} <span>{section.Cards.Count}</span></summary><ul>
        {string.Concat(section.Cards.Select(card => $"<li data-name=\"{Html.Encode(card.Name)}\"><a href=\"#{Html.Encode(card.Anchor)}\">{Html.Encode(card.Name)}</a></li>"))}
        </ul></details>
        """;

    private static string Body(Section section) => $"<section><h2>{section.Title}</h2>{string.Concat(section.Cards.Select(card => card.Html))}</section>";

    private static string Read(string name)
    {
        using var reader = new StreamReader(typeof(ReferencePage).Assembly.GetManifestResourceStream($"FinFlow.GraphQL.AspNetCore.ApiDocs.{name}")!, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    private static string HashOf(string source) => $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(source)))}";

    private sealed record Section(string Title, IReadOnlyList<Card> Cards)
    {
        public bool IsOpen => Title is "Queries" or "Mutations" or "Subscriptions" or "HTTP endpoints";
    }

    private sealed record Card(string Name, string Anchor, string Html);
}
