using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using FinFlow.Hosting;

namespace FinFlow.Subgraphs.Tests;

/// <summary>A program that sees nothing but what the image has: what its base brings, taken from this machine, and what the last stage copies.</summary>
public sealed class ImageRootTests : IDisposable
{
    private const string Secret = "a secret of more than thirty-two bytes";

    private readonly TemporaryFolder folder = new();
    private readonly int port = Loopback.FreePort();

    private string Root => folder.Path;

    [NamespacesFact]
    public async Task Analytics_Should_StartWithKafka_AndScheduleAReportAsPdfInATimeZone()
    {
        Build();
        using var program = Start();
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        await Telling.UntilAsync(async () => await IsAliveAsync(http) || program.HasExited, isDecided => isDecided);
        Assert.False(program.HasExited, "It has ended.");

        var token = new AccessTokens(Encoding.UTF8.GetBytes(Secret), TimeSpan.FromMinutes(5), TimeProvider.System).Issue("usr_1", "org_1", "ses_1", [Roles.Merchant]).Token;
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await http.PostAsJsonAsync("/graphql", new
        {
            query = """
                mutation {
                  scheduleReport(input: { kind: REVENUE, frequency: DAILY, time: "02:30", timeZone: "Europe/Berlin", format: PDF, recipients: ["ada@shop.example"] }) {
                    schedule { timeZone format } errors { ... on Error { code } }
                  }
                }
                """,
        });
        Assert.Equal(
            """{"data":{"scheduleReport":{"schedule":{"timeZone":"Europe/Berlin","format":"PDF"},"errors":null}}}""",
            JsonSerializer.Serialize(await answer.Content.ReadFromJsonAsync<JsonElement>()));
        program.Kill(entireProcessTree: true);
        await program.WaitForExitAsync();
    }

    public void Dispose() => folder.Dispose();

    private static async Task<bool> IsAliveAsync(HttpClient http)
    {
        try
        {
            using var alive = await http.GetAsync("/health/live");
            return alive.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private void Build()
    {
        var script = new StringBuilder("set -e\nmkdir -p proc dev tmp data usr/lib/x86_64-linux-gnu usr/lib64 usr/share/dotnet/host usr/share/dotnet/shared\n")
            .Append("ln -s usr/lib lib; ln -s usr/lib64 lib64; touch dev/null dev/urandom\n");
        foreach (var library in ImageTests.LibrariesOfTheBase)
        {
            var to = library.StartsWith("ld-", StringComparison.Ordinal) ? "usr/lib64" : "usr/lib/x86_64-linux-gnu";
            script.Append(CultureInfo.InvariantCulture, $"cp -L /usr/lib/x86_64-linux-gnu/{library} {to}/\n");
        }

        // …/shared/Microsoft.NETCore.App/10.0.0/ is the runtime that these tests run on themselves.
        var runtime = new DirectoryInfo(RuntimeEnvironment.GetRuntimeDirectory());
        var dotnet = runtime.Parent!.Parent!.Parent!.FullName;
        script.Append(CultureInfo.InvariantCulture, $"cp -r {dotnet}/host/fxr usr/share/dotnet/host/\n");
        foreach (var framework in new[] { "Microsoft.NETCore.App", "Microsoft.AspNetCore.App" })
        {
            script.Append(CultureInfo.InvariantCulture, $"mkdir usr/share/dotnet/shared/{framework}; cp -r {dotnet}/shared/{framework}/{runtime.Name} usr/share/dotnet/shared/{framework}/\n");
        }

        foreach (var (from, to) in ImageTests.Copied.Where(copy => copy.To != "/data"))
        {
            script.Append(CultureInfo.InvariantCulture, $"mkdir -p $(dirname .{to})\n");
            foreach (var source in SourcesOf(from))
            {
                script.Append(CultureInfo.InvariantCulture, $"if [ -d {source} ]; then mkdir -p .{to}; cp -r {source}/. .{to}/; else cp -L {source} .{to}; fi\n");
            }
        }

        script.Append("mv app/FinFlow.Analytics app/finflow\n");
        using var bash = Process.Start(new ProcessStartInfo("bash", ["-c", script.ToString()]) { WorkingDirectory = Root })!;
        bash.WaitForExit();
        Assert.Equal(0, bash.ExitCode);
    }

    // What the build stage has there, on this machine.
    private static string[] SourcesOf(string from) => from switch
    {
        "/app" => [Path.Combine(SharedData.RepositoryRoot, "artifacts", "bin", "Analytics", "release_linux-x64"), Path.Combine(SharedData.RepositoryRoot, Messaging.KafkaLibrary.BuiltPath)],
        "/libraries" => ImageTests.CopiedLibraries,
        _ when from.StartsWith("/src/", StringComparison.Ordinal) => [Path.Combine(SharedData.RepositoryRoot, from["/src/".Length..])],
        _ => [from],
    };

    private Process Start()
    {
        const string Enter = "mount -t proc proc proc && mount --bind /dev/null dev/null && mount --bind /dev/urandom dev/urandom && cd app && exec chroot .. /app/finflow";
        var start = new ProcessStartInfo("unshare", ["--map-root-user", "--mount", "--pid", "--fork", "--kill-child", "sh", "-c", Enter]) { WorkingDirectory = Root };
        start.Environment.Clear();
        foreach (var (name, value) in new[]
        {
            ("PATH", "/usr/sbin:/usr/bin:/sbin:/bin"), ("FINFLOW_DATA", "/data"), ("FINFLOW_LISTEN", "loopback"), ("ANALYTICS_PORT", port.ToString(CultureInfo.InvariantCulture)),
            ("JWT_SECRET", Secret), ("KAFKA_BROKER", $"127.0.0.1:{Loopback.FreePort()}"), ("LOG_LEVEL", "none"),
        })
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}

/// <summary>A test that needs to enter namespaces of its own, skipped where the system lets nobody do that.</summary>
internal sealed class NamespacesFactAttribute : FactAttribute
{
    public NamespacesFactAttribute()
    {
        using var unshare = Process.Start(new ProcessStartInfo("unshare", ["--map-root-user", "--mount", "--pid", "--fork", "true"]) { RedirectStandardError = true })!;
        unshare.WaitForExit();
        Skip = unshare.ExitCode == 0 ? null : "This system has no namespaces for users (unshare).";
    }
}
