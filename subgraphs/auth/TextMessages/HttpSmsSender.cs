using System.Net.Http.Headers;
using System.Net.Http.Json;
using Microsoft.Extensions.Logging;

namespace FinFlow.Auth;

/// <summary>Posts <c>{ "to", "text" }</c> as JSON to <c>SMS_URL</c>, with <c>SMS_TOKEN</c> as bearer token when it is set.</summary>
public sealed partial class HttpSmsSender(FinFlowConfiguration configuration, ILogger<HttpSmsSender> logger) : ISmsSender, IDisposable
{
    private readonly HttpClient client = new() { Timeout = TimeSpan.FromSeconds(10) };

    public async Task<bool> SendAsync(string phoneNumber, string text, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, configuration.Get("SMS_URL"))
        {
            Content = JsonContent.Create(new { to = phoneNumber, text }),
        };
        if (configuration.Get("SMS_TOKEN") is { } token)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        try
        {
            using var response = await client.SendAsync(request, cancellationToken);
            response.EnsureSuccessStatusCode();
            return true;
        }
        catch (Exception exception) when (
            exception is HttpRequestException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            NotTaken(logger, exception);
            return false;
        }
    }

    // What a provider took is out of reach.
    public Task ForgetAsync(string phoneNumber, CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => client.Dispose();

    [LoggerMessage(LogLevel.Error, "The provider of text messages did not take one.")]
    private static partial void NotTaken(ILogger logger, Exception exception);
}
