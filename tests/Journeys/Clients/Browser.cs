using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json;

namespace FinFlow.Journeys.Tests;

/// <summary>A page in headless Chromium, moved by the DevTools protocol. https://chromedevtools.github.io/devtools-protocol/</summary>
internal sealed class Browser : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static readonly JsonSerializerOptions WithoutNulls = new() { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull };

    private readonly ClientWebSocket _socket = new();
    private readonly string _profile = Directory.CreateTempSubdirectory("finflow-chromium-").FullName;
    private readonly List<string> _requests = [];
    private readonly List<string> _complaints = [];
    private Process _process = null!;
    private string? _sessionId;
    private int _lastId;

    public static bool IsInstalled
        => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "chromium")));

    /// <summary>Addresses that the page asked for, whoever served them.</summary>
    public IReadOnlyList<string> Requests => _requests;

    /// <summary>Errors of scripts, and what its security policy kept the page from.</summary>
    public IReadOnlyList<string> Complaints => _complaints;

    public static async Task<Browser> OpenAsync(Uri address, int width = 1280, int height = 900)
    {
        var browser = new Browser();
        await browser.StartAsync();
        var target = await browser.CallAsync("Target.createTarget", new { url = "about:blank" });
        browser._sessionId = (await browser.CallAsync("Target.attachToTarget", new { targetId = target.GetProperty("targetId").GetString(), flatten = true })).GetProperty("sessionId").GetString();
        foreach (var domain in (string[])["Page", "Runtime", "Log", "Network"])
        {
            await browser.CallAsync($"{domain}.enable", new { });
        }

        await browser.ResizeAsync(width, height);
        await browser.CallAsync("Page.navigate", new { url = address.ToString() });
        return browser;
    }

    public Task ResizeAsync(int width, int height, bool isMobile = false)
        => CallAsync("Emulation.setDeviceMetricsOverride", new { width, height, deviceScaleFactor = isMobile ? 2 : 1, mobile = isMobile });

    public Task PreferAsync(string colorScheme)
        => CallAsync("Emulation.setEmulatedMedia", new { features = new[] { new { name = "prefers-color-scheme", value = colorScheme } } });

    /// <summary>The value of an expression in the page, awaited when it is a promise.</summary>
    public async Task<JsonElement> EvaluateAsync(string expression)
    {
        var answer = await CallAsync("Runtime.evaluate", new { expression, awaitPromise = true, returnByValue = true });
        Assert.False(answer.TryGetProperty("exceptionDetails", out var thrown), $"{expression}: {thrown}");
        return answer.GetProperty("result").TryGetProperty("value", out var value) ? value : default;
    }

    /// <summary>Types into a field as a person does, key by key as far as the page can tell.</summary>
    public async Task TypeAsync(string selector, string text)
    {
        await EvaluateAsync($"document.querySelector({Quote(selector)}).focus()");
        await CallAsync("Input.insertText", new { text });
    }

    public Task ClickAsync(string selector) => EvaluateAsync($"document.querySelector({Quote(selector)}).click()");

    /// <summary>The text that a person sees there.</summary>
    public async Task<string> TextAsync(string selector)
        => (await EvaluateAsync($"document.querySelector({Quote(selector)})?.innerText ?? ''")).GetString()!;

    public Task<string> UntilTextAsync(string selector, Func<string, bool> isThere) => Eventually.GetAsync(() => TextAsync(selector), isThere);

    /// <summary>The whole page as PNG.</summary>
    public async Task<byte[]> PictureAsync()
        => Convert.FromBase64String((await CallAsync("Page.captureScreenshot", new { captureBeyondViewport = true })).GetProperty("data").GetString()!);

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_profile, recursive: true);
    }

    private static string Quote(string text) => JsonSerializer.Serialize(text);

    private async Task StartAsync()
    {
        _process = Process.Start(new ProcessStartInfo(
            "chromium",
            [
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
                "--disable-sync", "--remote-debugging-port=0", $"--user-data-dir={_profile}", "about:blank",
            ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        using var patience = new CancellationTokenSource(Patience);
        const string Announcement = "DevTools listening on ";
        string? line;
        do
        {
            line = await _process.StandardError.ReadLineAsync(patience.Token) ?? throw new InvalidOperationException("Chromium ended at once.");
        }
        while (!line.StartsWith(Announcement, StringComparison.Ordinal));

        _ = _process.StandardError.ReadToEndAsync(CancellationToken.None);
        _ = _process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        await _socket.ConnectAsync(new Uri(line[Announcement.Length..]), patience.Token);
    }

    private async Task<JsonElement> CallAsync(string method, object parameters)
    {
        using var patience = new CancellationTokenSource(Patience);
        var id = ++_lastId;
        var message = new { id, method, @params = parameters, sessionId = _sessionId };
        await _socket.SendAsync(
            JsonSerializer.SerializeToUtf8Bytes(message, WithoutNulls), WebSocketMessageType.Text, endOfMessage: true, patience.Token);
        while (true)
        {
            var received = await ReceiveAsync(patience.Token);
            if (received.TryGetProperty("id", out var answered) && answered.GetInt32() == id)
            {
                return received.TryGetProperty("result", out var result) ? result : throw new InvalidOperationException($"{method}: {received}");
            }

            Remember(received);
        }
    }

    private void Remember(JsonElement happened)
    {
        switch (happened.TryGetProperty("method", out var method) ? method.GetString() : null)
        {
            case "Network.requestWillBeSent":
                _requests.Add(happened.GetProperty("params").GetProperty("request").GetProperty("url").GetString()!);
                break;
            case "Runtime.exceptionThrown":
            case "Log.entryAdded" when happened.GetProperty("params").GetProperty("entry").GetProperty("level").GetString() == "error":
                _complaints.Add(happened.GetProperty("params").ToString());
                break;
        }
    }

    private async Task<JsonElement> ReceiveAsync(CancellationToken cancellationToken)
    {
        using var message = new MemoryStream();
        var buffer = new byte[64 * 1024];
        ValueWebSocketReceiveResult received;
        do
        {
            received = await _socket.ReceiveAsync(buffer.AsMemory(), cancellationToken);
            message.Write(buffer.AsSpan(0, received.Count));
        }
        while (!received.EndOfMessage);

        return JsonDocument.Parse(message.ToArray()).RootElement;
    }
}

/// <summary>A fact that is skipped where Chromium is not installed.</summary>
internal sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute() => Skip = Browser.IsInstalled ? null : "Needs chromium.";
}
