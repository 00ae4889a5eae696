namespace FinFlow.Gateway.Tests;

/// <summary>Interfaces and unions as entities, provided and shared fields, keys from a third source: what `LibraryPlanTests` plans, executed.</summary>
public abstract class LibraryTests : BothTransports
{
    protected LibraryTests(bool overHttp)
        : this(new Library(), overHttp)
    {
    }

    private LibraryTests(Library library, bool overHttp)
        : base(library, overHttp) => Library = library;

    private Library Library { get; }

    [Fact]
    public async Task An_interface_is_looked_up_as_one()
        => Assert.Equal(
            """{"data":{"media":{"__typename":"Film","title":"Metropolis","minutes":153,"due":null}}}""",
            await Library.AskAsync("""{ media(id: "f1") { __typename title ... on Film { minutes due } ... on Book { isbn } } }"""));

    [Fact]
    public async Task Objects_of_an_interface_are_completed_by_a_lookup_that_gives_a_union()
    {
        Assert.Equal(
            """{"data":{"shelf":[{"title":"Notes","due":"Monday"},{"title":"Metropolis","due":null}]}}""",
            await Library.AskAsync("{ shelf { title ... on Book { due } ... on Film { due } } }"));
        Assert.Equal(1, Library.Lending.Requests);
    }

    [Fact]
    public async Task Objects_of_a_union_are_completed_by_a_lookup_that_gives_an_interface()
        => Assert.Equal(
            """{"data":{"loans":[{"item":{"title":"Notes","isbn":"111"}},{"item":{"title":"Metropolis","minutes":153}}]}}""",
            await Library.AskAsync("{ loans { item { ... on Media { title } ... on Book { isbn } ... on Film { minutes } } } }"));

    [Fact]
    public async Task What_is_provided_is_not_asked_for_again()
    {
        Assert.Equal(
            """{"data":{"loans":[{"borrower":{"name":"Ada"}},{"borrower":{"name":"Ada"}}]}}""", await Library.AskAsync("{ loans { borrower { name } } }"));
        Assert.Equal((1, 0), (Library.Lending.Requests, Library.People.Requests));
    }

    [Fact]
    public async Task What_is_shared_comes_from_where_the_object_is()
    {
        Assert.Equal(
            """{"data":{"loans":[{"item":{}},{"item":{"title":"Metropolis"}}]}}""", await Library.AskAsync("{ loans { item { ... on Film { title } } } }"));
        Assert.Equal((1, 0), (Library.Lending.Requests, Library.Catalog.Requests));
    }

    [Fact]
    public async Task A_key_may_come_from_a_third_source()
        => Assert.Equal(
            """{"data":{"loans":[{"item":{"fee":3,"label":"Notes: 3"}},{"item":{}}]}}""",
            await Library.AskAsync("{ loans { item { ... on Book { fee label } } } }"));

    [Fact]
    public async Task What_is_deferred_comes_later_and_what_is_streamed_with_the_rest()
        => Assert.Equal(
            [
                """{"data":{"loans":[{"borrower":{"name":"Ada"}},{"borrower":{"name":"Ada"}}]},"pending":[{"id":"0","path":["loans",0,"borrower"]},{"id":"1","path":["loans",1,"borrower"]}],"hasNext":true}""",
                """{"hasNext":false,"incremental":[{"id":"0","data":{"email":"p1@example.com"}},{"id":"1","data":{"email":"p1@example.com"}}],"completed":[{"id":"0"},{"id":"1"}]}""",
            ],
            (await DeliveredAnswer.OfAsync(
                Library.Executor(), "query($d: Boolean) { loans @stream(initialCount: 1) { borrower { name ... @defer(if: $d) { email } } } }", """{"d":true}""")).Payloads);

    [Fact]
    public async Task An_error_of_what_is_only_required_stands_where_the_client_loses_something_by_it()
    {
        Library.Catalog.On("Book.title", (_, _) => throw new TestRefusal("No titles for you.", "AUTH_NOT_AUTHORIZED"));
        Assert.Equal(
            """{"data":{"loans":[{"item":{"author":null,"label":null}},{"item":{}}]},"errors":[{"message":"No titles for you.","path":["loans",0,"item","author"],"extensions":{"code":"AUTH_NOT_AUTHORIZED","service":"catalog"}}]}""",
            await Library.AskAsync("{ loans { item { ... on Book { author { id } label } } } }"));
    }

    [Fact]
    public async Task A_source_is_entered_again_with_what_it_requires()
    {
        Assert.Equal("""{"data":{"dearest":{"fee":3,"label":"Notes: 3"}}}""", await Library.AskAsync("{ dearest { fee label } }"));
        Assert.Equal((2, 1), (Library.Prices.Requests, Library.Catalog.Requests));
    }
}

public sealed class LibraryInProcessTests() : LibraryTests(overHttp: false);

public sealed class LibraryOverHttpTests() : LibraryTests(overHttp: true);
