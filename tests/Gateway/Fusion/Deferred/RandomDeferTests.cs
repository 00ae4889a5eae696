using System.Text;
using FinFlow.Gateway.Fusion;
using FinFlow.GraphQL.Language;
using FinFlow.GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;

namespace FinFlow.Gateway.Tests;

/// <summary>Operations that nobody would write: fragments are deferred anywhere, inside of one another, and want the same as others.</summary>
public sealed class RandomDeferTests
{
    private static readonly Dictionary<string, (string Leaves, (string Field, string Type)[] Objects)> Types = new()
    {
        ["Query"] = ("", [("feed", "Article"), ("front", "Article"), ("nobody", "Article"), ("stats", "Stats"), ("gone", "Article"), ("editor", "Author")]),
        ["Article"] = ("id title subtitle body words mood pulse headline", [("author", "Author"), ("related", "Article"), ("issue", "Issue"), ("work", "Work")]),
        ["Author"] = ("id name email", []),
        ["Issue"] = ("number pages note", [("cover", "Article")]),
        ["Stats"] = ("visits since slogan", [("top", "Article"), ("history", "Issue")]),
        ["Work"] = ("__typename id title", []),
    };

    /// <summary>All in the process, and each fourth of them over HTTP too.</summary>
    public static TheoryData<int, bool> Seeds
    {
        get
        {
            var seeds = new TheoryData<int, bool>();
            foreach (var seed in Enumerable.Range(First, Count))
            {
                seeds.Add(seed, false);
                if (seed % 4 == 1)
                {
                    seeds.Add(seed, true);
                }
            }

            return seeds;
        }
    }

    private static int Count => int.TryParse(Environment.GetEnvironmentVariable("FINFLOW_RANDOM_COUNT"), out var count) ? count : 40;

    private static int First => int.TryParse(Environment.GetEnvironmentVariable("FINFLOW_RANDOM_SEED"), out var seed) ? seed : 1;

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task The_gateway_delivers_what_an_engine_delivers(int seed, bool overHttp)
    {
        var document = new Writer(seed).Write();
        await using var services = Press.Engine();
        var expected = await DeliveredAnswer.OfAsync(services.GetRequiredService<IRequestExecutor>(), document);
        var press = new Press();
        await using var transport = overHttp ? await BehindHttp.PutAsync(press) : null;

        var actual = await DeliveredAnswer.OfAsync(press.Executor(), document);

        // Whether a fragment is announced whose fields come with another one depends on which is complete first. And where a null takes
        // an object with it, the gateway may know of more errors: the other sources were asked at the same time.
        Assert.Equal((document, expected.Initial, expected.Data, Failed(expected)), (document, actual.Initial, actual.Data, Failed(actual)));
        Assert.Empty(expected.Errors.Except(actual.Errors));
        Assert.All(actual.Errors, error => Assert.StartsWith("[", error, StringComparison.Ordinal));
        Assert.DoesNotContain(actual.Errors, error => error.Contains("Cannot return null", StringComparison.Ordinal));

        static string Failed(DeliveredAnswer answer) => string.Join(", ", answer.Failed.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task There_are_no_more_requests_than_the_plan_shows(int seed, bool overHttp)
    {
        var document = new Writer(seed).Write();
        var (inParts, inOnePiece) = (new Press(), new Press());
        await using var transport = overHttp ? await BehindHttp.PutAsync(inParts) : null;
        await using var another = overHttp ? await BehindHttp.PutAsync(inOnePiece) : null;

        await DeliveredAnswer.OfAsync(inParts.Executor(), document);
        await using (await inOnePiece.Executor().ExecuteAsync(DeliveredAnswer.Request(document) with { AllowIncrementalDelivery = false }, CancellationToken.None))
        {
        }

        AssertAsPlanned(new Planner(inParts.Composed).Plan(Parser.Parse(document), isIncremental: true).ToString(), inParts);
        AssertAsPlanned(inOnePiece.Plan(document), inOnePiece);

        static void AssertAsPlanned(string plan, Press press)
            => Assert.All(press.Sources, source => Assert.InRange(source.Requests, 0, plan.Split('\n').Count(line => IsRequestTo(source, line))));

        static bool IsRequestTo(TestSource source, string line) => line.StartsWith("request ", StringComparison.Ordinal) && line.Split(' ')[3] == source.Name;
    }

    private sealed class Writer(int seed)
    {
        private readonly Random _random = new(seed);
        private readonly StringBuilder _text = new();
        private int _labels;

        public string Write()
        {
            WriteSet("Query", 0);
            return _text.ToString();
        }

        private void WriteSet(string type, int depth)
        {
            var (leaves, objects) = Types[type];
            var names = leaves.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            _text.Append("{ ");
            var isEmpty = true;
            for (var i = _random.Next(1, 4); i > 0 || isEmpty; i--)
            {
                switch (_random.Next(10))
                {
                    case < 4 when names.Length > 0:
                        _text.Append(names[_random.Next(names.Length)]).Append(' ');
                        isEmpty = false;
                        break;
                    case < 7 when objects.Length > 0 && (depth < 4 || names.Length == 0):
                        var (field, of) = objects[_random.Next(objects.Length)];
                        _text.Append(field).Append(' ');
                        WriteSet(of, depth + 1);
                        isEmpty = false;
                        break;
                    case >= 7 when depth < 5 || names.Length == 0:
                        _text.Append("... ");
                        var inner = type == "Work" && _random.Next(2) == 0 ? "Article" : type;
                        _text.Append(inner == type ? "" : $"on {inner} ").Append(_random.Next(4) > 0 ? $"@defer(label: \"l{++_labels}\") " : "");
                        WriteSet(inner, depth + 1);
                        isEmpty = false;
                        break;
                }
            }

            _text.Append("} ");
        }
    }
}
