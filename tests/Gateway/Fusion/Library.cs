namespace FinFlow.Gateway.Tests;

using Record = Dictionary<string, object?>;

/// <summary>Sources with interfaces and unions as entities, provided and shared fields, and a key that only a third source knows.</summary>
internal sealed class Library : ComposedSources
{
    public TestSource Catalog { get; } = new TestSource("catalog", """
        type Query { media(id: ID!): Media @lookup bookByIsbn(isbn: String!): Book @lookup @internal shelf: [Media!]! }
        interface Media @key(fields: "id") { id: ID! title: String! }
        type Book implements Media @key(fields: "id") @key(fields: "isbn") { id: ID! title: String! isbn: String! author: Person }
        type Film implements Media @key(fields: "id") { id: ID! title: String! @shareable minutes: Int! }
        type Person @key(fields: "id") { id: ID! }
        """)
        .On("Query.media", (_, a) => Works.FirstOrDefault(work => Equals(work["id"], a["id"])))
        .On("Query.bookByIsbn", (_, a) => Works.FirstOrDefault(work => Equals(work.GetValueOrDefault("isbn"), a["isbn"])))
        .On("Query.shelf", (_, _) => Works);

    public TestSource Lending { get; } = new TestSource("lending", """
        type Query { loans: [Loan!]! itemById(id: ID!): Item @lookup @internal }
        type Subscription { returned: Loan! }
        type Loan { item: Item! borrower: Person @provides(fields: "name") }
        union Item = Book | Film
        type Book @key(fields: "id") { id: ID! due: String }
        type Film @key(fields: "id") { id: ID! due: String title: String! @shareable }
        type Person @key(fields: "id") { id: ID! name: String! @external }
        """)
        .On("Query.loans", (_, _) => Loans)
        .On("Query.itemById", (_, a) => Items.FirstOrDefault(item => Equals(item["id"], a["id"])));

    public TestSource Prices { get; } = new TestSource("prices", """
        type Query { bookByIsbn(isbn: String!): Book @lookup @internal dearest: Book }
        type Book @key(fields: "isbn") { isbn: String! fee: Int! label(title: String! @require(field: "title")): String }
        """)
        .On("Query.bookByIsbn", (_, a) => new Record { ["isbn"] = a["isbn"], ["fee"] = 3 })
        .On("Query.dearest", new Record { ["isbn"] = "111", ["fee"] = 3 })
        .On("Book.label", (book, a) => $"{a["title"]}: {book["fee"]}");

    public TestSource People { get; } = new TestSource("people", """
        type Query { person(id: ID!): Person @lookup }
        type Person @key(fields: "id") { id: ID! name: String! email: String }
        """)
        .On("Query.person", (_, a) => new Record { ["id"] = a["id"], ["name"] = "Ada", ["email"] = $"{a["id"]}@example.com" });

    public override IReadOnlyList<TestSource> Sources => [Catalog, Lending, Prices, People];

    private static Record[] Works { get; } =
    [
        new() { ["__typename"] = "Book", ["id"] = "b1", ["title"] = "Notes", ["isbn"] = "111", ["author"] = new Record { ["id"] = "p1" } },
        new() { ["__typename"] = "Film", ["id"] = "f1", ["title"] = "Metropolis", ["minutes"] = 153 },
    ];

    private static Record[] Items { get; } =
    [
        new() { ["__typename"] = "Book", ["id"] = "b1", ["due"] = "Monday" },
        new() { ["__typename"] = "Film", ["id"] = "f1", ["due"] = null, ["title"] = "Metropolis" },
    ];

    public static Record[] Loans { get; } =
        [.. Items.Select(item => new Record { ["item"] = item, ["borrower"] = new Record { ["id"] = "p1", ["name"] = "Ada" } })];
}
