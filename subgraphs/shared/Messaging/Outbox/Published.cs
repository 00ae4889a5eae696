using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;

namespace FinFlow.Messaging;

/// <summary>Which contexts have put something into their outbox since they last committed.</summary>
/// <remarks>What was rolled back stays marked, which costs a look into an empty outbox.</remarks>
internal static class Published
{
    private static readonly ConditionalWeakTable<DbContext, StrongBox<bool>> Marks = [];

    internal static void Mark(DbContext db) => Marks.GetOrCreateValue(db).Value = true;

    /// <summary>Whether it has, and a new start.</summary>
    internal static bool Take(DbContext db)
    {
        if (!Marks.TryGetValue(db, out var mark) || !mark.Value)
        {
            return false;
        }

        mark.Value = false;
        return true;
    }
}
