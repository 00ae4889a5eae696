using System.Text.Json.Nodes;
using FinFlow.Messaging;

namespace FinFlow.Subgraphs.Tests;

/// <summary>Events outlive the process that told them: what they look like changes only so that older and newer processes read each other's.</summary>
/// <remarks><c>FINFLOW_WRITE_SCHEMA=1 ./test EventSchema</c> writes the file anew, unless the change would break a reader.</remarks>
public sealed class EventSchemaTests
{
    private static readonly string File = Path.Combine(SharedData.RepositoryRoot, "schema", "events.json");

    [Fact]
    public void EventSchemas_Should_BeThoseOfTheFile()
    {
        var code = EventSchemas.OfCode();
        var kept = JsonNode.Parse(System.IO.File.Exists(File) ? System.IO.File.ReadAllText(File) : "{}")!.AsObject();
        Assert.Empty(EventSchemas.Breaks(kept, code));
        if (Environment.GetEnvironmentVariable("FINFLOW_WRITE_SCHEMA") == "1")
        {
            System.IO.File.WriteAllText(File, EventSchemas.Print(code));
        }

        Assert.Equal(System.IO.File.ReadAllText(File), EventSchemas.Print(code));
    }

    public static TheoryData<string, string, string> Changes => new()
    {
        { """ "a": { "type": "string" } """, """ "a": { "type": "string" }, "b": { "type": "integer" } """, "" },
        { """ "a": { "type": "string" } """, "", "cake.baked.a is gone: those who read it fail." },
        { """ "a": { "type": "string" } """, """ "a": { "type": "integer" } """, "cake.baked.a was \"string\" and is \"integer\"." },
        { """ "a": { "type": "string" } """, """ "a": { "type": ["string", "null"] } """, "cake.baked.a was \"string\" and is [\"string\",\"null\"]." },
        { """ "a": { "type": "string", "format": "date" } """, """ "a": { "type": "string", "format": "date-time" } """, "cake.baked.a was \"string\" (date) and is \"string\" (date-time)." },
        { "", """ "must": { "type": "string" } """, "cake.baked.must is new and required: events of before do not have it." },
        { """ "a": { "type": "array", "items": { "type": "string" } } """, """ "a": { "type": "array", "items": { "type": "number" } } """, "cake.baked.a[] was \"string\" and is \"number\"." },
    };

    [Theory, MemberData(nameof(Changes))]
    public void AChange_Should_BeToldWhenItBreaksAReader(string before, string after, string found)
    {
        Assert.Equal(found, string.Join('\n', EventSchemas.Breaks(Cakes(before, 1), Cakes(after, 1))));
        Assert.Empty(EventSchemas.Breaks(Cakes(before, 1), Cakes(after, 2)));
    }

    [Fact]
    public void AnEvent_Should_NotVanishNorMove()
    {
        Assert.Equal(["cake.baked is told no more: whoever waits for it waits forever."], EventSchemas.Breaks(Cakes("", 1), []));
        var moved = Cakes("", 2);
        moved["cake.baked"]!["topic"] = "bakery.other";
        Assert.Equal(["cake.baked has gone to another topic."], EventSchemas.Breaks(Cakes("", 1), moved));
    }

    [Fact]
    public void AnEventOfBefore_Should_BeReadWithoutWhatHasComeSince()
    {
        var envelope = EventEnvelope.Parse("""
            {"specversion":"1.0","id":"evt_1","source":"/finflow/auth","type":"email.verified","time":"2026-03-01T10:00:00Z","subject":"usr_1",
             "data":{"userId":"usr_1","organizationId":"org_1","occurredAt":"2026-03-01T10:00:00Z","fieldOfTomorrow":{"a":1}}}
            """u8);
        Assert.Equal("usr_1", envelope.TryRead()!.AggregateId);
    }

    private static JsonObject Cakes(string properties, int version) => JsonNode.Parse($$"""
        { "cake.baked": { "topic": "bakery.cakes", "version": {{version}}, "data": { "type": "object", "properties": { {{properties}} }, "required": ["must"] } } }
        """)!.AsObject();
}
