using FinFlow.Finance;
using FinFlow.GraphQL.Execution;
using FinFlow.Hosting;
using FinFlow.Messaging;
using FinFlow.Payments;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using static FinFlow.Subgraphs.Tests.SomePayment;

namespace FinFlow.Subgraphs.Tests;

/// <summary>The payments subgraph below its schema: real databases in a folder, which a second bench can take over as a restart would.</summary>
internal sealed class PaymentsBench : IAsyncDisposable
{
    private readonly ServiceProvider services;
    private readonly string folder;

    private PaymentsBench(string folder, TimeProvider clock, (string Name, string Value)[] variables)
    {
        this.folder = folder;
        var configuration = FinFlowConfiguration.From(
            variables.Append(("FINFLOW_DATA", folder)).ToDictionary(variable => variable.Item1, variable => variable.Item2));
        var collection = new ServiceCollection();
        collection.AddSingleton(clock).AddSingleton(configuration).AddSingleton(typeof(Microsoft.Extensions.Logging.ILogger<>), typeof(NullLogger<>));
        collection.AddSingleton(new InMemoryTopics());
        collection.AddSingleton<ITopicEventSender>(provider => provider.GetRequiredService<InMemoryTopics>());
        collection.AddSingleton<ITopicEventReceiver>(provider => provider.GetRequiredService<InMemoryTopics>());
        collection.AddProcessors(configuration);
        PaymentsSubgraph.AddStores(collection);
        collection.AddFinFlowDbContext<PaymentsDbContext>(configuration, "payments");
        collection.AddSingleton<UnfinishedPayments>();
        services = collection.BuildServiceProvider();
    }

    internal static async Task<PaymentsBench> StartAsync(
        string folder, TimeProvider? clock = null, params (string Name, string Value)[] variables)
    {
        var bench = new PaymentsBench(folder, clock ?? TimeProvider.System, variables);
        await using var db = await bench.DatabaseAsync();
        await DatabaseSchema.ApplyAsync(db, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance, CancellationToken.None);
        return bench;
    }

    internal PaymentProcessors Processors => services.GetRequiredService<PaymentProcessors>();

    internal Task<Result<ProcessorCard>> FindCardAsync(string token)
        => services.GetRequiredService<ProcessorPatience>().FindCardAsync(Processors.Default, token, CancellationToken.None);

    internal PaymentUpdates Updates => services.GetRequiredService<PaymentUpdates>();

    internal Task<PaymentsDbContext> DatabaseAsync() => services.GetRequiredService<IDbContextFactory<PaymentsDbContext>>().CreateDbContextAsync();

    internal async Task<T> UseAsync<TService, T>(Func<TService, Task<T>> use) where TService : notnull
    {
        await using var scope = services.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<TService>());
    }

    internal async Task<string> AddMethodAsync(string token = "pm_card_visa", string organizationId = "org_1")
    {
        var processor = Processors.Default;
        var card = (await FindCardAsync(token)).Value;
        return (await UseAsync((PaymentMethodStore methods) => methods.AddAsync(
            organizationId, processor.Name, card.StoredToken ?? token, card, false, CancellationToken.None))).Value.Id;
    }

    internal Task<Result<Intent>> IntendAsync(
        string methodId, string amount = "100.00", string key = "k", CaptureMethod captureMethod = CaptureMethod.Automatic)
    {
        var request = new PaymentRequest(Usd(amount), methodId, "order 1", null, null, captureMethod);
        var idempotency = IdempotencyKey.Of("org_1", "processPayment", key, request.Amount, methodId, captureMethod).Value;
        return UseAsync((PaymentStore payments) => payments.IntendAsync(request, idempotency, "usr_1", CancellationToken.None));
    }

    internal async Task<Payment> PayAsync(
        string methodId, string amount = "100.00", string key = "k", CaptureMethod captureMethod = CaptureMethod.Automatic)
    {
        var intent = (await IntendAsync(methodId, amount, key, captureMethod)).Value;
        return (await UseAsync((PaymentProcessing processing) => intent.Token is { } token
            ? processing.AuthorizeAsync(intent.Payment, token)
            : processing.FinishAsync(intent.Payment, CancellationToken.None))).Value;
    }

    internal Task<Result<Payment>> ChangeAsync(string id, Func<Payment, Result<Payment>> decide)
        => UseAsync((PaymentStore payments) => payments.ChangeAsync(id, decide, CancellationToken.None));

    internal async Task<Payment> CaptureAsync(string methodId, string amount = "100.00", string key = "k")
    {
        var payment = await PayAsync(methodId, amount, key);
        await ChangeAsync(payment.Id, authorized => authorized.Approve(DateTimeOffset.UnixEpoch));
        await FinishDueAsync(dueBy: null);
        return await FindAsync(payment.Id);
    }

    internal Task<bool> FinishDueAsync(DateTimeOffset? dueBy)
        => services.GetRequiredService<UnfinishedPayments>().FinishAsync(dueBy, CancellationToken.None);

    internal async Task<Payment> FindAsync(string id) => (await UseAsync((PaymentStore payments) => payments.FindAsync(id, CancellationToken.None)))!;

    internal async Task<Result<Refund>> RefundAsync(string paymentId, string? amount, string key)
    {
        var idempotency = IdempotencyKey.Of("org_1", "refundPayment", key, paymentId, amount).Value;
        var promised = await UseAsync((RefundStore refunds) =>
            refunds.PromiseAsync(paymentId, amount is null ? null : Usd(amount), null, idempotency, CancellationToken.None));
        return promised.IsRefused
            ? promised
            : (await UseAsync((RefundProcessing processing) => processing.FinishAsync(promised.Value, CancellationToken.None))).Then(refund => refund.Outcome);
    }

    /// <summary>What the outbox tells, in order.</summary>
    internal async Task<List<string>> ToldAsync()
    {
        await using var db = await DatabaseAsync();
        var messages = await db.Set<OutboxMessage>().OrderBy(message => message.Sequence).ToListAsync();
        return [.. messages.Select(message => EventEnvelope.Parse(System.Text.Encoding.UTF8.GetBytes(message.Envelope)).Type)];
    }

    /// <summary>The events of one kind that the outbox tells, in order.</summary>
    internal async Task<List<TEvent>> ToldAsync<TEvent>() where TEvent : IEvent
    {
        await using var db = await DatabaseAsync();
        var messages = await db.Set<OutboxMessage>().OrderBy(message => message.Sequence).ToListAsync();
        return [.. messages.Select(message => EventEnvelope.Parse(System.Text.Encoding.UTF8.GetBytes(message.Envelope)).TryRead()).OfType<TEvent>()];
    }

    /// <summary>Runs the job that lists the days that are over.</summary>
    internal async Task ListDaysAsync()
    {
        await using var scope = services.CreateAsyncScope();
        await ActivatorUtilities.CreateInstance<DailyChargeLists>(scope.ServiceProvider).RunAsync(CancellationToken.None);
    }

    /// <summary>What the sandbox charged, by its own books.</summary>
    internal List<(string Status, long CapturedMinor, long RefundedMinor)> Charges()
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "sandbox-processor.db")};Mode=ReadOnly");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT status, captured_minor, refunded_minor FROM charges ORDER BY rowid";
        using var rows = command.ExecuteReader();
        var charges = new List<(string, long, long)>();
        while (rows.Read())
        {
            charges.Add((rows.GetString(0), rows.GetInt64(1), rows.GetInt64(2)));
        }

        return charges;
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        SqliteConnection.ClearAllPools();
    }
}
