using System.Text.Json;
using FinFlow.Hosting;
using FinFlow.Messaging;
using FinFlow.Payments;
using static FinFlow.Subgraphs.Tests.SomePayment;

namespace FinFlow.Subgraphs.Tests;

/// <summary>A payment in every state, cards, and a stranger's: what bad input is tried on. Since whatever is refused writes nothing, all tables share it.</summary>
public sealed class PaymentsOfBadInput : IAsyncLifetime
{
    /// <summary>A standard GraphQL error, before anything runs.</summary>
    internal const string Malformed = "(malformed)";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder folder = new();
    private readonly SettableClock clock = new(Noon);
    private readonly Dictionary<string, string> ids = [];
    private RunningSubgraph payments = null!;

    public async Task InitializeAsync()
    {
        payments = await RunningSubgraph.StartAsync<PaymentsSubgraph>(folder.Path, clock);
        await payments.TellAsync(clock, new RestrictionChanged("dsr_1", "org_1", "usr_restricted", true, Noon));
        ids["LONG"] = new string('x', 501);
        ids["METHOD"] = await AddCardAsync();
        ids["REMOVED METHOD"] = await AddCardAsync();
        ids["FOREIGN METHOD"] = await AddCardAsync(Client.Stranger);
        await DoAsync("removePaymentMethod", """{ "id": "REMOVED METHOD" }""", "paymentMethod { id }");
        ids["AUTHORIZED KEY"] = "key of AUTHORIZED";
        foreach (var state in new[] { "AUTHORIZED", "APPROVED", "HELD", "CAPTURED", "REFUNDED", "VOIDED" })
        {
            ids[state] = await PayAsync("METHOD", state, Client.Merchant);
        }

        ids["FOREIGN PAYMENT"] = await PayAsync("FOREIGN METHOD", "FOREIGN", Client.Stranger);
        ids["BAD METHOD"] = await AddCardAsync(token: "pm_card_chargeDeclinedInsufficientFunds");
        await DoAsync("processPayment", PaymentOf("BAD METHOD", "FAILED"), "errors { __typename }");
        ids["FAILED"] = (await payments.DataAsync("{ payments(where: { status: { eq: FAILED } }) { nodes { id } } }", null, TokenOf(Client.Merchant)))
            .GetProperty("payments").GetProperty("nodes")[0].GetProperty("id").GetString()!;
        await TakeStepsAsync();
        for (var i = 0; i < 100; i++)
        {
            await AddCardAsync(Client.Full);
        }

        await Telling.UntilAsync(() => Task.FromResult(StoredRows.Of(folder.File("payments.db"), "restricted_users")), rows => rows.Contains("usr_restricted", StringComparison.Ordinal));
    }

    public async Task DisposeAsync()
    {
        await payments.DisposeAsync();
        folder.Dispose();
    }

    internal async Task RefusesAsync(string mutation, params Bad[] cases)
    {
        Assert.True(cases.Length >= 10);
        var before = WhatIsWritten();
        foreach (var (input, code, client) in cases)
        {
            var answer = Task.Run(() => SendAsync(mutation, input, "errors { ... on Error { code message } }", client));
            Assert.True(await Task.WhenAny(answer, Task.Delay(Patience)) == answer, $"{mutation} gave no answer to {input}.");
            Assert.Equal((input, code), (input, CodeOf(await answer, mutation)));
        }

        Assert.Equal(before, WhatIsWritten(permissionsRefused: cases.Count(bad => bad.Code == "AUTH_NOT_AUTHORIZED")));
    }

    private static string? CodeOf(JsonElement response, string mutation)
        => response.TryGetProperty("errors", out var errors)
            ? response.TryGetProperty("data", out _) ? errors[0].GetProperty("extensions").GetProperty("code").GetString() : Malformed
            : response.GetProperty("data").GetProperty(mutation).GetProperty("errors") is { ValueKind: JsonValueKind.Array } refusals
                ? refusals[0].GetProperty("code").GetString()
                : "it was accepted";

    private static string PaymentOf(string method, string name)
        => $$"""
            { "amount": { "amount": "100.00", "currency": "USD" }, "paymentMethodId": "{{method}}", "reference": "order", "captureMethod": "MANUAL", "idempotencyKey": "key of {{name}}" }
            """;

    private async Task TakeStepsAsync()
    {
        foreach (var state in new[] { "APPROVED", "HELD", "CAPTURED", "REFUNDED" })
        {
            var facts = new TransactionFacts($"txn_{state}", ids[state], "org_1", "usr_1", "PAYMENT", 1, "USD", "US", 0.1m, "LOW", []);
            await payments.TellAsync(clock, state == "HELD" ? new TransactionHeld(facts, Noon) : new TransactionApproved(facts, null, Noon));
        }

        await Telling.UntilAsync(
            () => Task.FromResult(Count("SELECT COUNT(*) FROM payments WHERE ApprovedAt IS NOT NULL OR Status = 'HELD'")), count => count == "4");
        await DoAsync("voidPayment", """{ "id": "VOIDED", "idempotencyKey": "voided" }""", "payment { id }");
        await DoAsync("capturePayment", """{ "id": "CAPTURED", "idempotencyKey": "captured" }""", "payment { id }");
        await DoAsync("capturePayment", """{ "id": "REFUNDED", "idempotencyKey": "captured too" }""", "payment { id }");
        await DoAsync("refundPayment", """{ "id": "REFUNDED", "idempotencyKey": "refunded" }""", "refund { id }");
    }

    private async Task<string> AddCardAsync(Client client = Client.Merchant, string token = "pm_card_visa")
        => (await DoAsync("addPaymentMethod", $$"""{ "token": "{{token}}" }""", "paymentMethod { id }", client)).GetProperty("paymentMethod").GetProperty("id").GetString()!;

    private async Task<string> PayAsync(string method, string name, Client client)
        => (await DoAsync("processPayment", PaymentOf(method, name), "payment { id }", client)).GetProperty("payment").GetProperty("id").GetString()!;

    private async Task<JsonElement> DoAsync(string mutation, string input, string fields, Client client = Client.Merchant)
    {
        var response = await SendAsync(mutation, input, fields, client);
        Assert.False(response.TryGetProperty("errors", out var errors), $"{errors}");
        return response.GetProperty("data").GetProperty(mutation);
    }

    private Task<JsonElement> SendAsync(string mutation, string input, string fields, Client client)
    {
        var filled = ids.Aggregate(input, (text, id) => text.Replace($"\"{id.Key}\"", $"\"{id.Value}\"", StringComparison.Ordinal));
        return payments.SendAsync(
            $$"""mutation($input: {{char.ToUpperInvariant(mutation[0])}}{{mutation[1..]}}Input!) { {{mutation}}(input: $input) { {{fields}} } }""",
            new { input = JsonDocument.Parse(filled).RootElement },
            TokenOf(client));
    }

    private string? TokenOf(Client client) => client switch
    {
        Client.Merchant => payments.TokenFor("usr_1", "org_1", Roles.Merchant),
        Client.Stranger => payments.TokenFor("usr_2", "org_2", Roles.Merchant),
        Client.Restricted => payments.TokenFor("usr_restricted", "org_1", Roles.Merchant),
        Client.Full => payments.TokenFor("usr_4", "org_full", Roles.Merchant),
        Client.Unpermitted => payments.TokenFor("usr_5", "org_1", Roles.Analyst),
        _ => null,
    };

    // What the processor has counts too.
    private string WhatIsWritten(int permissionsRefused = 0)
        => $"{StoredRows.Of(folder.File("payments.db"), permissionsRefused: permissionsRefused)}\n{StoredRows.Of(folder.File("sandbox-processor.db"))}";

    private string? Count(string sql) => TestDatabase.Value(folder.File("payments.db"), sql);

    internal enum Client { Merchant, Stranger, Restricted, Full, Unpermitted, Nobody }

    internal sealed record Bad(string Input, string Code, Client As = Client.Merchant);
}
