using System.Text.Json;
using System.Text.RegularExpressions;
using FinFlow.Credit;
using FinFlow.Hosting;
using FinFlow.Messaging;

namespace FinFlow.Subgraphs.Tests;

/// <summary>
/// Businesses in every state, with offers, loans and a model: what bad input is tried on. Since whatever is refused writes nothing, all tables
/// share them.
/// </summary>
public sealed partial class BorrowersOfBadInput : IAsyncLifetime
{
    internal const string Unauthenticated = "AUTH_NOT_AUTHENTICATED: The current user is not authorized to access this resource.";
    internal const string ExpiredToken = "AUTH_NOT_AUTHENTICATED: The access token has expired. Refresh the session.";
    internal const string Unauthorized = "AUTH_NOT_AUTHORIZED: The current user is not authorized to access this resource.";

    private static readonly DateTimeOffset Today = new(2026, 3, 20, 9, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder folder = new();
    private readonly SettableClock clock = new(Today.AddDays(-100));
    private readonly Dictionary<string, string> names = new() { ["LONG"] = new string('x', 501), ["VERY LONG"] = new string('x', 100_000) };
    private RunningSubgraph credit = null!;
    private string expired = "";

    public async Task InitializeAsync()
    {
        credit = await RunningSubgraph.StartAsync<CreditSubgraph>(folder.Path, clock);
        expired = TokenOf(By.Merchant)!;
        await ScoreAsync(By.Stale);
        clock.Now = Today.AddDays(-40);
        await ScoreAsync(By.Merchant);
        names["EXPIRED OFFER"] = (await OffersAsync(By.Merchant))[0];
        clock.Now = Today.AddDays(-29);
        await ScoreAsync(By.Late);
        names["LATE OFFER"] = (await OffersAsync(By.Late))[0];
        await BorrowAsync((await OffersAsync(By.Late, termMonths: 1))[0], "late", By.Late);
        clock.Now = Today;
        await credit.RunPeriodicJobsAsync();
        await MakeOffersAndLoansAsync();
        for (var i = 0; i < 100; i++)
        {
            await ScoreAsync(By.Full);
        }

        names["MODEL"] = (await MakeAsync("trainCreditModel", JsonSerializer.Serialize(new { name = "known", content = SomeExamples.Csv(40) }), "creditModel { id }", By.Analyst))
            .GetProperty("creditModel").GetProperty("id").GetString()!;
        await credit.TellAsync(clock, new RestrictionChanged("gdr_1", "org_1", "usr_restricted", true, Today));
        await Telling.UntilAsync(() => Task.FromResult(StoredRows.Of(folder.File("credit.db"), "restricted_users")), rows => rows.Contains("usr_restricted", StringComparison.Ordinal));
    }

    public async Task DisposeAsync()
    {
        await credit.DisposeAsync();
        folder.Dispose();
    }

    /// <summary>Each case gets the whole error that it names, and nothing is written or told.</summary>
    internal async Task RefusesAsync(string mutation, params IReadOnlyList<Bad> cases)
    {
        Assert.True(cases.Count >= 10);
        var before = StoredRows.Of(folder.File("credit.db"));
        foreach (var bad in cases)
        {
            Assert.Equal((bad.Input, Filled(bad.Error)), (bad.Input, ErrorOf(await SendAsync(mutation, bad.Input, "__typename", bad.As), mutation)));
        }

        var permissionsRefused = cases.Count(bad => bad.Error == Unauthorized);
        Assert.Equal(before, StoredRows.Of(folder.File("credit.db"), permissionsRefused: permissionsRefused));
    }

    /// <summary>While a model is being trained, which is not done here, but claimed.</summary>
    internal async Task WhileTrainingAsync(Func<Task> work)
    {
        var turn = (TrainingTurn)credit.Services.GetService(typeof(TrainingTurn))!;
        Assert.True(turn.TryTake());
        await work();
        turn.Release();
    }

    /// <summary>An input that would be taken, by those from whom it is not, and in the shapes that the schema refuses.</summary>
    /// <param name="needed">The fields that may not be left out, each with its type.</param>
    internal static IEnumerable<Bad> NotAllowed(string mutation, string good, By permitted, params (string Field, string Type)[] needed)
    {
        var input = TypeOf(mutation);
        yield return new(good, Unauthenticated, By.Nobody);
        yield return new(good, ExpiredToken, By.Expired);
        yield return new(good, Unauthorized, By.Unpermitted);
        yield return new("null", $"Variable \"$input\" of non-null type \"{input}!\" must not be null.", permitted);
        yield return new("[]", $"Variable \"$input\" got invalid value []; Expected type \"{input}\" to be an object.", permitted);
        if (needed.Length > 0)
        {
            var missing = needed.Select(one => $"Variable \"$input\" got invalid value {{}}; Field \"{one.Field}\" of required type \"{one.Type}\" was not provided.");
            yield return new("{}", string.Join('\n', missing), permitted);
        }

        var more = $"{good[..good.LastIndexOf('}')].TrimEnd()}, \"xyzzy\": true }}";
        yield return new(more, $"Variable \"$input\" got invalid value {FieldName().Replace(more, "$1:")}; Field \"xyzzy\" is not defined by type \"{input}\".", permitted);
    }

    /// <summary>What the schema says of a value that it does not take.</summary>
    internal static string Invalid(string value, string field, string why) => $"Variable \"$input\" got invalid value {value} at \"input.{field}\"; {why}";

    private static string ErrorOf(JsonElement response, string mutation)
    {
        if (response.TryGetProperty("errors", out var errors))
        {
            return string.Join('\n', errors.EnumerateArray().Select(error => CodeOf(error) is { } code && code.StartsWith("AUTH_", StringComparison.Ordinal)
                ? $"{code}: {error.GetProperty("message")}"
                : $"{error.GetProperty("message")}"));
        }

        var refusals = response.GetProperty("data").GetProperty(mutation).GetProperty("errors");
        if (refusals.ValueKind != JsonValueKind.Array)
        {
            return "it was accepted";
        }

        var refusal = Assert.Single(refusals.EnumerateArray());
        Assert.Equal($"{refusal.GetProperty("code").GetString()!.Replace("_", "", StringComparison.Ordinal)}ERROR", refusal.GetProperty("__typename").GetString()!.ToUpperInvariant());
        return $"{refusal.GetProperty("code")}: {refusal.GetProperty("message")}";
    }

    private static string? CodeOf(JsonElement error)
        => error.TryGetProperty("extensions", out var extensions) && extensions.TryGetProperty("code", out var code) ? code.GetString() : null;

    private async Task MakeOffersAndLoansAsync()
    {
        foreach (var who in (By[])[By.Merchant, By.Stranger, By.Late])
        {
            await ScoreAsync(who);
        }

        names["OFFER"] = (await OffersAsync(By.Merchant))[0];
        names["OTHER OFFER"] = (await OffersAsync(By.Merchant))[0];
        names["FOREIGN OFFER"] = (await OffersAsync(By.Stranger))[0];
        names["FOREIGN LOAN"] = await BorrowAsync((await OffersAsync(By.Stranger))[0], "foreign", By.Stranger);

        // More than one product gives what is asked for here, and to take one is to leave the others.
        var several = await OffersAsync(By.Merchant, "5000.00", 24);
        (names["ACCEPTED OFFER"], names["WITHDRAWN OFFER"]) = (several[0], several[1]);
        names["LOAN"] = await BorrowAsync(several[0], "borrowed", By.Merchant);
        names["REPAID LOAN"] = await BorrowAsync((await OffersAsync(By.Merchant, "100.00", 1))[0], "repaid", By.Merchant);
        await MakeAsync("repayLoan", """{ "loanId": "REPAID LOAN", "idempotencyKey": "repaid" }""", "loan { id }", By.Merchant);
        await MakeAsync("repayLoan", """{ "loanId": "LOAN", "amount": { "amount": "10.00", "currency": "USD" }, "idempotencyKey": "paid" }""", "loan { id }", By.Merchant);
    }

    private Task<JsonElement> ScoreAsync(By who) => MakeAsync("requestCreditScore", "", "creditScore { id }", who);

    private async Task<string[]> OffersAsync(By who, string amount = "1000.00", int termMonths = 6)
        => [.. (await MakeAsync(
                "requestLoanOffers", $$"""{ "amount": { "amount": "{{amount}}", "currency": "USD" }, "termMonths": {{termMonths}}, "purpose": "stock" }""", "loanOffers { id }", who))
            .GetProperty("loanOffers").EnumerateArray().Select(offer => offer.GetProperty("id").GetString()!)];

    private async Task<string> BorrowAsync(string offerId, string key, By who)
        => (await MakeAsync("acceptLoanOffer", $$"""{ "offerId": "{{offerId}}", "idempotencyKey": "{{key}}" }""", "loan { id }", who)).GetProperty("loan").GetProperty("id").GetString()!;

    private async Task<JsonElement> MakeAsync(string mutation, string input, string made, By who)
    {
        var response = await SendAsync(mutation, input, made, who);
        Assert.False(response.TryGetProperty("errors", out var errors), $"{mutation}: {errors}");
        var payload = response.GetProperty("data").GetProperty(mutation);
        Assert.True(payload.GetProperty("errors").ValueKind == JsonValueKind.Null, $"{mutation}: {payload}");
        return payload;
    }

    /// <param name="input">As JSON, in which names in capitals stand for what there is. What takes none gets its argument as it stands here.</param>
    private Task<JsonElement> SendAsync(string mutation, string input, string fields, By who)
    {
        const string errors = "errors { __typename ... on Error { code message } }";
        return mutation == "requestCreditScore"
            ? credit.SendAsync($"mutation {{ {mutation}{input} {{ {fields} {errors} }} }}", null, TokenOf(who))
            : credit.SendAsync(
                $"mutation($input: {TypeOf(mutation)}!) {{ {mutation}(input: $input) {{ {fields} {errors} }} }}",
                new { input = JsonDocument.Parse(Filled(input)).RootElement },
                TokenOf(who));
    }

    private static string TypeOf(string mutation) => $"{char.ToUpperInvariant(mutation[0])}{mutation[1..]}Input";

    private string Filled(string text) => names.Aggregate(text, (filled, name) => filled.Replace($"\"{name.Key}\"", $"\"{name.Value}\"", StringComparison.Ordinal));

    private string? TokenOf(By who) => who switch
    {
        By.Merchant => credit.TokenFor("usr_1", "org_1", Roles.Merchant),
        By.Stranger => credit.TokenFor("usr_2", "org_2", Roles.Merchant),
        By.Late => credit.TokenFor("usr_3", "org_late", Roles.Merchant),
        By.Stale => credit.TokenFor("usr_4", "org_stale", Roles.Merchant),
        By.Full => credit.TokenFor("usr_5", "org_full", Roles.Merchant),
        By.Unscored => credit.TokenFor("usr_6", "org_unscored", Roles.Merchant),
        By.Restricted => credit.TokenFor("usr_restricted", "org_1", Roles.Merchant),
        By.Analyst => credit.TokenFor("usr_7", "org_1", Roles.Analyst),
        By.Unpermitted => credit.TokenFor("usr_8", "org_1", Roles.Accountant),
        By.Expired => expired,
        _ => null,
    };

    internal enum By { Merchant, Stranger, Late, Stale, Full, Unscored, Restricted, Analyst, Unpermitted, Expired, Nobody }

    /// <param name="Error">Code and message of what the mutation refuses; the message alone of what the schema does, before anything runs. Names stand for ids here too.</param>
    internal sealed record Bad(string Input, string Error, By As = By.Merchant);

    [GeneratedRegex("\"(\\w+)\":")]
    private static partial Regex FieldName();
}
