using System.Text;
using FinFlow.Gateway.Fusion;
using FinFlow.GraphQL.Language;

namespace FinFlow.Gateway.Tests;

/// <summary>How many documents and plans are kept, and which make way.</summary>
public sealed class PlanCacheTests
{
    [Fact]
    public void A_document_is_found_by_its_bytes_until_it_makes_way()
    {
        var cache = new PlanCache(documentsMax: 8, bytesMax: long.MaxValue);
        var documents = Enumerable.Range(0, 8).Select(Document).ToList();
        documents.ForEach(document => Assert.Same(document, cache.Add(document)));
        Assert.All(documents, document => Assert.Same(document, cache.Find(document.Text.ToArray())));
        Assert.Null(cache.Find("{ a8"u8));

        // The first was used again, so that the quarter that was used least recently is the second and the third.
        cache.Find(documents[0].Text);
        cache.Add(Document(8));

        Assert.Equal([1, 2], Enumerable.Range(0, 9).Where(number => cache.Find(Document(number).Text) is null));
        Assert.Equal(7, cache.Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(100)]
    public void There_are_never_more_documents_than_the_limit(int documentsMax)
    {
        var cache = new PlanCache(documentsMax, bytesMax: long.MaxValue);
        for (var number = 0; number < 1_000; number++)
        {
            cache.Add(Document(number));
            Assert.InRange(cache.Count, 1, documentsMax);
            Assert.NotNull(cache.Find(Document(number).Text));
        }

        Assert.Equal(cache.Count, Enumerable.Range(0, 1_000).Count(number => cache.Find(Document(number).Text) is not null));
    }

    [Fact]
    public void Whoever_parsed_it_at_the_same_time_gets_the_one_that_is_kept()
    {
        var cache = new PlanCache(documentsMax: 8, bytesMax: long.MaxValue);
        var kept = new PlannedDocument[64];
        Parallel.For(0, kept.Length, i => kept[i] = cache.Add(Document(0)));

        Assert.Single(kept.Distinct());
        Assert.Equal(1, cache.Count);
    }

    [Fact]
    public void Of_an_operations_plans_the_oldest_makes_way()
    {
        var operation = Document(0).Operations[0];
        var plan = new Planner(new Shop().Composed).Plan(Parser.Parse("{ me { name } }"));
        foreach (var bits in (ulong[])[1, 2, 3, 2, 4])
        {
            operation.Add(new PlanKey(bits, IsIncremental: false), plan, plansMax: 3);
        }

        Assert.Equal([3UL, 2, 4], ((ulong[])[1, 3, 2, 4]).Where(bits => operation.Find(new PlanKey(bits, IsIncremental: false)) is not null));
        Assert.Null(operation.Find(new PlanKey(4, IsIncremental: true)));
    }

    [Fact]
    public void However_wide_the_documents_of_a_client_are_they_hold_no_more_memory_than_the_limit()
    {
        const long bytesMax = 4 * 1024 * 1024;
        var pipeline = new Pipeline(new Shop().Composed, FusionOptions.Default with { PlansBytesMax = bytesMax });
        var most = 0L;
        for (var number = 0; number < 40; number++)
        {
            pipeline.Prepare(Wide(number, places: 4));
            Assert.InRange(pipeline.KeptBytes, 1, bytesMax);
            most = Math.Max(most, pipeline.KeptBytes);
        }

        Assert.InRange(most, bytesMax / 2, bytesMax);
    }

    [Fact]
    public void A_document_that_is_too_large_is_not_kept_and_drives_out_nobody()
    {
        var pipeline = new Pipeline(new Shop().Composed, FusionOptions.Default with { PlansBytesMax = 4 * 1024 * 1024 });
        pipeline.Prepare("{ me { name } }"u8.ToArray());
        var before = pipeline.KeptBytes;

        // By its text, and by its plan.
        pipeline.Prepare(Encoding.UTF8.GetBytes($"{{ me {{ name }} }} #{new string('x', 1_000_000)}"));
        pipeline.Prepare(Wide(0, places: 20));

        Assert.InRange(before, 1, 100_000);
        Assert.Equal(before, pipeline.KeptBytes);
    }

    [Fact]
    public void Plans_count_as_long_as_their_document_is_kept()
    {
        var cache = new PlanCache(documentsMax: 2, bytesMax: 80_000);
        var (first, second) = (cache.Add(Document(0)), cache.Add(Document(1)));
        var documents = cache.Bytes;

        cache.Grow(first, 5_000);
        cache.Grow(second, 5_000);
        cache.Grow(second, -1_000);
        Assert.Equal(documents + 9_000, cache.Bytes);

        // More than an eighth: it makes way itself, and what is planned for it later is nobody's.
        cache.Grow(second, 9_000);
        cache.Grow(second, 1_000);
        Assert.Null(cache.Find(second.Text));
        Assert.Equal((1, documents / 2 + 5_000), (cache.Count, cache.Bytes));
    }

    [Fact]
    public async Task With_room_for_one_plan_every_answer_is_still_its_own()
    {
        var shop = new Shop();
        var executor = shop.Executor(new FusionOptions { DocumentsMax = 1, PlansPerDocumentMax = 1 });
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal("""{"data":{"me":{"name":"Ada"}}}""", await AskAsync("""{"email":false}"""));
            Assert.Equal("""{"data":{"me":{"name":"Ada","email":"ada@example.com"}}}""", await AskAsync("""{"email":true}"""));
            Assert.Equal("""{"data":{"me":{"id":"usr_1"}}}""", await ComposedSources.AskAsync(executor, "{ me { id } }"));
        }

        Task<string> AskAsync(string variables)
            => ComposedSources.AskAsync(executor, "query($email: Boolean!) { me { name email @include(if: $email) } }", variables);
    }

    private static byte[] Wide(int number, int places) => Encoding.UTF8.GetBytes(
        $"query Wide{number} {{ me {{ {string.Join(' ', Enumerable.Range(0, places).Select(place => $"r{place}: reviews {{ author {{ ...F }} }}"))} }} }} "
        + $"fragment F on User {{ {string.Join(' ', Enumerable.Range(0, 100).Select(field => $"a{field}: name"))} }}");

    private static PlannedDocument Document(int number)
        => new(Encoding.UTF8.GetBytes($"{{ a{number} }}"), Parser.Parse($"{{ a{number} }}"));
}
