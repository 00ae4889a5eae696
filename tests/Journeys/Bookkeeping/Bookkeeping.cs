using System.Text.Json;

namespace FinFlow.Journeys.Tests;

/// <summary>The journeys of bookkeeping share one process; each has a business, and so a book, of its own.</summary>
[CollectionDefinition(Name)]
public sealed class BookkeepingCollection : ICollectionFixture<SharedDeployment>
{
    internal const string Name = "bookkeeping";
}

/// <summary>What a bookkeeper does at the API.</summary>
internal static class Bookkeeping
{
    private const string Errors = "errors { ... on Error { code message } }";

    extension(Business business)
    {
        /// <summary>The merchant keeps its own book: an administrator gives it the role of an accountant.</summary>
        public async Task BecomeAccountantAsync(Deployment deployment)
        {
            using var admin = deployment.Client();
            admin.AccessToken = await Business.LoginAsync(admin, Deployment.AdminEmail, Deployment.AdminPassword);
            var assigned = await admin.DataAsync(
                $"mutation($userId: ID!) {{ assignRole(input: {{ userId: $userId, role: ACCOUNTANT }}) {{ {Errors} }} }}", new { userId = business.UserId });
            Assert.Equal(JsonValueKind.Null, assigned.Value("assignRole.errors").ValueKind);
            await business.LoginAsync();
        }

        /// <summary>The payload of a mutation of accounting.</summary>
        public async Task<JsonElement> MutateAsync(string mutation, object input, string selection)
            => (await business.Client.DataAsync(
                $"mutation($input: {char.ToUpperInvariant(mutation[0])}{mutation[1..]}Input!) {{ {mutation}(input: $input) {{ {selection} {Errors} }} }}", new { input })).Value(mutation);

        /// <summary>What a mutation made; fails the test when it was refused.</summary>
        public async Task<JsonElement> MakeAsync(string mutation, object input, string made, string selection)
        {
            var payload = await business.MutateAsync(mutation, input, $"{made} {{ {selection} }}");
            Assert.True(payload.Value("errors").ValueKind == JsonValueKind.Null, $"{mutation}: {payload}");
            return payload.Value(made);
        }

        /// <summary>The code of a mutation's refusal; fails the test when it was not refused.</summary>
        public async Task<string> RefusalAsync(string mutation, object input)
        {
            var payload = await business.MutateAsync(mutation, input, "");
            Assert.True(payload.Value("errors").ValueKind == JsonValueKind.Array, $"{mutation} was not refused.");
            return payload.Value("errors")[0].Text("code");
        }

        /// <summary>Posts an entry of two lines and gives its id.</summary>
        public async Task<string> PostAsync(DateOnly day, string debit, string credit, string amount, string currency = "USD", string? reference = null)
            => (await business.MakeAsync("postJournalEntry", EntryOf(day, debit, credit, amount, currency, reference), "journalEntry", "id")).Text("id");
    }

    /// <summary>The input of postJournalEntry, each time with a key of its own.</summary>
    internal static object EntryOf(DateOnly day, string debit, string credit, string amount, string currency = "USD", string? reference = null) => new
    {
        description = "Something happened",
        effectiveDate = $"{day:yyyy-MM-dd}",
        reference,
        idempotencyKey = $"{Guid.CreateVersion7()}",
        lines = new object[]
        {
            new { accountCode = debit, debit = new { amount, currency } }, new { accountCode = credit, credit = new { amount, currency } },
        },
    };

    internal static DateOnly Today => DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);

    /// <summary>A statement's lines as "code amount".</summary>
    internal static string[] Lines(JsonElement section)
        => [.. section.Value("lines").EnumerateArray().Select(line => $"{line.Text("account.code")} {line.Text("balance.amount")}")];
}
