using System.Text.Json;

namespace FinFlow.Subgraphs.Tests;

/// <summary>The mails that an embedded installation put into its folder.</summary>
internal static class Mailbox
{
    /// <summary>All letters to an address, the first one first, once there are as many as expected.</summary>
    internal static Task<IReadOnlyList<(string Subject, string Text)>> LettersAsync(string dataFolder, string to, int expected)
        => Telling.UntilAsync(() => Task.FromResult(Read(dataFolder, to)), letters => letters.Count >= expected);

    internal static IReadOnlyList<(string Subject, string Text)> Read(string dataFolder, string to)
    {
        var folder = Path.Combine(dataFolder, "outbox", "mail");
        return Directory.Exists(folder)
            ? [.. Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal)
                .Select(path => JsonDocument.Parse(File.ReadAllBytes(path)).RootElement)
                .Where(letter => letter.GetProperty("to").GetString() == to)
                .Select(letter => (letter.GetProperty("subject").GetString()!, letter.GetProperty("text").GetString()!))]
            : [];
    }
}
