using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace FinFlow.Auth;

/// <summary>Mirrors sessions and refresh tokens once their change has committed, whichever operation it was that changed them.</summary>
public sealed class SessionCommits(SessionMirror mirror) : DbTransactionInterceptor
{
    public override Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        if (eventData.Context is AuthDbContext db)
        {
            foreach (var session in db.Written.OfType<Session>())
            {
                mirror.Keep(session);
            }

            foreach (var token in db.Written.OfType<RefreshToken>())
            {
                mirror.Keep(token);
            }
        }

        return Task.CompletedTask;
    }
}
