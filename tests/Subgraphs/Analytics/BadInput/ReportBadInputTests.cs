using System.Text.Json;
using FinFlow.Hosting;
using static FinFlow.Subgraphs.Tests.AnalyticsOfBadInput;

namespace FinFlow.Subgraphs.Tests;

/// <summary>Bad input for reports and their files: each gets its own refusal, and nothing is written.</summary>
[Collection(AnalyticsBadInputCollection.Name)]
public sealed class ReportBadInputTests(AnalyticsOfBadInput analytics)
{
    internal const string TitleInvalid = "REPORT_TITLE_INVALID: The title must have 1 to 120 characters and no control characters.";

    private const string Incomplete = "REPORT_PERIOD_INCOMPLETE: Give both from and to, or neither of them and a range.";
    private const string InFuture = "REPORT_PERIOD_IN_FUTURE: The period must end today, 2026-03-10 (UTC), or before.";
    private const string TooLong = "REPORT_PERIOD_TOO_LONG: A report covers at most 1827 days.";

    internal static IReadOnlyList<string> NoTitles { get; } =
        ["", " ", "\t", "a\nb", "a\u0000b", "a\u007fb", "a\u0085b", "a\r\nBcc: x@y.example", new('a', 121), new('a', 100_000)];

    [Fact]
    public Task GenerateReport_Should_Refuse() => analytics.RefusesAsync(
        "generateReport",
        [
            new(With("from", "2026-03-01"), Incomplete),
            new(With("to", "2026-03-01"), Incomplete),
            new(Period("2026-03-02", "2026-03-01"), "REPORT_PERIOD_BACKWARDS: The period begins on 2026-03-02, after its end on 2026-03-01."),
            new(Period("2026-03-02", "2026-03-11"), InFuture),
            new(Period("0001-01-01", "9999-12-31"), InFuture),
            new(Period("0001-01-01", "2026-03-10"), TooLong),
            new(Period("2021-03-10", "2026-03-11"), InFuture),
            new(Period("2021-03-09", "2026-03-10"), TooLong),
            .. NoTitles.Select(title => new BadCase(With("title", title), TitleInvalid)),
            new(With("title", 7), Invalid("7 at \"input.title\"; String cannot represent a non string value: 7")),
            new(With("kind", "SHOES"), Invalid("\"SHOES\" at \"input.kind\"; Value \"SHOES\" does not exist in \"ReportKind\" enum.")),
            new(With("kind", "revenue"), Invalid("\"revenue\" at \"input.kind\"; Value \"revenue\" does not exist in \"ReportKind\" enum. Did you mean the enum value \"REVENUE\"?")),
            new(With("range", "LAST_DECADE"), Invalid("\"LAST_DECADE\" at \"input.range\"; Value \"LAST_DECADE\" does not exist in \"AnalyticsRange\" enum. Did you mean the enum value \"LAST_YEAR\" or \"LAST_7_DAYS\"?")),
            new(With("currency", "XXQ"), Invalid("\"XXQ\" at \"input.currency\"; \"XXQ\" is not a currency code of ISO 4217 with minor units.")),
            new(Period("2026-02-30", "2026-03-01"), Invalid("\"2026-02-30\" at \"input.from\"; Date cannot represent value: \"2026-02-30\". Expected a date such as 2024-02-29.")),
            new(With("organizationId", "org_2"), Invalid("{ kind: \"REVENUE\", organizationId: \"org_2\" }; Field \"organizationId\" is not defined by type \"GenerateReportInput\".")),
            new("{}", Invalid("{}; Field \"kind\" of required type \"ReportKind!\" was not provided.")),
            .. analytics.Callers(With("kind", "REVENUE"), Roles.ComplianceOfficer),
        ]);

    [Fact]
    public Task ExportReport_Should_Refuse() => analytics.RefusesAsync(
        "exportReport",
        [
            .. analytics.NoIds.Append(analytics.Metric).Append(analytics.Schedule).Select(id => new BadCase(ExportOf(id, "CSV"), "REPORT_NOT_FOUND: There is no report with this id.")),
            new(ExportOf($"rep_{Nothing}", "PDF"), "REPORT_NOT_FOUND: There is no report with this id."),
            new(ExportOf(analytics.Report, "CSV"), "REPORT_NOT_FOUND: There is no report with this id.", analytics.Stranger),
            new(ExportOf(analytics.Report, "DOCX"), Invalid("\"DOCX\" at \"input.format\"; Value \"DOCX\" does not exist in \"ExportFormat\" enum.")),
            new(ExportOf(analytics.Report, "csv"), Invalid("\"csv\" at \"input.format\"; Value \"csv\" does not exist in \"ExportFormat\" enum. Did you mean the enum value \"CSV\"?")),
            new(ExportOf(analytics.Report, null), Invalid("null at \"input.format\"; Expected non-nullable type \"ExportFormat!\" not to be null.")),
            new(ExportOf(null, "CSV"), Invalid("null at \"input.reportId\"; Expected non-nullable type \"ID!\" not to be null.")),
            .. analytics.Callers(ExportOf(analytics.Report, "CSV")),
        ]);

    private static string With(string field, object? value) => JsonSerializer.Serialize(new Dictionary<string, object?> { ["kind"] = "REVENUE", [field] = value });

    private static string Period(string from, string to) => JsonSerializer.Serialize(new { kind = "REVENUE", from, to });

    private static string ExportOf(string? reportId, string? format) => JsonSerializer.Serialize(new { reportId, format });
}
