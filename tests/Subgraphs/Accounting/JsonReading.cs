using System.Text.Json;

namespace FinFlow.Subgraphs.Tests;

internal static class JsonReading
{
    internal static string? Text(this JsonElement element, string property) => element.GetProperty(property).GetString();
}
