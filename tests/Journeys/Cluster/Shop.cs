using System.Globalization;
using System.Text.Json;

namespace FinFlow.Journeys.Tests;

/// <summary>A business that takes a few payments, each of another amount, and watches them, whatever dies in the meantime.</summary>
internal sealed class Shop : IAsyncDisposable
{
    /// <summary>As many as nobody finds unusual within a minute: no limit has anything of them held or refused, and each has to be captured.</summary>
    public const int PaymentsMax = 4;

    private const string FirstAmount = "12.50";

    // Whose stream has gone without a word opens another one after a while.
    private static readonly TimeSpan SeenWithin = TimeSpan.FromSeconds(45);

    private const string Books = """
        {
          payments { totalCount nodes { id status amount { amount } updates { cursor status } journalEntry { id } } }
          journalEntries { totalCount }
          transactions { totalCount }
          dashboard(range: LAST_30_DAYS) { paymentCount revenue { amount } }
          trialBalance { balanced lines { account { code } credit { amount } } }
        }
        """;

    private readonly TimeSpan _patience;
    private readonly Business _business;
    private readonly GraphQLClient[] _gateways;
    private readonly Till _till;
    private readonly PaymentWatcher _watcher;
    private readonly List<(string Id, decimal Amount)> _acknowledged = [];

    private Shop(Business business, string method, GraphQLClient[] gateways, TimeSpan patience)
    {
        (_business, _gateways, _patience) = (business, gateways, patience);
        _till = new Till(method, gateways);
        _watcher = new PaymentWatcher(business.AccessToken, [.. gateways.Select(gateway => gateway.Address)]);
    }

    /// <summary>The payments that it was told are taken.</summary>
    public IReadOnlyList<(string Id, decimal Amount)> Acknowledged => _acknowledged;

    /// <summary>What has just been killed may still be on its way back: it is asked until it is there.</summary>
    public static async Task<Shop> OpenAsync(Deployment finflow, TimeSpan patience)
    {
        var business = await Eventually.GetAsync(() => TryAsync(() => Business.RegisterAsync(finflow)), registered => registered is not null, patience);
        var method = await Eventually.GetAsync(() => TryAsync(() => business!.AddPaymentMethodAsync()), added => added is not null, patience);
        return new Shop(business!, method!, finflow.ClientsOfEachGateway(business!.AccessToken), patience);
    }

    /// <summary>Takes the next payment.</summary>
    public async Task PayAsync()
    {
        Assert.True(_acknowledged.Count < PaymentsMax);
        var amount = decimal.Parse(FirstAmount, CultureInfo.InvariantCulture) + _acknowledged.Count;
        var id = await _till.PayAsync($"payment {_acknowledged.Count}", amount.ToString(CultureInfo.InvariantCulture), _patience);
        _acknowledged.Add((id, amount));
    }

    /// <summary>Each payment was captured, stands in the books once and with its amount, and has been seen at each of its steps.</summary>
    /// <param name="isEachStepTold">Whether all who told it of steps pass over none.</param>
    /// <returns>What the ledger says was sold.</returns>
    public async Task<decimal> AssertEachCapturedOnceAsync(bool isEachStepTold = true)
    {
        var books = await Eventually.GetAsync(TryReadBooksAsync, HaveAll, _patience);
        var payments = books.Value("payments.nodes").EnumerateArray().ToDictionary(payment => payment.Text("id"));
        Assert.Equal(
            _acknowledged.OrderBy(payment => payment.Id).Select(payment => (payment.Id, "CAPTURED", payment.Amount)),
            payments.Values.OrderBy(payment => payment.Text("id")).Select(payment => (payment.Text("id"), payment.Text("status"), payment.Amount("amount.amount"))));
        Assert.Equal(_acknowledged.Count, books.Value("payments.totalCount").GetInt32());
        Assert.Equal(_acknowledged.Count, books.Value("journalEntries.totalCount").GetInt32());
        Assert.Equal(_acknowledged.Count, books.Value("transactions.totalCount").GetInt32());
        Assert.Equal(_acknowledged.Sum(payment => payment.Amount), books.Amount("dashboard.revenue.amount"));
        Assert.True(books.Value("trialBalance.balanced").GetBoolean());
        if (isEachStepTold)
        {
            await AssertEachStepWasSeenOnceAsync(payments.Values);
        }

        return books.Value("trialBalance.lines").EnumerateArray().Where(line => line.Text("account.code") == "4000").Sum(line => line.Amount("credit.amount"));
    }

    public async ValueTask DisposeAsync()
    {
        await _watcher.DisposeAsync();
        Array.ForEach(_gateways, gateway => gateway.Dispose());
        _business.Dispose();
    }

    private async Task AssertEachStepWasSeenOnceAsync(IReadOnlyCollection<JsonElement> payments)
    {
        var taken = payments
            .OrderBy(payment => payment.Text("id"))
            .ToDictionary(payment => payment.Text("id"), payment => (IReadOnlyList<string>)[.. payment.Value("updates").EnumerateArray().Select(PaymentWatcher.StepOf)]);
        Assert.All(taken.Values, steps => Assert.EndsWith(" CAPTURED", steps[^1], StringComparison.Ordinal));
        await _watcher.UntilSeenAsync(taken.Values.Sum(steps => steps.Count), SeenWithin);
        Assert.Equal(Describe(taken), Describe(taken.ToDictionary(steps => steps.Key, steps => _watcher.StepsOf(steps.Key))));
        Assert.Equal(taken.Values.Sum(steps => steps.Count), _watcher.Count);
    }

    private static string Describe(Dictionary<string, IReadOnlyList<string>> steps)
        => string.Join('\n', steps.Select(payment => $"{payment.Key}: {string.Join(", ", payment.Value)}"));

    private bool HaveAll(JsonElement books)
        => books.ValueKind is JsonValueKind.Object
            && books.Value("payments.nodes").EnumerateArray().All(payment => payment.Text("status") == "CAPTURED" && payment.Value("journalEntry").ValueKind is JsonValueKind.Object)
            && books.Value("dashboard.paymentCount").GetInt32() == _acknowledged.Count;

    // What is away for a moment is asked again.
    private async Task<JsonElement> TryReadBooksAsync()
    {
        try
        {
            var answer = await _business.Client.QueryAsync(Books);
            return answer.Body.TryGetProperty("errors", out _) ? default : answer.Body.GetProperty("data");
        }
        catch (Exception failure) when (IsPassing(failure))
        {
            return default;
        }
    }

    private static async Task<T?> TryAsync<T>(Func<Task<T>> ask) where T : class
    {
        try
        {
            return await ask();
        }
        catch (Exception failure) when (IsPassing(failure) || failure is Xunit.Sdk.XunitException)
        {
            return null;
        }
    }

    private static bool IsPassing(Exception failure) => failure is HttpRequestException or JsonException or IOException or TaskCanceledException;
}
