namespace FinFlow.AllInOne;

/// <summary>What happens in the demo's year, day by day. Drawn from a fixed seed, so that every demo tells the same story.</summary>
internal static class DemoYear
{
    private const int Days = 365;

    private static readonly string[] Goods = ["beans, 250 g", "beans, 1 kg", "subscription", "grinder", "espresso machine", "workshop", "gift box", "filter papers"];
    private static readonly string[] Countries = ["US", "US", "US", "CA", "GB", "DE", "SE"];

    /// <summary>The days with something to do, oldest first; the last is yesterday.</summary>
    public static IEnumerable<DemoDay> Of(DateTimeOffset today)
    {
        var random = new Random(20_26);
        var start = new DateTimeOffset(today.UtcDateTime.Date, TimeSpan.Zero).AddDays(-Days);
        for (var day = 0; day < Days; day++)
        {
            var sales = random.Next(100) < SaleChance(day) ? random.Next(1, 3) : 0;
            yield return new DemoDay(start.AddDays(day).AddHours(9), day, [.. Enumerable.Range(0, sales).Select(_ => SaleOf(random))]);
        }
    }

    // Quiet in the summer, busy before the holidays: about 60 % of the days in the end.
    private static int SaleChance(int day) => 35 + (int)(20 * Math.Cos(2 * Math.PI * (day - 30) / Days)) + day / 12;

    private static DemoSale SaleOf(Random random)
    {
        var goods = random.Next(Goods.Length);
        var cents = goods switch { 3 => 18_900, 4 => 94_900, 5 => 12_000, _ => random.Next(900, 9_000) };
        return new DemoSale(cents, Goods[goods], Countries[random.Next(Countries.Length)], IsRefunded: random.Next(20) == 0);
    }
}

internal sealed record DemoDay(DateTimeOffset OpensAt, int Number, IReadOnlyList<DemoSale> Sales);

internal sealed record DemoSale(int Cents, string Description, string Country, bool IsRefunded)
{
    public string Amount => $"{Cents / 100}.{Cents % 100:00}";
}
