using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json;

namespace FinFlow.Journeys.Tests;

/// <summary>GraphQL over server-sent events, distinct connections: one POST, one stream.</summary>
internal sealed class ServerSentEvents : Subscription
{
    private readonly HttpClient _http = new() { Timeout = Timeout.InfiniteTimeSpan };
    private Task _reading = Task.CompletedTask;

    public static async Task<ServerSentEvents> StartAsync(Uri address, string accessToken, string query, object? variables = null, CancellationToken cancellationToken = default)
    {
        var subscription = new ServerSentEvents();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, "/graphql")) { Content = JsonContent.Create(new { query, variables }) };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        var response = await subscription._http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        subscription._reading = subscription.ReadAsync(await response.Content.ReadAsStreamAsync(cancellationToken));
        return subscription;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        try
        {
            await _reading;
        }
        catch (Exception failure) when (failure is OperationCanceledException or IOException or HttpRequestException)
        {
            // Ended by us, or by the server's end.
        }

        _http.Dispose();
    }

    private async Task ReadAsync(Stream stream)
    {
        try
        {
            await foreach (var item in SseParser.Create(stream).EnumerateAsync(Ended.Token))
            {
                if (item.EventType == "complete")
                {
                    break;
                }

                Publish(JsonDocument.Parse(item.Data).RootElement);
            }

            Complete();
        }
        catch (Exception failure) when (failure is IOException or HttpRequestException)
        {
            Complete(failure);
            throw;
        }
    }
}
