using System.Text.Json;

namespace FinFlow.Journeys.Tests;

/// <summary>The journeys of compliance share one process; each has people of its own.</summary>
[CollectionDefinition(Name)]
public sealed class ComplianceCollection : ICollectionFixture<SharedDeployment>
{
    internal const string Name = "compliance";
}

/// <summary>What a person asks for at the API, and what those who answer do.</summary>
internal static class ComplianceDesk
{
    private const string Errors = "errors { ... on Error { code message } }";

    /// <summary>Somebody who may do everything that a compliance officer may.</summary>
    public static async Task<GraphQLClient> OfficerAsync(Deployment deployment)
    {
        var officer = deployment.Client();
        officer.AccessToken = await Business.LoginAsync(officer, Deployment.AdminEmail, Deployment.AdminPassword);
        return officer;
    }

    extension(GraphQLClient client)
    {
        /// <summary>The payload of a mutation.</summary>
        public async Task<JsonElement> MutateAsync(string mutation, object input, string selection)
            => (await client.DataAsync(
                $"mutation($input: {char.ToUpperInvariant(mutation[0])}{mutation[1..]}Input!) {{ {mutation}(input: $input) {{ {selection} {Errors} }} }}", new { input })).Value(mutation);

        /// <summary>What a mutation made; fails the test when it was refused.</summary>
        public async Task<JsonElement> MakeAsync(string mutation, object input, string made, string selection)
        {
            var payload = await client.MutateAsync(mutation, input, $"{made} {{ {selection} }}");
            Assert.True(payload.Value("errors").ValueKind == JsonValueKind.Null, $"{mutation}: {payload}");
            return payload.Value(made);
        }

        /// <summary>The code of a mutation's refusal.</summary>
        public async Task<string> RefusalAsync(string mutation, object input) => (await client.MutateAsync(mutation, input, "")).Value("errors")[0].Text("code");

        /// <summary>Asks, and waits until every subgraph has done its part.</summary>
        public async Task<JsonElement> RequestAsync(object input, string status = "COMPLETED", GraphQLClient? reader = null)
        {
            var id = (await client.MakeAsync("createDataRequest", input, "dataRequest", "id dueAt")).Text("id");
            return await Eventually.GetAsync(
                async () => (await (reader ?? client).DataAsync(
                    "query($id: ID!) { dataRequest(id: $id) { id status dueAt answeredAt answer export answers { subgraph } outcomes { subgraph category action records reason } } }", new { id }))
                    .GetProperty("dataRequest"),
                request => request.Text("status") == status);
        }

        /// <summary>The kinds of things that an actor did, once the trail holds all of these.</summary>
        public Task<HashSet<string>> UntilTrailHoldsAsync(string actorId, params string[] actions)
            => Eventually.GetAsync(
                async () => (await client.DataAsync("query($actorId: ID!) { auditTrail(actorId: $actorId, first: 100) { nodes { action } } }", new { actorId }))
                    .Value("auditTrail.nodes").EnumerateArray().Select(entry => entry.Text("action")).ToHashSet(),
                known => known.IsSupersetOf(actions));
    }
}
