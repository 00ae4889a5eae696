using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Connections;
using Npgsql;

namespace FinFlow.Hosting;

/// <summary>Why a process could not start, in words of its configuration: what an operator can mend needs no stack trace.</summary>
public static class StartFailures
{
    /// <param name="process">Its name: gateway, payments …</param>
    /// <param name="reason">Names the variables that say where the cause is.</param>
    /// <returns>False for what only we can mend.</returns>
    public static bool Explain(Exception failure, FinFlowConfiguration configuration, string process, [NotNullWhen(true)] out string? reason)
    {
        var finding = failure switch
        {
            IOException { InnerException: AddressInUseException } => $"Port {configuration.PortOf(process)} ({configuration.PortVariableOf(process)}) is taken by another process.",
            PostgresException refused => $"{configuration.DatabaseName} refuses the connection (POSTGRES_USER, POSTGRES_PASSWORD, POSTGRES_DB): {refused.MessageText}.",
            NpgsqlException => $"{configuration.DatabaseName} does not answer (POSTGRES_HOST, POSTGRES_PORT).",
            _ => null,
        };
        reason = finding is null ? null : new ConfigurationInvalidException([finding]).Message;
        return reason is not null;
    }
}
