using System.Text.Json;
using FinFlow.Hosting;
using static FinFlow.Subgraphs.Tests.AnalyticsOfBadInput;

namespace FinFlow.Subgraphs.Tests;

/// <summary>Bad input for scheduled reports: each gets its own refusal, and nothing is written.</summary>
[Collection(AnalyticsBadInputCollection.Name)]
public sealed class ScheduleBadInputTests(AnalyticsOfBadInput analytics)
{
    private const string TimeInvalid = "SCHEDULE_TIME_INVALID: The time must be hours and minutes of the day, such as 07:30.";
    private const string ZoneUnknown = "TIME_ZONE_UNKNOWN: The time zone must be a name of the IANA database, such as Europe/Berlin.";
    private const string DayInvalid = "SCHEDULE_DAY_INVALID: A weekly schedule needs a weekday, a monthly one a dayOfMonth from 1 to 31, and a daily one neither.";
    private const string RecipientsInvalid = "RECIPIENTS_INVALID: Give 1 to 10 recipients, each once.";

    [Fact]
    public Task ScheduleReport_Should_Refuse() => analytics.RefusesAsync(
        "scheduleReport",
        [
            .. ((string[])["24:00", "7:30", "", " ", "07:30:00", "07:60", "-1:00", "07:30\u0000", "midnight", new('0', 100_000)]).Select(time => new BadCase(With("time", time), TimeInvalid)),
            .. ((string[])["Europe/Atlantis", "", " ", "../../etc/passwd", "W. Europe Standard Time", "Europe/Berlin\u0000", "Europe/Berlin\n", new('a', 65), new('a', 100_000)])
                .Select(zone => new BadCase(With("timeZone", zone), ZoneUnknown)),
            new(With("weekday", "MONDAY"), DayInvalid),
            new(With("dayOfMonth", 5), DayInvalid),
            new(With("frequency", "WEEKLY"), DayInvalid),
            new(With("frequency", "MONTHLY"), DayInvalid),
            .. ((int[])[0, -1, 32, int.MaxValue, int.MinValue]).Select(day => new BadCase(With("frequency", "MONTHLY", ("dayOfMonth", day)), DayInvalid)),
            new(With("frequency", "WEEKLY", ("weekday", "MONDAY"), ("dayOfMonth", 1)), DayInvalid),
            .. ReportBadInputTests.NoTitles.Select(title => new BadCase(With("title", title), ReportBadInputTests.TitleInvalid)),
            new(With("recipients", Array.Empty<string>()), RecipientsInvalid),
            new(With("recipients", (string[])["a@b.example", "A@b.example"]), RecipientsInvalid),
            new(With("recipients", Enumerable.Range(1, 11).Select(number => $"{number}@b.example")), RecipientsInvalid),
            .. ((string[])
                [
                    "", "nobody", "@b.example", "a@", "a@b", "a@@b.example", "a b@c.example", "Ada <a@b.example>", "a@b.example\r\nBcc: c@d.example", "a\u0000@b.example",
                    "a@b.example,c@d.example", $"{new string('a', 65)}@b.example", $"a@{new string('b', 250)}.example", $"a@{new string('b', 100_000)}.example",
                ]).Select(address => new BadCase(With("recipients", (string[])["ada@shop.example", address]), "RECIPIENT_ADDRESS_INVALID: Recipient 1 is not an e-mail address.")),
            new(With("recipients", null), Invalid("null at \"input.recipients\"; Expected non-nullable type \"[String!]!\" not to be null.")),
            new(With("recipients", (string?[])[null]), Invalid("null at \"input.recipients[0]\"; Expected non-nullable type \"String!\" not to be null.")),
            new(With("frequency", "HOURLY"), Invalid("\"HOURLY\" at \"input.frequency\"; Value \"HOURLY\" does not exist in \"ScheduleFrequency\" enum.")),
            new(With("kind", "SHOES"), Invalid("\"SHOES\" at \"input.kind\"; Value \"SHOES\" does not exist in \"ReportKind\" enum.")),
            new(With("currency", "XXQ"), Invalid("\"XXQ\" at \"input.currency\"; \"XXQ\" is not a currency code of ISO 4217 with minor units.")),
            new(With("dayOfMonth", "last"), Invalid("\"last\" at \"input.dayOfMonth\"; Int cannot represent non-integer value: \"last\"")),
            new(With("format", "DOCX"), Invalid("\"DOCX\" at \"input.format\"; Value \"DOCX\" does not exist in \"ExportFormat\" enum.")),
            new(With("url", "https://evil.example"), Invalid("{ kind: \"REVENUE\", frequency: \"DAILY\", time: \"07:30\", timeZone: \"Europe/Berlin\", format: \"CSV\", recipients: [\"ada@shop.example\"], url: \"https://evil.example\" }; Field \"url\" is not defined by type \"ScheduleReportInput\".")),
            .. analytics.Callers(With("title", "Another"), Roles.ComplianceOfficer),
        ]);

    [Fact]
    public Task CancelReportSchedule_Should_Refuse() => analytics.RefusesAsync(
        "cancelReportSchedule",
        [
            .. analytics.NoIds.Append(analytics.Metric).Append(analytics.Report).Select(id => new BadCase(IdOf(id), "SCHEDULE_NOT_FOUND: There is no schedule with this id.")),
            new(IdOf(analytics.Cancelled), "SCHEDULE_ALREADY_CANCELLED: The schedule was cancelled on 2026-03-10."),
            new(IdOf(analytics.Schedule), "SCHEDULE_NOT_FOUND: There is no schedule with this id.", analytics.Stranger),
            new("{}", Invalid("{}; Field \"id\" of required type \"ID!\" was not provided.")),
            new("""{ "id": null }""", Invalid("null at \"input.id\"; Expected non-nullable type \"ID!\" not to be null.")),
            .. analytics.Callers(IdOf(analytics.Schedule), Roles.ComplianceOfficer),
        ]);

    /// <summary>A good schedule but for one field, and others beside it.</summary>
    internal static string With(string field, object? value, params (string Field, object? Value)[] others)
    {
        var input = new Dictionary<string, object?>
        {
            ["kind"] = "REVENUE", ["frequency"] = "DAILY", ["time"] = "07:30", ["timeZone"] = "Europe/Berlin", ["format"] = "CSV", ["recipients"] = (string[])["ada@shop.example"],
            [field] = value,
        };
        foreach (var other in others)
        {
            input[other.Field] = other.Value;
        }

        return JsonSerializer.Serialize(input);
    }
}
