using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace FinFlow.Auth;

/// <summary>Mirrors sessions and refresh tokens once their change has committed, whichever operation it was that changed them.</summary>
/// <remarks>Decisions read without tracking, so what is tracked when they commit is what they changed.</remarks>
public sealed class SessionCommits(SessionMirror mirror) : DbTransactionInterceptor
{
    public override Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        if (eventData.Context is AuthDbContext db)
        {
            foreach (var session in db.ChangeTracker.Entries<Session>())
            {
                mirror.Keep(session.Entity);
            }

            foreach (var token in db.ChangeTracker.Entries<RefreshToken>())
            {
                mirror.Keep(token.Entity);
            }
        }

        return Task.CompletedTask;
    }
}
