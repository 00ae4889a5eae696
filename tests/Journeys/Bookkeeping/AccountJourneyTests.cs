namespace FinFlow.Journeys.Tests;

/// <summary>An account of one's own: opened, posted to while its balance is watched, emptied and closed.</summary>
[Collection(BookkeepingCollection.Name)]
public sealed class AccountJourneyTests(SharedDeployment shared)
{
    private const string BalanceChanged =
        "subscription($id: ID!) { balanceChanged(accountId: $id) { account { code balances { amount currency } } journalEntry { id lines { account { code } } } } }";

    [Fact]
    public async Task Account_Should_BeOpened_Watched_Emptied_AndClosed()
    {
        using var business = await Business.RegisterAsync(shared.Deployment);
        var id = (await business.MakeAsync("openAccount", new { code = "1050", name = "Till", type = "ASSET" }, "account", "id isActive")).Text("id");
        Assert.Equal("ACCOUNT_CODE_TAKEN", await business.RefusalAsync("openAccount", new { code = "1050", name = "Another till", type = "ASSET" }));

        // What was posted before the subscription stood is not told, so it is posted until one is.
        await using var changes = await ServerSentEvents.StartAsync(shared.Deployment.Address, business.AccessToken, BalanceChanged, new { id });
        var watching = changes.UntilAsync(_ => true);
        var entries = new List<string>();
        while (!watching.IsCompleted)
        {
            entries.Add(await business.PostAsync(Bookkeeping.Today, "1050", "3000", "25.00"));
            await Task.WhenAny(watching, Task.Delay(500));
        }

        var change = (await watching).GetProperty("balanceChanged");
        Assert.Equal(("1050", "USD"), (change.Text("account.code"), change.Value("account.balances")[0].Text("currency")));
        Assert.Contains(change.Text("journalEntry.id"), entries);

        Assert.Equal("ACCOUNT_NOT_EMPTY", await business.RefusalAsync("closeAccount", new { id }));
        foreach (var entry in entries)
        {
            await business.MakeAsync("reverseJournalEntry", new { id = entry, reason = "The till is given up", idempotencyKey = $"reverse {entry}" }, "journalEntry", "id");
        }

        var closed = await business.MakeAsync("closeAccount", new { id }, "account", "isActive balances { amount }");
        Assert.Equal("""{"isActive":false,"balances":[{"amount":"0.00"}]}""", closed.ToString());
        Assert.Equal("ACCOUNT_INACTIVE", await business.RefusalAsync("postJournalEntry", Bookkeeping.EntryOf(Bookkeeping.Today, "1050", "3000", "1.00")));
    }
}
