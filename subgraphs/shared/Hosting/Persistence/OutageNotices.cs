using System.Data.Common;
using FinFlow.Messaging;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace FinFlow.Hosting;

/// <summary>Tells now and then that the database does not answer: once for everybody who finds it out.</summary>
internal sealed class OutageNotices(string database, ILogger<OutageNotices> logger) : DbConnectionInterceptor
{
    private readonly NowAndThen outage = new(TimeSpan.FromSeconds(30));

    public override void ConnectionFailed(DbConnection connection, ConnectionErrorEventData eventData) => Tell(eventData.Exception);

    public override Task ConnectionFailedAsync(DbConnection connection, ConnectionErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        Tell(eventData.Exception);
        return Task.CompletedTask;
    }

    private void Tell(Exception exception)
    {
        // What the server itself refuses is another cause, and told by whoever asked.
        if (exception is NpgsqlException and not PostgresException && outage.IsToBeTold())
        {
            logger.LogError("{Database:l} does not answer (POSTGRES_HOST, POSTGRES_PORT); what needs it is refused or waits until it does", database);
        }
    }
}
