namespace FinFlow.Gateway.Tests;

using Record = Dictionary<string, object?>;

/// <summary>Requirements of objects that may be of several types, of which different sources know different fields.</summary>
internal sealed class Shelves : ComposedSources
{
    public TestSource Stock { get; } = new TestSource("stock", """
        type Query { shelves: [Shelf!]! }
        type Shelf @key(fields: "id") { id: ID! top: Media rows: [[Media!]!] }
        interface Media @key(fields: "id") { id: ID! }
        type Book implements Media @key(fields: "id") { id: ID! title: String pages: Int }
        type Film implements Media @key(fields: "id") { id: ID! }
        type Map implements Media { id: ID! title: String }
        """)
        .On("Query.shelves", new List<Record>
        {
            new() { ["id"] = "s1", ["top"] = Books[0], ["rows"] = new List<object?> { new List<object?> { Books[1], Film("f1") }, new List<object?>() } },
            new() { ["id"] = "s2", ["top"] = Film("f1"), ["rows"] = null },
            new() { ["id"] = "s3", ["top"] = new Record { ["__typename"] = "Map", ["id"] = "m1", ["title"] = "Rome" }, ["rows"] = new List<object?>() },
            new() { ["id"] = "s4", ["top"] = Books[1], ["rows"] = null },
            new() { ["id"] = "s5", ["top"] = null, ["rows"] = null },
        });

    public TestSource Films { get; } = new TestSource("films", """
        type Query { film(id: ID!): Film @lookup @internal }
        type Film @key(fields: "id") { id: ID! title: String minutes: Int }
        """)
        .On("Query.film", (_, a) => new Record { ["id"] = a["id"], ["title"] = $"Film {a["id"]}", ["minutes"] = 90L });

    public TestSource Labels { get; } = new TestSource("labels", """
        type Query { shelf(id: ID!): Shelf @lookup @internal }
        type Shelf @key(fields: "id") {
          id: ID!
          title(of: String @require(field: "top.title")): String
          size(size: Int @require(field: "top<Book>.pages | top<Film>.minutes")): Int
          label(top: Item @require(field: "top<Book>.{ title, pages } | top<Film>.{ title, minutes }")): String
          inventory(rows: [[Item!]!] @require(field: "rows[[{ title, pages: <Book>.pages, minutes: <Film>.minutes }]]")): String
        }
        input Item { title: String pages: Int minutes: Int }
        """)
        .On("Query.shelf", (_, a) => new Record { ["id"] = a["id"] })
        .On("Shelf.title", (_, a) => a["of"])
        .On("Shelf.size", (_, a) => a["size"])
        .On("Shelf.label", (_, a) => Text(a["top"]))
        .On("Shelf.inventory", (_, a) => Text(a["rows"]));

    public override IReadOnlyList<TestSource> Sources => [Stock, Films, Labels];

    private static Record[] Books =>
    [
        new() { ["__typename"] = "Book", ["id"] = "b1", ["title"] = "Notes", ["pages"] = 300L },
        new() { ["__typename"] = "Book", ["id"] = "b2", ["title"] = "Untold", ["pages"] = null },
    ];

    private static Record Film(string id) => new() { ["__typename"] = "Film", ["id"] = id };

    private static string Text(object? value) => value switch
    {
        IReadOnlyDictionary<string, object?> known => $"{{{string.Join(' ', known.Select(pair => $"{pair.Key}:{Text(pair.Value)}"))}}}",
        IEnumerable<object?> list => $"[{string.Join(' ', list.Select(Text))}]",
        _ => value?.ToString() ?? "null",
    };
}

public abstract class AbstractRequirementTests : BothTransports
{
    protected AbstractRequirementTests(bool overHttp)
        : this(new Shelves(), overHttp)
    {
    }

    private AbstractRequirementTests(Shelves shelves, bool overHttp)
        : base(shelves, overHttp) => Shelves = shelves;

    private Shelves Shelves { get; }

    [Fact]
    public void Each_type_is_asked_where_it_is_known() => Snapshot.Matches("Plans/Each_type_is_asked_where_it_is_known.txt", Shelves.Plan("{ shelves { title } }"));

    [Fact]
    public async Task What_every_type_has_is_read_of_each()
        => Assert.Equal(
            """{"data":{"shelves":[{"title":"Notes"},{"title":"Film f1"},{"title":"Rome"},{"title":"Untold"},{"title":null}]}}""",
            await Shelves.AskAsync("{ shelves { title } }"));

    [Fact]
    public async Task A_choice_is_made_by_the_type()
        => Assert.Equal(
            """{"data":{"shelves":[{"size":300},{"size":90},{"size":null},{"size":null},{"size":null}]}}""", await Shelves.AskAsync("{ shelves { size } }"));

    [Fact]
    public async Task Objects_of_each_type_have_the_parts_that_are_meant_for_it()
        => Assert.Equal(
            """{"data":{"shelves":[{"label":"{title:Notes pages:300}"},{"label":"{title:Film f1 minutes:90}"},{"label":"null"},{"label":"{title:Untold pages:null}"},{"label":"null"}]}}""",
            await Shelves.AskAsync("{ shelves { label } }"));

    [Fact]
    public async Task Lists_of_lists_keep_their_shape()
        => Assert.Equal(
            """{"data":{"shelves":[{"inventory":"[[{title:Untold pages:null} {title:Film f1 minutes:90}] []]"},{"inventory":"null"},{"inventory":"[]"},{"inventory":"null"},{"inventory":"null"}]}}""",
            await Shelves.AskAsync("{ shelves { inventory } }"));

    [Fact]
    public async Task What_the_client_asks_for_too_is_fetched_once()
        => Assert.Equal(
            """{"data":{"shelves":[{"top":{"title":"Notes"},"label":"{title:Notes pages:300}"},{"top":{"title":"Film f1"},"label":"{title:Film f1 minutes:90}"},{"top":{},"label":"null"},{"top":{"title":"Untold"},"label":"{title:Untold pages:null}"},{"top":null,"label":"null"}]}}""",
            await Shelves.AskAsync("{ shelves { top { ... on Book { title } ... on Film { title } } label } }"));
}

public sealed class AbstractRequirementsInProcessTests() : AbstractRequirementTests(overHttp: false);

public sealed class AbstractRequirementsOverHttpTests() : AbstractRequirementTests(overHttp: true);
