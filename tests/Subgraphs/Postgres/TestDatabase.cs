using System.Collections.Concurrent;
using System.Data;
using System.Data.Common;
using System.Globalization;
using System.Text.RegularExpressions;
using FinFlow.Encryption;
using FinFlow.Hosting;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace FinFlow.Subgraphs.Tests;

/// <summary>
/// Where subgraphs under test keep their data: SQLite files in the test's folder, or, with <c>FINFLOW_TEST_DATABASE=postgres</c>, a
/// database of PostgreSQL for each folder. The same tests hold on both.
/// </summary>
internal static partial class TestDatabase
{
    private static readonly ConcurrentDictionary<string, Lazy<PostgresDatabase>> Databases = new();

    private static readonly FieldCipher Cipher = new(DataKey.Parse(PostgresDatabase.DataKeys.Value).Keys!);

    /// <summary>For a test that is about the files of an embedded installation: an empty value counts as unset, and wins.</summary>
    internal static (string Name, string Value) Embedded => ("POSTGRES_HOST", "");

    internal static bool IsPostgres { get; } = Environment.GetEnvironmentVariable("FINFLOW_TEST_DATABASE") == "postgres";

    /// <summary>A subgraph's configuration: what the test gives, and where the data is.</summary>
    internal static Dictionary<string, string> Configure(string folder, IEnumerable<(string Name, string Value)> given)
    {
        var variables = given.Append(("FINFLOW_DATA", folder)).ToDictionary(variable => variable.Item1, variable => variable.Item2);
        variables.TryAdd(PostgresDatabase.DataKeys.Name, PostgresDatabase.DataKeys.Value);
        if (IsPostgres && !variables.ContainsKey("POSTGRES_HOST"))
        {
            foreach (var (name, value) in OfFolder(folder).Variables)
            {
                variables.TryAdd(name, value);
            }
        }

        return variables;
    }

    /// <summary>An open connection to a subgraph's tables, or to another file of the folder.</summary>
    /// <param name="file">As an embedded installation has it, such as <c>payments.db</c> in the folder.</param>
    internal static DbConnection Open(string file)
    {
        DbConnection connection = IsMoved(file)
            ? new NpgsqlConnection(OfFolder(Path.GetDirectoryName(file)!).ConnectionStringOf(Path.GetFileNameWithoutExtension(file)))
            : new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        return connection;
    }

    /// <summary>Each row of the answer as text.</summary>
    internal static List<string> Rows(string file, string sql)
    {
        using var connection = Open(file);
        return connection.Rows(sql);
    }

    /// <summary>The one value of the answer as text.</summary>
    internal static string? Value(string file, string sql) => Rows(file, sql).SingleOrDefault();

    internal static List<string> Rows(this DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Understood(sql);
        // So that PostgreSQL, too, says of which table a column is.
        using var answer = command.ExecuteReader(CommandBehavior.KeyInfo);
        var rows = new List<string>();
        while (answer.Read())
        {
            rows.Add(string.Join(',', Enumerable.Range(0, answer.FieldCount).Select(column => Opened(answer, column, AsText(answer.GetValue(column))))));
        }

        return rows;
    }

    /// <summary>The names of the tables, but for SQLite's own.</summary>
    internal static List<string> Tables(string file)
        => Rows(file, IsMoved(file)
            ? "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema() ORDER BY 1"
            : "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY 1");

    internal static List<string> Columns(string file, string table)
        => Rows(file, IsMoved(file)
            ? $"SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = '{table}'"
            : $"SELECT name FROM pragma_table_info('{table}')");

    /// <summary>How many events a subgraph ever told: both databases keep the highest number that they have given, also when the row is gone.</summary>
    internal static long EventsTold(string file)
        => !Tables(file).Contains("outbox") ? 0 : long.Parse(
            Value(file, IsMoved(file)
                ? "SELECT coalesce(max(last_value), 0) FROM pg_sequences WHERE schemaname = current_schema() AND sequencename LIKE 'outbox%'"
                : "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'outbox'")!,
            CultureInfo.InvariantCulture);

    /// <summary>Columns are named in Pascal case, which PostgreSQL keeps only in quotes.</summary>
    internal static string Understood(string sql)
        => string.Join('\'', sql.Split('\'').Select((part, index) => index % 2 == 1 ? part : PascalCase().Replace(part, "\"$0\"")));

    private static bool IsMoved(string file)
        => IsPostgres && FinFlowProcess.All.Any(process => process.Name == Path.GetFileNameWithoutExtension(file)) && !File.Exists(file);

    // What the tests' own keys sealed, in a column that is read as it is, is shown as it was meant.
    private static string Opened(DbDataReader answer, int column, string value)
        => value.StartsWith(Cipher.WritingMark, StringComparison.Ordinal) && answer.GetColumnSchema()[column] is { BaseTableName: { } table and not "encrypted_columns", BaseColumnName: { } name }
            ? Cipher.Open(value, $"{table}.{name}")
            : value;

    private static string AsText(object value) => value is byte[] bytes ? Convert.ToHexString(bytes) : $"{value}";

    private static PostgresDatabase OfFolder(string folder)
        => Databases.GetOrAdd(Path.GetFullPath(folder), _ => new Lazy<PostgresDatabase>(PostgresDatabase.Create)).Value;

    [GeneratedRegex("""(?<!["\w.])[A-Z][a-z]\w*(?!["\w])""")]
    private static partial Regex PascalCase();
}
