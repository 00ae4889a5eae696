using System.Text.Json;
using FinFlow.Messaging;

namespace FinFlow.Subgraphs.Tests;

public sealed class TopicsTests
{
    [Fact]
    public void Every_Event_Record_Should_Stand_In_The_Registry_Once()
    {
        var records = typeof(IEvent).Assembly.GetTypes().Where(type => type.IsClass && type.IsAssignableTo(typeof(IEvent)));
        Assert.Equal(records.Select(type => type.Name).Order(), Topics.Contracts.Select(contract => contract.Payload.Name).Order());
        Assert.Equal(Topics.Contracts.Count, Topics.Contracts.Select(contract => contract.Type).Distinct().Count());
    }

    [Fact]
    public void Envelope_Should_Be_A_CloudEvent_That_Reads_Back()
    {
        var clock = new SettableClock(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        var told = new RoleChanged("usr_1", "org_1", ["ADMIN"], clock.Now, "usr_9");
        var envelope = EventEnvelope.Wrap(told, "/finflow/auth", clock);

        var json = JsonDocument.Parse(envelope.ToUtf8()).RootElement;
        Assert.Equal(
            """
            1.0 /finflow/auth role.changed 2026-03-01T12:00:00+00:00 usr_1 application/json 1 {"userId":"usr_1","organizationId":"org_1","roles":["ADMIN"],"occurredAt":"2026-03-01T12:00:00+00:00","actorId":"usr_9"}
            """,
            string.Join(' ', new[] { "specversion", "source", "type", "time", "subject", "datacontenttype", "schemaversion", "data" }
                .Select(name => json.GetProperty(name).ToString())));

        var read = Assert.IsType<RoleChanged>(EventEnvelope.Parse(envelope.ToUtf8()).TryRead());
        Assert.Equal((told.UserId, told.OccurredAt, "ADMIN"), (read.UserId, read.OccurredAt, Assert.Single(read.Roles)));
    }

    [Fact]
    public void Envelope_Should_Refuse_Data_That_Lacks_What_The_Record_Requires()
        => Assert.Throws<JsonException>(() => EventEnvelope.Parse(
            """{"id":"e","source":"s","type":"role.changed","time":"2026-03-01T12:00:00Z","subject":"u","data":{"userId":"u"}}"""u8).TryRead());
}
