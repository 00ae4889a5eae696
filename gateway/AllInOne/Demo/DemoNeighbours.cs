using System.Text.Json;

namespace FinFlow.AllInOne;

/// <summary>
/// The other businesses of the market hall: they earn by invoice and borrow for a month at a time. Enough of their loans are repaid, late
/// or never paid, that a credit model can be trained on them and its drift be measured. Drawn from a fixed seed.
/// </summary>
internal sealed class DemoNeighbours(DemoSeeder seeder)
{
    private const int Count = 30;
    private const int CycleDays = 60;
    private const int InTimeDays = 28;
    private const int LateDays = 40;

    private static readonly string[] Trades = ["Bakery", "Florist", "Bicycles", "Books", "Cheese", "Ceramics", "Fishmonger", "Tailor"];
    private static readonly string[] Places = ["at the Gate", "by the Stairs", "under the Clock", "in the Yard"];

    private readonly Random random = new(20_27);
    private readonly List<Neighbour> neighbours = [];

    public async Task MoveInAsync(CancellationToken cancellationToken)
    {
        // A few at a time: hashing a password is slow by design, and the machine has more than one core.
        foreach (var few in Enumerable.Range(0, Count).Chunk(4))
        {
            neighbours.AddRange(await Task.WhenAll(few.Select(number => MoveInAsync(number, cancellationToken))));
        }

        await UntilBooksAreOpenAsync(cancellationToken);
    }

    private async Task<Neighbour> MoveInAsync(int number, CancellationToken cancellationToken)
    {
        var strength = random.NextDouble();
        var name = $"{Trades[number % Trades.Length]} {Places[number / Trades.Length]}";
        var person = new DemoPerson(name, $"stall-{number + 1}@demo.finflow.example", $"market-hall-stall-number-{number + 1}", "MERCHANT");
        return new Neighbour(await seeder.RegisterAsync(person, cancellationToken), number, strength);
    }

    public async Task LiveAsync(DemoDay day, CancellationToken cancellationToken)
    {
        foreach (var neighbour in neighbours)
        {
            // They are spread over the cycle, so that no day is a rush.
            switch ((day.Number + CycleDays - (neighbour.Number * CycleDays / Count)) % CycleDays)
            {
                case 0:
                    await EarnAsync(neighbour, day, cancellationToken);
                    break;
                case 2 when day.Number > CycleDays / 2:
                    await BorrowAsync(neighbour, day, cancellationToken);
                    break;
            }

            if (neighbour.Loan is { } loan && neighbour.RepaysOn == day.Number)
            {
                await seeder.As(neighbour.Account).RepayAsync(loan, $"repay {loan}", cancellationToken);
                neighbour.Loan = null;
            }
        }
    }

    private async Task EarnAsync(Neighbour neighbour, DemoDay day, CancellationToken cancellationToken)
    {
        var client = seeder.As(neighbour.Account);
        var amount = (int)((400 + (5_000 * neighbour.Strength)) * (0.7 + (0.6 * random.NextDouble())));
        var invoice = await client.InvoiceAsync(
            "Market hall", $"{amount}.00", DateOnly.FromDateTime(day.OpensAt.UtcDateTime).AddDays(14), "Deliveries", $"deliveries {day.Number}", cancellationToken);
        await client.PayInvoiceAsync(invoice, cancellationToken);
    }

    // The weaker a business, the more often it is late or does not pay at all; one that did not pay gets nothing more.
    private async Task BorrowAsync(Neighbour neighbour, DemoDay day, CancellationToken cancellationToken)
    {
        if (neighbour.Loan is null)
        {
            neighbour.Loan = (await seeder.As(neighbour.Account).BorrowAsync($"{300 + random.Next(900)}.00", 1, "Stock for the season", $"stock {day.Number}", cancellationToken)).Id;
            var fate = random.NextDouble();
            var loss = neighbour.Strength < 0.45 ? 0.35 : 0.04;
            neighbour.RepaysOn = fate < loss ? null : day.Number + (fate < loss + (0.4 * (1 - neighbour.Strength)) ? LateDays : InTimeDays);
        }
    }

    private async Task UntilBooksAreOpenAsync(CancellationToken cancellationToken)
    {
        foreach (var neighbour in neighbours)
        {
            while ((await seeder.As(neighbour.Account).SendAsync("{ accounts(first: 1) { nodes { id } } }", null, cancellationToken))
                .GetProperty("accounts").GetProperty("nodes") is { ValueKind: JsonValueKind.Array } accounts && accounts.GetArrayLength() == 0)
            {
                await Task.Delay(5, cancellationToken);
            }
        }
    }

    /// <param name="Strength">0 to 1: how much it earns, and how surely it pays.</param>
    private sealed record Neighbour(DemoAccount Account, int Number, double Strength)
    {
        public string? Loan { get; set; }

        /// <summary>The day on which it pays back; null for never.</summary>
        public int? RepaysOn { get; set; }
    }
}
