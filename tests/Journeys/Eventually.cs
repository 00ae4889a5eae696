using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace FinFlow.Journeys.Tests;

/// <summary>What follows by events is true a moment later, and must become true.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static async Task<T> GetAsync<T>(Func<Task<T>> read, Func<T, bool> isTrue, TimeSpan? patience = null)
    {
        var waiting = Stopwatch.StartNew();
        while (true)
        {
            var value = await read();
            if (isTrue(value))
            {
                return value;
            }

            if (waiting.Elapsed > (patience ?? Patience))
            {
                throw new TimeoutException($"It did not become true within {patience ?? Patience}. Last seen: {value}");
            }

            await Task.Delay(50);
        }
    }
}

/// <summary>Reading answers by dotted paths, and amounts without floating point.</summary>
internal static class JsonReading
{
    public static JsonElement Value(this JsonElement element, string path)
    {
        foreach (var name in path.Split('.'))
        {
            Assert.True(element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out _), $"No {path} in {element}");
            element = element.GetProperty(name);
        }

        return element;
    }

    public static string Text(this JsonElement element, string path) => element.Value(path).GetString()!;

    public static decimal Amount(this JsonElement element, string path) => decimal.Parse(element.Text(path), CultureInfo.InvariantCulture);
}
