using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;

namespace FinFlow.Benchmarks;

/// <summary>Businesses that take payments, and the watch that says when a payment stands in the books.</summary>
internal sealed class Tills : IAsyncDisposable
{
    // Each may take ten a minute before that is found unusual: two hundred a second for all.
    internal const int Businesses = 1_200;

    private const string Pay = """
        mutation Pay($input: ProcessPaymentInput!) { processPayment(input: $input) { payment { id status } errors { ... on Error { code message } } } }
        """;

    private const string AddMethod = """
        mutation($input: AddPaymentMethodInput!) { addPaymentMethod(input: $input) { paymentMethod { id } errors { ... on Error { code message } } } }
        """;

    private const string Ask = "query($id: ID!) { payment(id: $id) { id status } }";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);

    // Where nobody asks how long a payment took, looking less often leaves the core to those who are measured.
    private static readonly TimeSpan LookWhenSaturated = TimeSpan.FromMilliseconds(25);

    private readonly Api api;
    private readonly Ledger ledger;
    private readonly ConcurrentDictionary<string, TaskCompletionSource> awaited = [];
    private readonly CancellationTokenSource closing = new();
    private readonly Task watching;
    private readonly List<(string Token, string Method)> businesses = [];
    private readonly string opened = $"{Stopwatch.GetTimestamp()}";
    private int turn;

    private Tills(Installation installation, Ledger ledger)
    {
        (api, this.ledger) = (new Api(installation.Address), ledger);
        watching = Task.Run(WatchAsync);
    }

    internal static async Task<Tills> OpenAsync(Installation installation, Ledger ledger)
    {
        var tills = new Tills(installation, ledger);
        foreach (var batch in Enumerable.Range(0, Businesses).Chunk(8))
        {
            tills.businesses.AddRange(await Task.WhenAll(batch.Select(async i =>
            {
                var token = installation.TokenOfMerchant(i);
                var added = await tills.api.DataAsync(AddMethod, new { input = new { token = "pm_card_visa", setDefault = true } }, token);
                return (token, added.GetProperty("addPaymentMethod").GetProperty("paymentMethod").GetProperty("id").GetString()!);
            })));
        }

        return tills;
    }

    /// <summary>Whether all that counts is how many payments there are.</summary>
    internal bool IsSaturated { get; set; }

    /// <summary>A payment from the client's request until its entry stands in the ledger.</summary>
    internal async Task<PaymentTimes> PayAsync()
    {
        var number = Interlocked.Increment(ref turn);
        var (token, method) = businesses[number % businesses.Count];
        var started = Stopwatch.GetTimestamp();
        var answer = (await api.DataAsync(
            Pay,
            new
            {
                input = new
                {
                    amount = new { amount = "12.50", currency = "USD" }, paymentMethodId = method, reference = "order 4711", country = "US", idempotencyKey = $"{opened} {number}",
                },
            },
            token)).GetProperty("processPayment");
        var answered = Stopwatch.GetElapsedTime(started);
        if (answer.GetProperty("payment").ValueKind is not JsonValueKind.Object)
        {
            throw new InvalidOperationException($"{answer}");
        }

        var id = answer.GetProperty("payment").GetProperty("id").GetString()!;
        var entry = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        awaited[id] = entry;
        try
        {
            await entry.Task.WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            throw new InvalidOperationException($"Not in the books after {Patience}: {await api.DataAsync(Ask, new { id }, token)}; the watch: {watching.Status} {watching.Exception}");
        }

        return new PaymentTimes(answered, Stopwatch.GetElapsedTime(started));
    }

    private async Task WatchAsync()
    {
        while (!closing.IsCancellationRequested)
        {
            var open = awaited.Keys.ToArray();
            foreach (var payment in open.Length == 0 ? [] : ledger.WhichStand(open))
            {
                if (awaited.TryRemove(payment, out var entry))
                {
                    entry.SetResult();
                }
            }

            await Task.Delay(IsSaturated ? LookWhenSaturated : Look, closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        await watching;
        closing.Dispose();
        api.Dispose();
        ledger.Dispose();
    }
}

/// <param name="Answered">Until the client had its answer.</param>
/// <param name="Booked">Until the journal entry was there.</param>
internal readonly record struct PaymentTimes(TimeSpan Answered, TimeSpan Booked);
