using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FinFlow.Compliance;
using FinFlow.Credit;
using FinFlow.Hosting;
using FinFlow.Messaging;

namespace FinFlow.Subgraphs.Tests;

/// <summary>The trail hears of everything, is searched, and is exported by period and kind.</summary>
public sealed class AuditTrailTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly SettableClock clock = new(new DateTimeOffset(2026, 3, 10, 9, 0, 0, TimeSpan.Zero));
    private RunningSubgraph compliance = null!;

    private string Officer => compliance.TokenFor("usr_9", "org_9", Roles.ComplianceOfficer);

    public async Task InitializeAsync() => compliance = await RunningSubgraph.StartAsync<ComplianceSubgraph>(folder.Path, clock);

    public async Task DisposeAsync() => await compliance.DisposeAsync();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task RefusedPermission_Should_BeInTheTrail_WhicheverSubgraphRefused()
    {
        await using var credit = await RunningSubgraph.StartAsync<CreditSubgraph>(folder.Path, clock);
        var accountant = credit.TokenFor("usr_3", "org_1", Roles.Accountant);

        await credit.SendAsync("mutation { first: requestCreditScore { creditScore { id } } }", null, accountant);
        await compliance.SendAsync("{ rescreeningSchedule { id } riskAssessment(userId: \"usr_1\") { id } }", null, accountant);

        var refusals = await Telling.UntilAsync(() => FindAsync("actorId: \"usr_3\", action: \"permission.refused\""), found => found.Count == 2);
        Assert.Equal(
            "{\"subgraph\":\"compliance\",\"fields\":[\"rescreeningSchedule\",\"riskAssessment\"]} {\"subgraph\":\"credit\",\"fields\":[\"first\"]}",
            string.Join(' ', refusals.Select(entry => entry.GetProperty("details").GetString()!).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task EveryEventOfTheContract_Should_LeaveATrace()
    {
        await compliance.TellAsync(
            clock,
            new RoleChanged("usr_1", "org_1", ["ADMIN"], clock.Now),
            new LoginSucceeded("usr_1", "org_1", "ses_1", "MFA", clock.Now),
            new LoginFailed("usr_1", "org_1", clock.Now),
            new LoginLocked("usr_1", "org_1", clock.Now.AddMinutes(1), clock.Now),
            new MfaEnabled("usr_1", "org_1", "TOTP", clock.Now),
            new PaymentRefunded(Telling.Payment("pay_1", "org_1", "usr_1", 500, clock.Now), "rfd_1", 500, 500, null, clock.Now),
            new LoanDisbursed(new LoanFacts("loan_1", "org_1", "usr_1", 100_00, 100_00, "USD"), clock.Now));

        var found = await Telling.UntilAsync(() => FindAsync("organizationId: \"org_1\""), found => found.Count == 7);

        Assert.Equal(
            ["loan.disbursed", "login.failed", "login.locked", "login.succeeded", "mfa.enabled", "payment.refunded", "role.changed"],
            found.Select(entry => entry.GetProperty("action").GetString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task RoleChangeAndDeactivation_Should_NameWhoDidIt_AndNobodyForTheInstallation()
    {
        await compliance.TellAsync(
            clock,
            new RoleChanged("usr_1", "org_1", ["ADMIN"], clock.Now, ActorId: "usr_8"),
            new UserDeactivated("usr_1", "org_1", clock.Now, ActorId: "usr_8"),
            new UserReactivated("usr_1", "org_1", clock.Now, ActorId: "usr_8"),
            new RoleChanged("usr_2", "org_1", ["ADMIN"], clock.Now),
            new PasswordWasReset("usr_1", "org_1", clock.Now));

        var found = await Telling.UntilAsync(() => FindAsync("organizationId: \"org_1\""), found => found.Count == 5);

        Assert.Equal(
            ["password-reset.completed usr_1 by usr_1", "role.changed usr_1 by usr_8", "role.changed usr_2 by ", "user.deactivated usr_1 by usr_8", "user.reactivated usr_1 by usr_8"],
            found.Select(entry => $"{entry.Text("action")} {entry.Text("subjectId")} by {entry.Text("actorId")}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Export_Should_HoldThePeriodAndKindAskedFor_AndItsPlaceInTheChain()
    {
        await compliance.TellAsync(clock, new LoginFailed("usr_1", "org_1", clock.Now), new MfaDisabled("usr_1", "org_1", clock.Now));
        clock.Now = clock.Now.AddDays(1);
        await compliance.TellAsync(clock, new LoginFailed("usr_1", "org_1", clock.Now));
        await Telling.UntilAsync(() => FindAsync("organizationId: \"org_1\""), found => found.Count == 3);

        var json = await ExportAsync("JSON", "from: \"2026-03-10T00:00:00Z\", to: \"2026-03-11T00:00:00Z\"");
        var csv = await ExportAsync("CSV", "from: \"2026-03-01T00:00:00Z\", to: \"2026-04-01T00:00:00Z\", action: \"login.failed\"");

        var entries = JsonDocument.Parse(json.GetProperty("content").GetString()!).RootElement.EnumerateArray().ToList();
        Assert.Equal(["login.failed", "mfa.disabled"], entries.Select(entry => entry.GetProperty("action").GetString()));
        Assert.Equal(entries[0].GetProperty("hash").GetString(), entries[1].GetProperty("previousHash").GetString());
        var lines = csv.GetProperty("content").GetString()!.TrimEnd().Split("\r\n");
        Assert.Equal("sequence,id,occurredAt,action,subjectId,organizationId,actorId,eventId,details,previousHash,hash", lines[0]);
        Assert.Equal((3, 2), (lines.Length, csv.GetProperty("entryCount").GetInt32()));
        Assert.StartsWith("1,aud_", lines[1], StringComparison.Ordinal);
        Assert.Equal(csv.GetProperty("contentHash").GetString(), Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(csv.GetProperty("content").GetString()!))));
        Assert.Equal("audit-trail-20260311T090000Z.csv", csv.GetProperty("fileName").GetString());
        Assert.Equal(2, (await FindAsync("action: \"audit.exported\", actorId: \"usr_9\"")).Count);
        var verified = (await compliance.DataAsync("{ verifyAuditTrail { intact entryCount } }", null, Officer)).GetProperty("verifyAuditTrail");
        Assert.Equal((true, 5), (verified.GetProperty("intact").GetBoolean(), verified.GetProperty("entryCount").GetInt32()));
    }

    [Fact]
    public async Task Search_Should_BeBoundByTime()
    {
        await compliance.TellAsync(clock, new LoginFailed("usr_1", "org_1", clock.Now));
        await Telling.UntilAsync(() => FindAsync("organizationId: \"org_1\""), found => found.Count == 1);

        Assert.Single(await FindAsync("from: \"2026-03-10T09:00:00Z\", to: \"2026-03-10T09:00:01Z\""));
        Assert.Empty(await FindAsync("to: \"2026-03-10T09:00:00Z\""));
        Assert.Empty(await FindAsync("from: \"2026-03-10T09:00:01Z\""));
    }

    private async Task<List<JsonElement>> FindAsync(string filter)
        => [.. (await compliance.DataAsync($"{{ auditTrail(first: 100, {filter}) {{ nodes {{ action subjectId actorId details }} }} }}", null, Officer))
            .GetProperty("auditTrail").GetProperty("nodes").EnumerateArray()];

    private async Task<JsonElement> ExportAsync(string format, string filter)
        => (await compliance.DataAsync(
            $$"""mutation { exportAuditTrail(input: { format: {{format}}, {{filter}} }) { export { fileName entryCount content contentHash headHash } errors { ... on Error { code message } } } }""", null, Officer))
            .GetProperty("exportAuditTrail").GetProperty("export");
}
