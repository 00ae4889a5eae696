using Microsoft.EntityFrameworkCore.Infrastructure;

namespace FinFlow.Messaging;

internal static class Databases
{
    /// <summary>Whether several processes may share it; SQLite's file is one process's own.</summary>
    internal static bool IsPostgres(this DatabaseFacade database) => database.ProviderName!.EndsWith("PostgreSQL", StringComparison.Ordinal);
}
