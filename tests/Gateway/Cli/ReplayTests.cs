using System.Text;
using FinFlow.Cli;
using FinFlow.Messaging;

namespace FinFlow.Gateway.Tests;

/// <summary>`finflow replay` against the event log of an installation.</summary>
public sealed class ReplayTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("finflow-replay-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Dead_letters_are_told_again_once_each_on_the_topic_that_they_came_from()
    {
        using var log = new SqliteEventLog(Path.Combine(_folder, "events.db"), TimeProvider.System);
        await GiveUpAsync(log, Topics.Payments, "evt_1");
        await GiveUpAsync(log, Topics.Users, "evt_2");

        Assert.Equal((0, """
            finflow.payments  payment.captured  evt_1  agg_1
            1 told again.

            """, ""), await RunAsync("replay", "-d", _folder, "-t", "finflow.payments"));
        Assert.Equal((0, """
            finflow.users  payment.captured  evt_2  agg_1
            1 told again.

            """, ""), await RunAsync("replay", "-d", _folder));
        Assert.Equal((0, "There is no dead letter that was not told again.\n", ""), await RunAsync("replay", "-d", _folder));

        using var reader = log.ReadAs("payments", Topics.Payments);
        var told = Assert.Single(await reader.ReadAsync(10, CancellationToken.None));
        Assert.Equal(("agg_1", EnvelopeOf("evt_1")), (told.Key, Encoding.UTF8.GetString(told.Envelope.Span)));
    }

    [Fact]
    public async Task What_cannot_be_understood_is_said()
    {
        Assert.Equal(
            (2, "", $"finflow replay: There is no {Path.Combine(_folder, "events.db")}; -d names the folder of an installation.\n"),
            await RunAsync("replay", "-d", _folder));
        Assert.Equal(
            (2, "", "finflow replay: there is no topic `payments`; there are finflow.users, finflow.payments, finflow.transactions, finflow.accounting, finflow.credit, finflow.compliance, finflow.system.\n"),
            await RunAsync("replay", "-d", _folder, "-t", "payments"));
        Assert.Equal(
            (2, "", $"finflow replay: -w is a number of seconds. Usage: finflow replay {ReplayCommand.Usage}\n"),
            await RunAsync("replay", "-d", _folder, "-w", "soon"));
    }

    private static Task GiveUpAsync(SqliteEventLog log, string topic, string id)
        => log.AppendAsync([new LoggedEvent(Topics.DeadLettersOf(topic), "agg_1", $"accounting/{id}", Encoding.UTF8.GetBytes(EnvelopeOf(id)))], CancellationToken.None);

    private static string EnvelopeOf(string id)
        => $$"""{"specversion":"1.0","id":"{{id}}","source":"/finflow/payments","type":"payment.captured","time":"2026-03-01T10:00:00Z","subject":"agg_1","data":{ } }""";

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] words)
    {
        using StringWriter output = new() { NewLine = "\n" }, error = new() { NewLine = "\n" };
        return (await CommandTable.Run(words, output, error), output.ToString(), error.ToString());
    }
}
