using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FinFlow.Subgraphs.Tests;

/// <summary>
/// A processor on this machine: it carries requests out one at a time, answers a key that it knows with its first answer, and can lose
/// answers on their way. What it moved is the witness, whatever the client believes.
/// </summary>
internal abstract class ProcessorEmulator : IAsyncDisposable
{
    private static readonly JsonSerializerOptions WithoutNulls = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private readonly Dictionary<string, (int Status, object? Body)> replies = [];
    private readonly Lock turn = new();
    private WebApplication app = null!;
    private int last;

    internal string Address => app.Urls.Single();

    /// <summary>A token as its own page gives to a client, of a card that pays.</summary>
    internal abstract string Card { get; }

    /// <summary>What an installation that collects with it is told: its address, keys, and what its deliveries are checked with.</summary>
    internal abstract (string Name, string Value)[] Variables { get; }

    /// <summary>The cards that it stores, and the customers that it knows.</summary>
    internal IReadOnlyList<string> Cards => InTurn(() => CardsNow.ToList());

    /// <summary>Whether it answers everything with 503.</summary>
    internal bool IsDown { get; set; }

    /// <summary>How many of the next requests that move money are carried out and answered with 500.</summary>
    internal int LosesAnswers { get; set; }

    /// <summary>How many of the next requests that move money are carried out, and the connection is cut before the answer.</summary>
    internal int CutsConnections { get; set; }

    /// <summary>What was set aside or collected for each payment, and how much went back.</summary>
    internal IReadOnlyList<(string Status, long CapturedMinor, long RefundedMinor)> Charges => InTurn(() => ChargesNow.ToList());

    protected abstract IEnumerable<string> CardsNow { get; }

    protected abstract IEnumerable<(string Status, long CapturedMinor, long RefundedMinor)> ChargesNow { get; }

    /// <summary>Forgets all keys, as processors do after hours or days.</summary>
    internal void ForgetKeys()
    {
        lock (turn)
        {
            replies.Clear();
        }
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    /// <summary>In its own pages somebody sends a part of the last charge back.</summary>
    /// <returns>The event that tells of it.</returns>
    internal string RefundInItsPages(long minor) => InTurn(() => RefundNow(minor));

    /// <summary>The event as it posts it to a webhook.</summary>
    internal abstract HttpRequestMessage Deliver(string told, bool isGenuine = true);

    protected static async Task<TEmulator> StartAsync<TEmulator>(TEmulator emulator) where TEmulator : ProcessorEmulator
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        emulator.app = builder.Build();
        emulator.Map(emulator.app);
        await emulator.app.StartAsync();
        return emulator;
    }

    protected abstract void Map(WebApplication emulator);

    /// <summary>Null when the request may be made; otherwise the processor's refusal.</summary>
    protected abstract (int Status, object Body)? Refuse(HttpRequest request);

    /// <summary>Answers a question.</summary>
    protected Task AskAsync(HttpContext context, Func<(int, object?)> answer)
    {
        (int, object?) reply;
        lock (turn)
        {
            reply = RefusalOf(context.Request) is { } refusal ? refusal : answer();
        }

        return WriteAsync(context, reply);
    }

    /// <summary>Does what is asked once for each key.</summary>
    /// <param name="key">Null for requests that do no harm when they are repeated.</param>
    protected async Task DoAsync(HttpContext context, string? key, bool movesMoney, Func<(int, object?)> act)
    {
        (int, object?) reply;
        lock (turn)
        {
            if (RefusalOf(context.Request) is { } refusal)
            {
                reply = refusal;
            }
            else if (key is null)
            {
                reply = act();
            }
            else if (!replies.TryGetValue(key, out reply))
            {
                replies[key] = reply = act();
            }

            if (movesMoney && LosesAnswers > 0)
            {
                LosesAnswers--;
                reply = (500, new { });
            }

            if (movesMoney && CutsConnections > 0)
            {
                CutsConnections--;
                context.Abort();
                return;
            }
        }

        await WriteAsync(context, reply);
    }

    protected static async Task<JsonElement> BodyOf(HttpContext context)
    {
        using var document = await JsonDocument.ParseAsync(context.Request.Body);
        return document.RootElement.Clone();
    }

    protected static string IdIn(HttpContext context) => (string)context.Request.RouteValues["id"]!;

    protected static long Whole(string? text) => long.Parse(text!, CultureInfo.InvariantCulture);

    protected string NewId(string prefix) => $"{prefix}{Interlocked.Increment(ref last)}";

    protected abstract string RefundNow(long minor);

    /// <summary>What happens at the processor by itself takes its turn among the requests.</summary>
    protected T InTurn<T>(Func<T> happen)
    {
        lock (turn)
        {
            return happen();
        }
    }

    /// <summary>Most processors leave out what is not there.</summary>
    protected virtual bool WritesNulls => false;

    /// <summary>JSON as it stands in its answers and in its events.</summary>
    protected string TextOf(object body) => JsonSerializer.Serialize(body, WritesNulls ? JsonSerializerOptions.Web : WithoutNulls);

    /// <summary>An event, with what its signature is put into.</summary>
    protected static HttpRequestMessage PostOf(string told, params IEnumerable<(string Name, string Value)> headers)
    {
        var request = new HttpRequestMessage { Method = HttpMethod.Post, Content = new StringContent(told, System.Text.Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        return request;
    }

    private (int, object)? RefusalOf(HttpRequest request) => IsDown ? (503, new { }) : Refuse(request);

    private Task WriteAsync(HttpContext context, (int Status, object? Body) reply)
    {
        context.Response.StatusCode = reply.Status;
        context.Response.ContentType = "application/json";
        return reply.Body is null ? Task.CompletedTask : context.Response.WriteAsync(TextOf(reply.Body));
    }
}
