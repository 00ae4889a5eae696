using System.Collections.Concurrent;
using System.Net;
using FinFlow.Subgraphs.Tests;

namespace FinFlow.Journeys.Tests;

/// <param name="Process">By which process it was told.</param>
internal sealed record Span(string Process, string TraceId, string Id, string ParentId, string Name);

/// <summary>Takes what processes tell by OTLP over HTTP, as a collector does. https://opentelemetry.io/docs/specs/otlp/</summary>
internal sealed class TraceReceiver : IAsyncDisposable
{
    private readonly HttpListener listener = new();
    private readonly ConcurrentQueue<Span> spans = new();
    private readonly Task receiving;

    public TraceReceiver()
    {
        Address = new Uri($"http://127.0.0.1:{Loopback.FreePort()}/");
        listener.Prefixes.Add(Address.ToString());
        listener.Start();
        receiving = ReceiveAsync();
    }

    public Uri Address { get; }

    public IReadOnlyList<Span> Spans => [.. spans];

    public async ValueTask DisposeAsync()
    {
        listener.Close();
        await receiving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task ReceiveAsync()
    {
        while (listener.IsListening)
        {
            var context = await listener.GetContextAsync();
            using var body = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(body);
            Keep(body.ToArray());
            context.Response.ContentType = "application/x-protobuf";
            context.Response.Close();
        }
    }

    // ExportTraceServiceRequest.resource_spans → resource.attributes and scope_spans → spans; numbers as in opentelemetry/proto/trace/v1/trace.proto.
    private void Keep(byte[] request)
    {
        foreach (var resourceSpans in Protobuf.Messages(request, 1))
        {
            var process = Protobuf.Messages(resourceSpans, 1)
                .SelectMany(resource => Protobuf.Messages(resource, 1))
                .Where(attribute => Protobuf.Text(attribute, 1) == "service.name")
                .Select(attribute => Protobuf.Text(Protobuf.Messages(attribute, 2).Single(), 1))
                .SingleOrDefault() ?? "";
            foreach (var span in Protobuf.Messages(resourceSpans, 2).SelectMany(scopeSpans => Protobuf.Messages(scopeSpans, 2)))
            {
                spans.Enqueue(new Span(process, Protobuf.Bytes(span, 1), Protobuf.Bytes(span, 2), Protobuf.Bytes(span, 4), Protobuf.Text(span, 5)));
            }
        }
    }
}
