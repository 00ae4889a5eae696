using System.Text.Json;
using System.Text.RegularExpressions;

namespace FinFlow.Journeys.Tests;

/// <summary>Whatever README.md and the subgraphs' READMEs offer to paste works on `./run --demo`, as one of the people that it prints.</summary>
public sealed partial class ReadmeQueriesTests
{
    [Fact]
    public async Task ReadmeQueries_Should_AnswerOnTheDemo()
    {
        await using var demo = await Deployment.StartAsync(Shape.OneProcess, arguments: "--demo");
        var people = new List<GraphQLClient>();
        foreach (Match person in Person().Matches(demo.Output))
        {
            people.Add(await LogInAsync(demo, person.Groups["email"].Value, person.Groups["password"].Value));
        }

        people.Add(await LogInAsync(demo, Deployment.AdminEmail, Deployment.AdminPassword));
        Assert.Equal(5, people.Count);
        var asked = 0;
        foreach (var readme in Readmes())
        {
            foreach (Match block in Block().Matches(await File.ReadAllTextAsync(readme)))
            {
                await AskAsync(people, block.Groups["query"].Value, readme);
                asked++;
            }
        }

        people.ForEach(person => person.Dispose());
        Assert.True(asked >= 5 + 7, $"Only {asked} queries to paste were found.");
    }

    private static IEnumerable<string> Readmes()
        => Directory.GetFiles(BuildOutput.RepositoryRoot, "README.md")
            .Concat(Directory.GetDirectories(Path.Combine(BuildOutput.RepositoryRoot, "subgraphs"))
                .Select(folder => Path.Combine(folder, "README.md")).Where(File.Exists));

    private static async Task AskAsync(List<GraphQLClient> people, string query, string readme)
    {
        if (query.StartsWith("subscription", StringComparison.Ordinal))
        {
            await using var events = await ServerSentEvents.StartAsync(people[0].Address, people[0].AccessToken!, query);
            var first = await WhilePayingAsync(people[0], events.UntilAsync(_ => true));
            Assert.False(first.TryGetProperty("errors", out var problems), $"{readme}: {problems}");
            return;
        }

        // A login with a token ends that token's session: who logs in has none yet.
        using var nobody = new GraphQLClient(people[0].Address);
        var answers = new List<string>();

        // What the merchant may not do, one of the others may; the text above the query says who.
        foreach (var person in query.Contains("login(", StringComparison.Ordinal) ? [nobody] : people)
        {
            var variables = query.Contains("$method", StringComparison.Ordinal) ? new { method = await MethodAsync(person) } : null;
            var answer = (await person.QueryAsync(query, variables)).Body;
            if (!answer.TryGetProperty("errors", out _) && answer.GetProperty("data").EnumerateObject().All(IsAnswered))
            {
                return;
            }

            answers.Add(answer.ToString());
        }

        Assert.Fail($"{readme}: nobody gets an answer to\n{query}\n{string.Join('\n', answers)}");
    }

    /// <summary>Whether a root field has a value, and a mutation no refusals.</summary>
    private static bool IsAnswered(JsonProperty field)
        => field.Value.ValueKind != JsonValueKind.Null
            && (field.Value.ValueKind != JsonValueKind.Object || !field.Value.TryGetProperty("errors", out var refusals) || refusals.ValueKind == JsonValueKind.Null);

    private static async Task<GraphQLClient> LogInAsync(Deployment demo, string email, string password)
    {
        var client = demo.Client();
        var session = await client.DataAsync(
            "mutation($email: String!, $password: String!) { login(input: { email: $email, password: $password }) { session { accessToken } } }", new { email, password });
        client.AccessToken = session.Text("login.session.accessToken");
        return client;
    }

    private static async Task<string> MethodAsync(GraphQLClient person)
        => (await person.DataAsync("{ paymentMethods { id } }")).GetProperty("paymentMethods").EnumerateArray().Select(method => method.Text("id")!).FirstOrDefault("pm_none");

    /// <summary>Pays once a second: a payment that was quicker than the subscription is not told to it.</summary>
    private static async Task<JsonElement> WhilePayingAsync(GraphQLClient person, Task<JsonElement> awaited)
    {
        for (var cup = 1; !awaited.IsCompleted; cup++)
        {
            Assert.Equal("AUTHORIZED", (await PayAsync(person, $"cup {cup}")).Text("processPayment.payment.status"));
            await Task.WhenAny(awaited, Task.Delay(TimeSpan.FromSeconds(1)));
        }

        return await awaited;
    }

    private static async Task<JsonElement> PayAsync(GraphQLClient person, string key) => await person.DataAsync(
        """
        mutation($method: ID!, $key: String!) {
          processPayment(input: {
            amount: { amount: "7.10", currency: "USD" }, paymentMethodId: $method, reference: "a cup", country: "US", idempotencyKey: $key
          }) { payment { status } }
        }
        """,
        new { method = await MethodAsync(person), key });

    [GeneratedRegex(@"^  [A-Z_]+ +(?<email>\S+@\S+) +(?<password>\S+)$", RegexOptions.Multiline)]
    private static partial Regex Person();

    [GeneratedRegex(@"^```graphql\n(?<query>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
