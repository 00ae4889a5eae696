using System.Globalization;
using System.Text.Json;
using FinFlow.Hosting;
using FinFlow.Messaging;

namespace FinFlow.Cli;

/// <summary>
/// `finflow replay`: tells the dead letters of an installation again, which may be running, and finds its event log as the installation
/// itself does (.env and the environment).
/// </summary>
internal static class ReplayCommand
{
    public const string Usage = "[-d <data folder>] [-t <topic>]… [-w <seconds>]";

    /// <summary>An old cluster takes ten seconds until it lets a group read whose last member left without a word.</summary>
    private const string SilenceSeconds = "15", SilenceSecondsOfAFile = "1";

    private static readonly TimeSpan KafkaPatience = TimeSpan.FromSeconds(10);

    public static async Task<int> Run(IReadOnlyList<string> words, TextWriter output, TextWriter error)
    {
        var arguments = Arguments.Read(words, ("-d", "--data"), ("-t", "--topic"), ("-w", "--wait"));
        if (await CommandTable.RefuseAsync("replay", Usage, arguments, error))
        {
            return ExitCode.Usage;
        }

        if (arguments.All("-t").FirstOrDefault(topic => !Topics.All.Contains(topic)) is { } unknown)
        {
            await error.WriteLineAsync($"finflow replay: there is no topic `{unknown}`; there are {string.Join(", ", Topics.All)}.");
            return ExitCode.Usage;
        }

        try
        {
            var configuration = FinFlowConfiguration.Load();
            var isFile = arguments.One("-d") is not null || configuration.Get("KAFKA_BROKER") is null;
            if (!double.TryParse(arguments.One("-w") ?? (isFile ? SilenceSecondsOfAFile : SilenceSeconds), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds))
            {
                await error.WriteLineAsync($"finflow replay: -w is a number of seconds. Usage: finflow replay {Usage}");
                return ExitCode.Usage;
            }

            using var log = EventLogs.OpenExisting(configuration, arguments.One("-d"), TimeProvider.System);
            if (log.Kafka is { } kafka && !await AnswersAsync(kafka))
            {
                await error.WriteLineAsync($"finflow replay: Kafka does not answer at {configuration.Get("KAFKA_BROKER")} (KAFKA_BROKER).");
                return ExitCode.Usage;
            }

            await ReplayAsync(log.Log, arguments.All("-t") is { Count: > 0 } named ? named : Topics.All, TimeSpan.FromSeconds(seconds), output);
            return ExitCode.Success;
        }
        catch (ConfigurationInvalidException failure)
        {
            await error.WriteLineAsync($"finflow replay: {failure.Message}");
            return ExitCode.Usage;
        }
    }

    private static async Task ReplayAsync(IEventLog log, IReadOnlyList<string> topics, TimeSpan silence, TextWriter output)
    {
        var told = 0;
        foreach (var topic in topics)
        {
            await foreach (var dead in DeadLetterReplay.ReplayAsync(log, topic, silence, CancellationToken.None))
            {
                await output.WriteLineAsync($"{topic}  {NameOf(dead)}  {dead.Key}");
                told++;
            }
        }

        await output.WriteLineAsync(told == 0 ? "There is no dead letter that was not told again." : $"{told} told again.");
    }

    private static async Task<bool> AnswersAsync(KafkaEventLog kafka)
    {
        try
        {
            await kafka.ProbeAsync(KafkaPatience, CancellationToken.None);
            return true;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // Whatever the client says, it comes to this.
            return false;
        }
    }

    private static string NameOf(ReadEvent dead)
    {
        try
        {
            var envelope = EventEnvelope.Parse(dead.Envelope.Span);
            return $"{envelope.Type}  {envelope.Id}";
        }
        catch (JsonException)
        {
            return $"unreadable  {dead.Place}";
        }
    }
}
