namespace FinFlow.Subgraphs.Tests;

/// <summary>What a database holds, as text that two moments can be compared by.</summary>
internal static class StoredRows
{
    /// <summary>Every row of every table, and how many events were ever told: those pass through the outbox, but are counted there.</summary>
    /// <param name="file">The database's file.</param>
    /// <param name="permissionsRefused">So many callers were refused since the other moment. The audit trail hears of each, and that is left out here.</param>
    internal static string Of(string file, int permissionsRefused = 0)
        => string.Join('\n', TestDatabase.Tables(file).Except(["outbox", "inbox"]).Select(table => Of(file, table))
            .Prepend($"{TestDatabase.EventsTold(file) - permissionsRefused} events told"));

    /// <summary>Every row of one table, in an order of their own: a database may give them in any.</summary>
    internal static string Of(string file, string table) => $"{table}: {string.Join(" | ", TestDatabase.Rows(file, $"SELECT * FROM \"{table}\"").Order(StringComparer.Ordinal))}";
}
