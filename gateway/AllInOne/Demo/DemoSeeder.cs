using System.Text.Json;
using FinFlow.GraphQL.Types;
using FinFlow.Hosting;
using FinFlow.Subgraph;

namespace FinFlow.AllInOne;

/// <summary>
/// Lives through a small coffee roaster's year by the same operations that clients call, so that nothing in the demo is other than what
/// FinFlow would have recorded: ledger, dashboards, scores and audit trail follow by themselves.
/// </summary>
internal sealed class DemoSeeder(
    IRequestExecutor gateway, IReadOnlyList<SubgraphRuntime> subgraphs, FinFlowConfiguration configuration, DemoClock clock, TextWriter output)
{
    private const string UserSelection = "user { id roles organization { id } }";

    private readonly AccessTokens _tokens = new(configuration, clock);

    public async Task SeedAsync(CancellationToken cancellationToken)
    {
        if (await ExistsAsync(cancellationToken))
        {
            return;
        }

        var today = TimeProvider.System.GetUtcNow();
        var days = DemoYear.Of(today).ToList();
        clock.MoveTo(days[0].OpensAt.AddMinutes(-30));
        await SettleAsync(cancellationToken);
        var merchant = await RegisterAsync(DemoPerson.Merchant, cancellationToken);
        foreach (var person in DemoPerson.Staff)
        {
            var member = await RegisterAsync(person, cancellationToken);
            await (await AdminAsync(cancellationToken)).MutateAsync("assignRole", "user { id }", new { userId = member.UserId, role = person.Role }, cancellationToken);
        }

        var shop = new DemoShop(this, merchant, clock);
        await shop.OpenAsync(cancellationToken);
        var neighbours = new DemoNeighbours(this);
        await neighbours.MoveInAsync(cancellationToken);
        foreach (var day in days)
        {
            clock.MoveTo(day.OpensAt);

            // They do not know each other, and most of a day is waiting for disks.
            await Task.WhenAll(shop.LiveAsync(day, cancellationToken), neighbours.LiveAsync(day, cancellationToken));
            if (day.Number % 30 == 29)
            {
                await RunPeriodicJobsAsync(cancellationToken);
                await output.WriteAsync($"\rLiving the demo's year: {100 * (day.Number + 1) / days.Count} %");
            }
        }

        clock.ReturnToPresent();
        await shop.CloseAsync(cancellationToken);
        await RunPeriodicJobsAsync(cancellationToken);
        await output.WriteLineAsync("\rLiving the demo's year: done.   ");
    }

    /// <summary>A client that acts for the person at the clock's present time; a token of yesterday would have expired.</summary>
    public DemoClient As(DemoAccount account)
        => new(gateway, _tokens.Issue(account.UserId, account.OrganizationId, $"ses_demo_{account.UserId}", account.Roles).Token);

    public async Task<DemoClient> AdminAsync(CancellationToken cancellationToken)
        => As(_admin ??= await LoginAsync(configuration.Admin!.Value.Email, configuration.Admin.Value.Password, cancellationToken));

    private DemoAccount? _admin;

    private async Task<bool> ExistsAsync(CancellationToken cancellationToken)
    {
        var login = await new DemoClient(gateway).SendAsync(
            "mutation($input: LoginInput!) { login(input: $input) { session { user { id } } } }",
            new { input = new { email = DemoPerson.Merchant.Email, password = DemoPerson.Merchant.Password } }, cancellationToken);
        return login.GetProperty("login").GetProperty("session").ValueKind == JsonValueKind.Object;
    }

    public async Task<DemoAccount> RegisterAsync(DemoPerson person, CancellationToken cancellationToken)
    {
        // Without a login, whose second check of the password would take as long again; tokens are issued here.
        var payload = await new DemoClient(gateway).MutateAsync(
            "register", UserSelection, new { email = person.Email, password = person.Password, name = person.Name }, cancellationToken);
        return AccountOf(payload.GetProperty("user"));
    }

    private async Task<DemoAccount> LoginAsync(string email, string password, CancellationToken cancellationToken)
    {
        var payload = await new DemoClient(gateway).MutateAsync(
            "login", $"session {{ {UserSelection} }}", new { email, password }, cancellationToken);
        return AccountOf(payload.GetProperty("session").GetProperty("user"));
    }

    private static DemoAccount AccountOf(JsonElement user) => new(
        user.GetProperty("id").GetString()!,
        user.GetProperty("organization").GetProperty("id").GetString()!,
        [.. user.GetProperty("roles").EnumerateArray().Select(role => role.GetString()!)]);

    private async Task RunPeriodicJobsAsync(CancellationToken cancellationToken)
    {
        foreach (var subgraph in subgraphs)
        {
            await subgraph.RunPeriodicJobsAsync(cancellationToken);
        }
    }

    // The book of a new organisation is opened by an event a moment after registration.
    private static Task SettleAsync(CancellationToken cancellationToken) => Task.Delay(50, cancellationToken);
}

/// <summary>A registered user of the demo.</summary>
internal sealed record DemoAccount(string UserId, string OrganizationId, IReadOnlyList<string> Roles);
