using System.Text.Json;
using FinFlow.Hosting;
using FinFlow.Messaging;
using FinFlow.Payments;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static FinFlow.Subgraphs.Tests.SomePayment;

namespace FinFlow.Subgraphs.Tests;

/// <summary>Whoever is forgotten here is forgotten at the processor too, however long that is silent, and the erasure waits for nobody.</summary>
public sealed class ForgottenCardTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly SettableClock clock = new(Noon);

    [Theory]
    [InlineData("stripe")]
    [InlineData("paypal")]
    [InlineData("square")]
    public async Task Card_Should_BeDeletedAtTheProcessor_AskedUntilItHas_WithoutHoldingUpTheErasure(string name)
    {
        await using var processor = await StartAsync(name);
        await using var payments = await RunningSubgraph.StartAsync<PaymentsSubgraph>(folder.Path, clock, processor.Variables);
        await AddCardAsync(payments, processor.Card, "org_1");
        Assert.NotEmpty(processor.Cards);

        processor.IsDown = true;
        var erased = await EraseAsync(payments);
        await payments.RunPeriodicJobsAsync();

        var cards = erased.Categories.Single(category => category.Category == "payment-methods");
        Assert.Equal(
            ("ERASED", 1, "Nothing demands it once the relationship ends. The card's processor is asked to delete it too, until it has."),
            (cards.Action, cards.Records, cards.Reason));
        Assert.NotEmpty(processor.Cards);

        processor.IsDown = false;
        await UntilForgottenAsync(payments, processor);
    }

    [Theory]
    [InlineData("stripe")]
    [InlineData("paypal")]
    [InlineData("square")]
    public async Task CardThatIsGoneAlready_Should_NotBeAskedForForever(string name)
    {
        await using var processor = await StartAsync(name);
        await using var payments = await RunningSubgraph.StartAsync<PaymentsSubgraph>(folder.Path, clock, processor.Variables);
        await AddCardAsync(payments, processor.Card, "org_1");
        await AddCardAsync(payments, processor.Card, "org_1");
        Assert.Equal(name == "paypal" ? 1 : 2, processor.Cards.Count);

        await EraseAsync(payments);

        await UntilForgottenAsync(payments, processor);
    }

    [Fact]
    public async Task CardThatAnotherBusinessStoresToo_Should_Stay()
    {
        await using var processor = await StartAsync("stripe");
        await using var payments = await RunningSubgraph.StartAsync<PaymentsSubgraph>(folder.Path, clock, processor.Variables);
        await AddCardAsync(payments, processor.Card, "org_1");
        await AddCardAsync(payments, processor.Card, "org_2");

        await EraseAsync(payments);
        await RunUntilNothingIsLeftAsync(payments);

        Assert.Equal(2, processor.Cards.Count);
    }

    [Fact]
    public async Task CardThatCouldNotBeKept_Should_NotStayAtTheProcessor()
    {
        await using var processor = await StartAsync("stripe");
        await using var payments = await RunningSubgraph.StartAsync<PaymentsSubgraph>(folder.Path, clock, processor.Variables);
        for (var i = 0; i < 100; i++)
        {
            await AddCardAsync(payments, processor.Card, "org_1");
        }

        var kept = processor.Cards;
        Assert.Equal("TOO_MANY_PAYMENT_METHODS", await RefusalOfAsync(payments, "pm_card_mastercard"));
        Assert.Equal("TOO_MANY_PAYMENT_METHODS", await RefusalOfAsync(payments, processor.Card));
        await RunUntilNothingIsLeftAsync(payments);

        Assert.Equal(kept, processor.Cards);
    }

    [Fact]
    public async Task CardOfAProcessorThatIsNotSetUpAnyMore_Should_WaitUntilItIs()
    {
        await using var processor = await StartAsync("paypal");
        await using (var before = await RunningSubgraph.StartAsync<PaymentsSubgraph>(folder.Path, clock, processor.Variables))
        {
            await AddCardAsync(before, processor.Card, "org_1");
        }

        await using (var without = await RunningSubgraph.StartAsync<PaymentsSubgraph>(folder.Path, clock))
        {
            await EraseAsync(without);
            await without.RunPeriodicJobsAsync();
            Assert.NotEmpty(processor.Cards);
        }

        await using var again = await RunningSubgraph.StartAsync<PaymentsSubgraph>(folder.Path, clock, processor.Variables);
        await UntilForgottenAsync(again, processor);
    }

    public void Dispose() => folder.Dispose();

    private static async Task<ProcessorEmulator> StartAsync(string name) => name switch
    {
        "stripe" => await StripeEmulator.StartAsync(),
        "paypal" => await PayPalEmulator.StartAsync(),
        _ => await SquareEmulator.StartAsync(),
    };

    private static async Task AddCardAsync(RunningSubgraph payments, string token, string organizationId)
        => Assert.Equal(JsonValueKind.Object, (await SendCardAsync(payments, token, organizationId)).GetProperty("paymentMethod").ValueKind);

    private static async Task<string> RefusalOfAsync(RunningSubgraph payments, string token)
        => (await SendCardAsync(payments, token, "org_1")).GetProperty("errors")[0].GetProperty("code").GetString()!;

    private static async Task<JsonElement> SendCardAsync(RunningSubgraph payments, string token, string organizationId)
        => (await payments.DataAsync(
            "mutation($token: String!) { addPaymentMethod(input: { token: $token }) { paymentMethod { id } errors { ... on Error { code message } } } }",
            new { token },
            payments.TokenFor("usr_1", organizationId, Roles.Merchant))).GetProperty("addPaymentMethod");

    private async Task<ErasureCompleted> EraseAsync(RunningSubgraph payments)
    {
        using var reader = payments.Events.ReadAs("test", Topics.Compliance);
        await payments.TellAsync(clock, new ErasureRequested("gdr_1", "org_1", "usr_1", Noon));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var read = await reader.ReadAsync(100, patience.Token);
            if (read.Select(told => EventEnvelope.Parse(told.Envelope.Span).TryRead()).OfType<ErasureCompleted>().FirstOrDefault() is { } completed)
            {
                return completed;
            }

            await reader.CommitAsync(read[^1].Position, patience.Token);
        }
    }

    private async Task UntilForgottenAsync(RunningSubgraph payments, ProcessorEmulator processor)
    {
        await RunUntilNothingIsLeftAsync(payments);
        Assert.Empty(processor.Cards);
    }

    private Task<int> RunUntilNothingIsLeftAsync(RunningSubgraph payments)
        => Telling.UntilAsync(
            async () =>
            {
                clock.Now += TimeSpan.FromMinutes(10);
                await payments.RunPeriodicJobsAsync();
                await using var db = await payments.Services.GetRequiredService<IDbContextFactory<PaymentsDbContext>>().CreateDbContextAsync();
                return await db.CardsToForget.CountAsync();
            },
            left => left == 0);
}
