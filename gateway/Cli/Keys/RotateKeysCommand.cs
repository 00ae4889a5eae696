using System.Data.Common;
using System.Security.Cryptography;
using FinFlow.Encryption;
using FinFlow.Hosting;
using FinFlow.Messaging;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace FinFlow.Cli;

/// <summary>
/// `finflow rotate-keys`: seals what an installation holds, which may be running, with the first keys of DATA_ENCRYPTION_KEYS and MFA_SECRET_KEY. It needs no
/// model: each database lists its encrypted columns.
/// </summary>
internal static class RotateKeysCommand
{
    public const string Usage = "[-d <data folder>]";

    public static async Task<int> Run(IReadOnlyList<string> words, TextWriter output, TextWriter error)
    {
        var arguments = Arguments.Read(words, ("-d", "--data"));
        if (await CommandTable.RefuseAsync("rotate-keys", Usage, arguments, error))
        {
            return ExitCode.Usage;
        }

        try
        {
            var loaded = FinFlowConfiguration.Load();
            await RotateAsync(arguments.One("-d") is { } folder ? loaded.InFolder(folder) : loaded, output);
            return ExitCode.Success;
        }
        catch (Exception failure) when (failure is DbException or ConfigurationInvalidException or CryptographicException)
        {
            await error.WriteLineAsync($"finflow rotate-keys: {failure.Message}");
            return ExitCode.Usage;
        }
    }

    private static async Task RotateAsync(FinFlowConfiguration configuration, TextWriter output)
    {
        foreach (var subgraph in FinFlowProcess.All.Select(process => process.Name).Where(name => name != "gateway"))
        {
            await using var connection = await OpenAsync(configuration, subgraph);
            var rotation = new KeyRotation(connection, configuration.DataCipher, configuration.IsEmbedded ? RowId.Sqlite : RowId.Postgres);
            await foreach (var (column, count) in rotation.RunAsync(CancellationToken.None))
            {
                await output.WriteLineAsync($"{subgraph}  {column.Place}  {count} sealed anew");
            }

            if (subgraph == "auth")
            {
                await RotateFactorsAsync(configuration, connection, output);
            }

            await SweepAsync(connection);
        }

        using var keys = configuration.IsEmbedded
            ? (PersonKeys)new SqlitePersonKeys(Path.Combine(configuration.DataFolder, "person-keys.db"), configuration.DataCipher)
            : new PostgresPersonKeys(configuration.PostgresAt("person_keys"), configuration.DataCipher);
        await output.WriteLineAsync($"events  keys of persons  {keys.Reseal()} sealed anew");
        await output.WriteLineAsync($"No older key than \"{configuration.DataCipher.WritingKeyId}\" is needed any more.");
    }

    private static async Task RotateFactorsAsync(FinFlowConfiguration configuration, DbConnection connection, TextWriter output)
    {
        var rotation = new OwnerRotation(connection, configuration.DataCipher, new OwnerCipher(configuration.MfaSecretKeys));
        foreach (var (table, column) in OwnerRotation.Columns)
        {
            await output.WriteLineAsync($"auth  {table}.{column}  {await rotation.RunAsync(table, column, CancellationToken.None)} sealed anew by MFA_SECRET_KEY");
        }

        if (await rotation.CountOlderRecoveryCodesAsync(CancellationToken.None) is > 0 and var codes)
        {
            await output.WriteLineAsync($"auth  {codes} recovery codes need an older key of MFA_SECRET_KEY until their owners have new ones");
        }
    }

    private static async Task<DbConnection> OpenAsync(FinFlowConfiguration configuration, string subgraph)
    {
        if (!configuration.IsEmbedded)
        {
            var server = new NpgsqlConnection(configuration.PostgresAt(subgraph));
            await server.OpenAsync();
            return server;
        }

        var path = Path.Combine(configuration.DataFolder, $"{subgraph}.db");
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"There is no {path}; -d names the folder of an installation.", path);
        }

        var file = new SqliteConnection($"Data Source={path};Pooling=False");
        await file.OpenAsync();
        await RunAsync(file, "PRAGMA busy_timeout = 10000; PRAGMA secure_delete = ON");
        return file;
    }

    // What an older key sealed goes from the journal too, as far as nobody reads in it at the moment.
    private static Task SweepAsync(DbConnection connection)
        => connection is SqliteConnection ? RunAsync(connection, "PRAGMA wal_checkpoint(TRUNCATE)") : Task.CompletedTask;

    private static async Task RunAsync(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
