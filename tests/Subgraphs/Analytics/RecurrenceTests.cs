using System.Globalization;
using FinFlow.Analytics;
using FsCheck;
using FsCheck.Fluent;

namespace FinFlow.Subgraphs.Tests;

/// <summary>When schedules fall due: once for each of their days, whatever the clocks do.</summary>
public sealed class RecurrenceTests
{
    [Theory]
    // 2026-03-29 02:30 does not exist in Berlin: the clocks jump from 02:00 to 03:00, which is 01:00 UTC.
    [InlineData("Europe/Berlin", "02:30", "2026-03-27T12:00Z", "2026-03-28T01:30Z 2026-03-29T01:00Z 2026-03-30T00:30Z")]
    // 2026-10-25 02:30 occurs twice there: at 00:30 UTC, which counts, and at 01:30 UTC.
    [InlineData("Europe/Berlin", "02:30", "2026-10-23T12:00Z", "2026-10-24T00:30Z 2026-10-25T00:30Z 2026-10-26T01:30Z")]
    [InlineData("Europe/Berlin", "02:30", "2026-10-25T00:30Z", "2026-10-26T01:30Z")]
    [InlineData("Europe/Berlin", "02:30", "2026-10-25T00:29:59Z", "2026-10-25T00:30Z")]
    [InlineData("Europe/Berlin", "03:00", "2026-03-28T12:00Z", "2026-03-29T01:00Z 2026-03-30T01:00Z")]
    // The clocks skip midnight itself in Beirut, from 00:00 to 01:00.
    [InlineData("Asia/Beirut", "00:00", "2026-03-27T22:00Z", "2026-03-28T22:00Z 2026-03-29T21:00Z")]
    // Half an hour's change on Lord Howe Island.
    [InlineData("Australia/Lord_Howe", "02:15", "2026-10-02T20:00Z", "2026-10-03T15:30Z 2026-10-04T15:15Z")]
    [InlineData("America/New_York", "01:30", "2026-10-31T12:00Z", "2026-11-01T05:30Z 2026-11-02T06:30Z")]
    [InlineData("Asia/Kolkata", "23:59", "2026-03-10T12:00Z", "2026-03-10T18:29Z 2026-03-11T18:29Z")]
    [InlineData("UTC", "00:00", "2026-03-10T00:00Z", "2026-03-11T00:00Z")]
    public void Day_Should_HaveOneMoment(string zone, string time, string after, string moments)
        => Assert.Equal(moments, Next(new Recurrence(ScheduleFrequency.Daily, null, null, Time(time), Zone(zone)), after, moments.Split(' ').Length));

    [Theory]
    [InlineData(31, "2026-01-31T12:00Z", "2026-02-28T08:00Z 2026-03-31T08:00Z 2026-04-30T08:00Z")]
    [InlineData(30, "2028-01-30T08:00Z", "2028-02-29T08:00Z 2028-03-30T08:00Z")]
    [InlineData(1, "2026-12-31T08:00Z", "2027-01-01T08:00Z 2027-02-01T08:00Z")]
    public void Month_Should_HaveOneMoment(int day, string after, string moments)
        => Assert.Equal(moments, Next(new Recurrence(ScheduleFrequency.Monthly, null, day, Time("08:00"), TimeZoneInfo.Utc), after, moments.Split(' ').Length));

    [Fact]
    public void Week_Should_HaveOneMoment()
        => Assert.Equal(
            "2026-03-22T01:30Z 2026-03-29T01:00Z 2026-04-05T00:30Z",
            Next(new Recurrence(ScheduleFrequency.Weekly, DayOfWeek.Sunday, null, Time("02:30"), Zone("Europe/Berlin")), "2026-03-16T00:00Z", 3));

    [Fact]
    public void EveryDay_Should_BeDueOnce_InEveryZone()
        => Prop.ForAll(
            ArbMap.Default.GeneratorFor<(uint Zone, uint Minute)>().ToArbitrary(),
            choice =>
            {
                var zones = TimeZoneInfo.GetSystemTimeZones();
                var recurrence = new Recurrence(
                    ScheduleFrequency.Daily, null, null, TimeOnly.MinValue.AddMinutes(choice.Minute % 1440), zones[(int)(choice.Zone % zones.Count)]);
                var due = recurrence.On(new DateOnly(2025, 12, 31));
                for (var date = new DateOnly(2026, 1, 1); date.Year == 2026; date = date.AddDays(1))
                {
                    var next = recurrence.Next(due);
                    if (next <= due || next != recurrence.On(date))
                    {
                        return false;
                    }

                    due = next;
                }

                return true;
            }).QuickCheckThrowOnFailure();

    private static TimeOnly Time(string text) => TimeOnly.ParseExact(text, "HH:mm", CultureInfo.InvariantCulture);

    private static TimeZoneInfo Zone(string id) => TimeZoneInfo.FindSystemTimeZoneById(id);

    private static string Next(Recurrence recurrence, string after, int count)
    {
        var moments = new List<string>();
        var last = DateTimeOffset.Parse(after, CultureInfo.InvariantCulture);
        while (moments.Count < count)
        {
            last = recurrence.Next(last);
            moments.Add(last.ToString("yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture));
        }

        return string.Join(' ', moments);
    }
}
