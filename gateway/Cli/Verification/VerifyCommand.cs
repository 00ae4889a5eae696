using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using FinFlow.Hosting;

namespace FinFlow.Cli;

/// <summary>
/// `finflow verify`: reads the data of an installation, which may be running, and proves that it holds together. It changes nothing, finds
/// the data as the installation itself does (.env and the environment), and trusts no code of the subgraphs: only what they have stored. What
/// does not hold is told to the installation, too, which raises the alarm.
/// </summary>
internal static class VerifyCommand
{
    public const string Usage = "[-d <data folder>] [-w <seconds>]";

    /// <summary>How long what is still under way, such as an event that was told and not yet handled, may take to arrive.</summary>
    private const string PatienceSeconds = "10";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    public static async Task<int> Run(IReadOnlyList<string> words, TextWriter output, TextWriter error)
    {
        var arguments = Arguments.Read(words, ("-d", "--data"), ("-w", "--wait"));
        if (await CommandTable.RefuseAsync("verify", Usage, arguments, error))
        {
            return ExitCode.Usage;
        }

        if (!int.TryParse(arguments.One("-w") ?? PatienceSeconds, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            await error.WriteLineAsync($"finflow verify: -w is a number of seconds. Usage: finflow verify {Usage}");
            return ExitCode.Usage;
        }

        try
        {
            var configuration = FinFlowConfiguration.Load();
            var events = InstallationEvents.Of(configuration, arguments.One("-d"));
            using var connection = events as IDisposable;
            var findings = await VerifyAsync(InstallationData.Of(configuration, arguments.One("-d")), events, TimeSpan.FromSeconds(seconds), output);
            var broken = findings.FindAll(finding => !finding.Holds);
            if (broken.Count == 0)
            {
                return ExitCode.Success;
            }

            await Alarm.RaiseAsync(configuration, arguments.One("-d"), broken, error);
            return ExitCode.Refused;
        }
        catch (Exception failure) when (failure is DbException or IOException or ConfigurationInvalidException)
        {
            await error.WriteLineAsync($"finflow verify: {failure.Message}");
            return ExitCode.Usage;
        }
    }

    private static async Task<List<Finding>> VerifyAsync(InstallationData data, InstallationEvents? events, TimeSpan patience, TextWriter output)
    {
        var waiting = Stopwatch.StartNew();
        var findings = await LookAsync(data, events);
        while (findings.Any(finding => !finding.Holds) && waiting.Elapsed < patience)
        {
            await Task.Delay(Pause);
            findings = await LookAsync(data, events);
        }

        foreach (var finding in findings)
        {
            await output.WriteLineAsync(finding.ToString());
        }

        return findings;
    }

    /// <summary>All invariants at one moment, where the database can show one.</summary>
    private static async Task<List<Finding>> LookAsync(InstallationData data, InstallationEvents? events)
    {
        await using var connection = await data.OpenAsync();
        await using var moment = data.HoldMoment(connection);
        List<Finding> findings = [];
        foreach (var invariant in Invariants.InSql)
        {
            findings.Add(await invariant.ProveAsync(connection));
        }

        findings.Add(await AuditChain.ProveAsync(connection));
        if (events is not null)
        {
            findings.Add(await events.ProveNothingGivenUpAsync());
        }

        return findings;
    }
}

/// <summary>What became of one invariant.</summary>
/// <param name="Counted">What was looked at.</param>
/// <param name="Broken">What does not fit, the first few.</param>
internal sealed record Finding(string Invariant, string Counted, IReadOnlyList<string> Broken)
{
    public bool Holds => Broken.Count == 0;

    public override string ToString()
        => Holds ? $"ok      {Invariant}: {Counted}" : $"BROKEN  {Invariant}: {string.Join("; ", Broken)}";
}
