using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FinFlow.Subgraphs.Tests;
using Npgsql;

namespace FinFlow.Journeys.Tests;

/// <summary>
/// People do what leaves their data behind, the process is killed, and the bytes on the disk are read: none of it is there. Then the keys are
/// turned by `finflow rotate-keys`, and everything goes on with the new one alone.
/// </summary>
public sealed class EncryptionAtRestTests
{
    /// <summary>What somebody says of themselves and of others, each to be found nowhere.</summary>
    private static readonly string[] Said =
    [
        "Ada's Shop", "Ada\\u0027s Shop", "+14155550101", "pm_card_visa", "Zacharias Quillfeather", "two crates of quinces", "Barnaby Thistlewood",
        "1961-04-17", "P-4711-8899", "treasurer@quinces.example", "for the garden of Ottilie", "she was my landlady", "Wilhelmina Dragonfly",
        "wilhelmina@dragonfly.example", "a present for Cornelius", "it was the wrong quince",
    ];

    [Fact]
    public async Task DatabaseFiles_Should_HoldNothingThatPeopleSaid_AndGoOnWithAnotherKey()
    {
        // Until keys are configured, an embedded installation has one of its own.
        await using var finflow = await Deployment.StartAsync(Shape.OneProcess, Deployment.Embedded);
        var (business, app) = await LeaveTracesAsync(finflow);
        using var shop = business;
        await finflow.KillAsync();

        Assert.NotEmpty(Directory.GetFiles(finflow.Data, "*.db-wal"));
        AssertAbsent(business, app, Files(finflow.Data));

        // The sandbox plays the processor, who knows the cards of course: the search finds what is there.
        Assert.Contains(
            "pm_card_visa", Directory.GetFiles(finflow.Data, "sandbox-processor.db*").Select(ReadBytes).Aggregate((one, other) => one + other), StringComparison.Ordinal);

        finflow.Tell("DATA_ENCRYPTION_KEYS", NewKey("k2"));
        var (exitCode, output) = await Verification.RunCommandAsync("rotate-keys", finflow.Environment);
        Assert.True(exitCode == 0, output);
        Assert.Contains("auth  users.Email  2 sealed anew\n", output, StringComparison.Ordinal);
        Assert.Contains("auth  second_factors.SealedSeed  0 sealed anew by MFA_SECRET_KEY\n", output, StringComparison.Ordinal);
        Assert.EndsWith("No older key than \"k2\" is needed any more.\n", output, StringComparison.Ordinal);
        File.Delete(Path.Combine(finflow.Data, "data.key"));

        await finflow.KillAndRestartAsync();
        await AssertKnownAsync(business);
        AssertAbsent(business, app, Files(finflow.Data));
    }

    [PostgresFact]
    [Trait("Category", "Long")]
    public async Task Tables_Should_HoldNothingThatPeopleSaid_AndNothingOfAnOldKey()
    {
        var database = PostgresDatabase.Create();
        await using var finflow = await Deployment.StartAsync(Shape.OneProcess, database.Variables.ToDictionary(variable => variable.Name, variable => variable.Value));
        var (business, app) = await LeaveTracesAsync(finflow);
        using var shop = business;

        AssertAbsent(business, app, await DumpAsync(database));

        await finflow.KillAsync();
        finflow.Tell("DATA_ENCRYPTION_KEYS", $"{NewKey("k2")},{finflow.Environment["DATA_ENCRYPTION_KEYS"]}");
        var (exitCode, output) = await Verification.RunCommandAsync("rotate-keys", finflow.Environment);
        Assert.True(exitCode == 0, output);
        Assert.Contains("auth  users.Email  2 sealed anew\n", output, StringComparison.Ordinal);

        // The event log is a file here, and its keys are in the database.
        var dump = await DumpAsync(database);
        AssertAbsent(business, app, dump);
        Assert.DoesNotContain("enc:test:", string.Concat(dump.Select(part => part.Content)), StringComparison.Ordinal);
    }

    private static async Task<(Business Business, AuthenticatorApp App)> LeaveTracesAsync(Deployment finflow)
    {
        var business = await Business.RegisterAsync(finflow);
        using var officer = await ComplianceDesk.OfficerAsync(finflow);
        await business.Client.DataAsync("mutation { enableMfa(input: { method: SMS, phoneNumber: \"+1 415 555 0101\" }) { enrollment { id } } }");
        var method = await business.AddPaymentMethodAsync();
        var payment = (await business.Client.MakeAsync(
            "processPayment",
            new { amount = new { amount = "42.00", currency = "USD" }, paymentMethodId = method, reference = "order 4711", description = "a present for Cornelius", country = "US", idempotencyKey = "p" },
            "payment", "id")).Text("id");
        await business.UntilPaymentIsAsync(payment, "CAPTURED");
        await business.Client.MakeAsync(
            "refundPayment", new { id = payment, amount = new { amount = "2.00", currency = "USD" }, reason = "it was the wrong quince", idempotencyKey = "r" }, "refund", "id");
        var due = TimeProvider.System.GetUtcNow().AddDays(30).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var invoice = (await business.Client.MakeAsync(
            "createInvoice",
            new { customerName = "Zacharias Quillfeather", description = "two crates of quinces", amount = new { amount = "9.00", currency = "USD" }, dueDate = due, idempotencyKey = "i" },
            "invoice", "id")).Text("id");
        await business.Client.MakeAsync("issueInvoice", new { id = invoice, idempotencyKey = "ii" }, "invoice", "status");
        await officer.MakeAsync(
            "screenEntity", new { name = "Barnaby Thistlewood", type = "PERSON", birthDate = "1961-04-17", identifiers = new[] { "P-4711-8899" } }, "screening", "id");
        await business.Client.MakeAsync(
            "scheduleReport",
            new { kind = "REVENUE", frequency = "DAILY", time = "07:30", timeZone = "Europe/Berlin", recipients = new[] { "treasurer@quinces.example" } }, "schedule", "id");
        await business.Client.MakeAsync(
            "submitTransaction",
            new { type = "PAYMENT", amount = new { amount = "5.00", currency = "USD" }, reference = "order 1", description = "for the garden of Ottilie", idempotencyKey = "t" },
            "transaction", "id");
        await business.Client.RequestAsync(new { type = "ACCESS", details = "she was my landlady" });
        await business.Client.RequestAsync(new { type = "RECTIFICATION", correctName = "Wilhelmina Dragonfly", correctEmail = "wilhelmina@dragonfly.example" });
        return (business, await ProtectAsync(officer));
    }

    private static async Task<AuthenticatorApp> ProtectAsync(GraphQLClient officer)
    {
        var enrollment = (await officer.DataAsync("mutation { enableMfa(input: { method: TOTP }) { enrollment { id secret } } }")).Value("enableMfa.enrollment");
        var app = new AuthenticatorApp(enrollment.Text("secret"));
        var confirmed = await officer.DataAsync(
            "mutation($input: ConfirmMfaInput!) { confirmMfa(input: $input) { recoveryCodes } }",
            new { input = new { enrollmentId = enrollment.Text("id"), code = app.CodeOf(AuthenticatorApp.StepNow) } });
        Assert.Equal(10, confirmed.Value("confirmMfa.recoveryCodes").GetArrayLength());
        return app;
    }

    /// <summary>Who logs in is found by the address, and is who they were.</summary>
    private static async Task AssertKnownAsync(Business business)
    {
        business.Client.AccessToken = null;
        business.Client.AccessToken = await Business.LoginAsync(business.Client, "wilhelmina@dragonfly.example", "a long enough pass phrase");
        var known = await business.Client.DataAsync("{ me { name email } payments(first: 1) { nodes { description } } paymentMethods { last4 } invoices(first: 1) { nodes { customerName } } }");
        Assert.Equal(("Wilhelmina Dragonfly", "wilhelmina@dragonfly.example"), (known.Text("me.name"), known.Text("me.email")));
        Assert.Equal("a present for Cornelius", known.Value("payments.nodes")[0].Text("description"));
        Assert.Equal("4242", known.Value("paymentMethods")[0].Text("last4"));
        Assert.Equal("Zacharias Quillfeather", known.Value("invoices.nodes")[0].Text("customerName"));
    }

    private static void AssertAbsent(Business business, AuthenticatorApp app, IReadOnlyList<(string Name, string Content)> places)
        => Assert.Empty(
            from place in places
            from said in Said.Append(business.Email).Concat(FormsOf(app))
            where place.Content.Contains(said, StringComparison.OrdinalIgnoreCase)
            select $"{said} in {place.Name}");

    /// <summary>An app's seed as people, files and dumps write it: base32, its bytes, base64, hexadecimal.</summary>
    private static string[] FormsOf(AuthenticatorApp app)
        => [app.Secret, Encoding.Latin1.GetString(app.Seed), Convert.ToBase64String(app.Seed), Convert.ToHexString(app.Seed)];

    private static List<(string Name, string Content)> Files(string folder)
        => [.. Directory.GetFiles(folder, "*.db*")
            .Where(file => !Path.GetFileName(file).StartsWith("sandbox-processor.", StringComparison.Ordinal))
            .Select(file => (Path.GetFileName(file), ReadBytes(file)))];

    // Every byte is a character, so that a text is found wherever it stands.
    private static string ReadBytes(string file) => Encoding.Latin1.GetString(File.ReadAllBytes(file));

    private static async Task<IReadOnlyList<(string Name, string Content)>> DumpAsync(PostgresDatabase database)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        var tables = await ReadAsync(connection, "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')");
        var dump = new List<(string, string)>();
        foreach (var table in tables)
        {
            dump.Add((table, string.Join('\n', await ReadAsync(connection, $"SELECT t::text FROM {table} t"))));
        }

        return dump;
    }

    private static async Task<List<string>> ReadAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }

    private static string NewKey(string id) => $"{id}:{Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))}";
}
