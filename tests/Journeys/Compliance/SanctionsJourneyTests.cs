using System.Text.Json;

namespace FinFlow.Journeys.Tests;

/// <summary>Sanctions lists as they are published: imported, searched with an explanation, reviewed, and searched again when they change.</summary>
[Collection(ComplianceCollection.Name)]
public sealed class SanctionsJourneyTests(SharedDeployment shared)
{
    // Lines of the Treasury's sdn.csv and alt.csv, and an entry of the Security Council's list, as they are published.
    private const string Sdn = """
        2676,"AL ZAWAHIRI, Dr. Ayman","individual","SDGT] [SDT","Operational and Military Leader of JIHAD GROUP",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"DOB 19 Jun 1951; POB Giza, Egypt; Passport 1084010 (Egypt)."
        26235,"MALKEVICH, Alexander Aleksandrovich","individual","CYBER2",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"DOB 14 Jun 1975; POB Leningrad, Russia; Passport 717637093 (Russia)."
        """;

    private const string Alt = "2676,4760,\"aka\",\"SALIM, Ahmad Fuad\",-0- \n";

    private const string Un = """
        <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
        <CONSOLIDATED_LIST dateGenerated="2026-02-27T00:00:09.554Z">
          <INDIVIDUALS>
            <INDIVIDUAL>
              <DATAID>6907993</DATAID>
              <FIRST_NAME>ERIC</FIRST_NAME>
              <SECOND_NAME>BADEGE</SECOND_NAME>
              <REFERENCE_NUMBER>CDi.001</REFERENCE_NUMBER>
              <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE><YEAR>1971</YEAR></INDIVIDUAL_DATE_OF_BIRTH>
            </INDIVIDUAL>
          </INDIVIDUALS>
        </CONSOLIDATED_LIST>
        """;

    private const string Screening = "id status riskLevel algorithm lists { name revision } matches { name matchedName list listRevision entryId score explanation dismissed }";

    [Fact]
    public async Task OfacAndUnLists_Should_BeImported_AndFindNamesAndAliasesWithAnExplanation()
    {
        using var officer = await ComplianceDesk.OfficerAsync(shared.Deployment);
        Assert.Equal(2, (await ImportAsync(officer, "OFAC_SDN", "OFAC excerpt", Sdn, Alt)).Value("entryCount").GetInt32());
        Assert.Equal(1, (await ImportAsync(officer, "UN", "UN excerpt", Un)).Value("entryCount").GetInt32());

        var byName = await ScreenAsync(officer, new { name = "Alexander Aleksandrovich Malkevich", type = "PERSON", birthDate = "1975-06-14" });
        var match = byName.Value("matches")[0];
        Assert.Equal(("BLOCKED", "CRITICAL", "OFAC excerpt", "26235"), (byName.Text("status"), byName.Text("riskLevel"), match.Text("list"), match.Text("entryId")));
        Assert.Contains("birth", match.Text("explanation"), StringComparison.OrdinalIgnoreCase);
        Assert.Contains(byName.Value("lists").EnumerateArray(), list => list.Text("name") == "UN excerpt" && list.Value("revision").GetInt32() == 1);
        var byAlias = (await ScreenAsync(officer, new { name = "Ahmed Fuad Salim", type = "PERSON" })).Value("matches")[0];
        Assert.Equal(("AL ZAWAHIRI, Dr. Ayman", "SALIM, Ahmad Fuad"), (byAlias.Text("name"), byAlias.Text("matchedName")));
        Assert.Equal("CDi.001", (await ScreenAsync(officer, new { name = "Eric Badege" })).Value("matches")[0].Text("entryId"));
        Assert.Equal("BLOCKED", (await ScreenAsync(officer, new { name = "Somebody Else", identifiers = new[] { "717637093" } })).Text("status"));
        Assert.Equal("CLEAR", (await ScreenAsync(officer, new { name = "Grace Hopper", type = "PERSON" })).Text("status"));
        Assert.Equal("WATCHLIST_MALFORMED", await officer.RefusalAsync("importWatchlist", new { format = "UN", name = "UN excerpt", content = Un[..^20] }));
    }

    [Fact]
    public async Task ReviewedMatch_Should_StayDismissed()
    {
        using var officer = await ComplianceDesk.OfficerAsync(shared.Deployment);
        var name = $"Reviewed {Word()} {Word()}";
        await ImportAsync(officer, "CSV", name, $"id,type,name,aliases,birthDate,country\n1,PERSON,{name},,,RU\n");
        var screening = await ScreenAsync(officer, new { name });
        Assert.Equal("BLOCKED", screening.Text("status"));

        var reviewed = await officer.MakeAsync("reviewScreening", new { id = screening.Text("id"), decision = "CLEAR", reason = "born elsewhere" }, "screening", "status reviewReason");

        Assert.Equal(("CLEAR", "born elsewhere"), (reviewed.Text("status"), reviewed.Text("reviewReason")));
        var again = await ScreenAsync(officer, new { name });
        Assert.Equal(("CLEAR", true), (again.Text("status"), again.Value("matches")[0].Value("dismissed").GetBoolean()));
    }

    [Fact]
    public async Task Rescreening_Should_RunByItself_WhenAListChanges_AndWhenItsTimeHasCome()
    {
        using var officer = await ComplianceDesk.OfficerAsync(shared.Deployment);
        using var business = await Business.RegisterAsync(shared.Deployment);
        var name = $"{Word()} {Word()}";
        var before = await ScreenAsync(business.Client, new { name });
        Assert.Equal("CLEAR", before.Text("status"));

        var list = await ImportAsync(officer, "CSV", name, $"id,type,name,aliases,birthDate,country\n1,PERSON,{name},,,RU\n");

        var found = await Eventually.GetAsync(
            async () => (await business.Client.DataAsync("{ screenings(status: BLOCKED) { nodes { name previousScreeningId } } }")).Value("screenings.nodes").EnumerateArray()
                .FirstOrDefault(screening => screening.Text("name") == name),
            screening => screening.ValueKind == JsonValueKind.Object);
        Assert.Equal(before.Text("id"), found.Text("previousScreeningId"));
        await UntilRunAsync(officer, "LIST_CHANGED", list.Text("id"));

        var schedule = await officer.MakeAsync("scheduleRescreening", new { everyDays = 30, firstRunAt = TimeProvider.System.GetUtcNow().AddSeconds(3) }, "schedule", "id everyDays nextRunAt");
        var run = await UntilRunAsync(officer, "SCHEDULE", schedule.Text("id"));
        Assert.True(run.Value("subjectCount").GetInt32() > 0);
        var next = (await officer.DataAsync("{ rescreeningSchedule { nextRunAt lastRunAt } }")).GetProperty("rescreeningSchedule");
        Assert.Equal(30, Math.Round((next.Value("nextRunAt").GetDateTimeOffset() - schedule.Value("nextRunAt").GetDateTimeOffset()).TotalDays, 6));
        await officer.DataAsync("mutation { cancelRescreening { schedule { id } } }");
        Assert.Equal(JsonValueKind.Null, (await officer.DataAsync("{ rescreeningSchedule { id } }")).GetProperty("rescreeningSchedule").ValueKind);
    }

    private static Task<JsonElement> ImportAsync(GraphQLClient officer, string format, string name, string content, string? aliases = null)
        => officer.MakeAsync("importWatchlist", new { format, name, content, aliases }, "watchlist", "id name revision entryCount contentHash");

    private static Task<JsonElement> ScreenAsync(GraphQLClient client, object subject) => client.MakeAsync("screenEntity", subject, "screening", Screening);

    private static Task<JsonElement> UntilRunAsync(GraphQLClient officer, string cause, string causeId)
        => Eventually.GetAsync(
            async () => (await officer.DataAsync("{ rescreeningRuns(first: 50) { nodes { cause causeId subjectCount changedCount } } }")).Value("rescreeningRuns.nodes").EnumerateArray()
                .FirstOrDefault(run => run.Text("cause") == cause && run.Text("causeId") == causeId),
            run => run.ValueKind == JsonValueKind.Object);

    // Letters that stand in no other name: lists are shared by all.
    private static string Word() => string.Concat(Guid.CreateVersion7().ToString("n")[^9..].Select(digit => (char)('a' + Convert.ToInt32($"{digit}", 16))));
}
