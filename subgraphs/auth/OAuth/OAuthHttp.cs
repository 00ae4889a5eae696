using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace FinFlow.Auth;

/// <summary>How providers are asked: within a time and a size, without following them elsewhere, and never with a secret in the log.</summary>
public sealed partial class OAuthHttp : IDisposable
{
    private const int AnswerBytesMax = 1_000_000;

    private readonly ILogger<OAuthHttp> logger;
    private readonly HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
    {
        Timeout = TimeSpan.FromSeconds(10),
        MaxResponseContentBufferSize = AnswerBytesMax,
    };

    public OAuthHttp(ILogger<OAuthHttp> logger)
    {
        this.logger = logger;
        client.DefaultRequestHeaders.UserAgent.ParseAdd("FinFlow");
        client.DefaultRequestHeaders.Accept.ParseAdd("application/json");
    }

    /// <summary>The JSON that a provider answers; 400 and 401 refuse the code, everything else is the provider's trouble.</summary>
    internal async Task<Result<JsonElement>> AskAsync(OAuthProvider provider, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using (request)
        {
            try
            {
                using var response = await client.SendAsync(request, cancellationToken);
                if (response.StatusCode is HttpStatusCode.OK)
                {
                    using var document = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
                    return document.RootElement.Clone();
                }

                Refused(logger, provider, request.RequestUri!.GetLeftPart(UriPartial.Path), (int)response.StatusCode);
                return response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized
                    ? new OauthCodeInvalid()
                    : new OauthProviderUnavailable(provider);
            }
            catch (Exception exception) when (
                exception is HttpRequestException or JsonException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                Unreachable(logger, exception, provider, request.RequestUri!.GetLeftPart(UriPartial.Path));
                return new OauthProviderUnavailable(provider);
            }
        }
    }

    public void Dispose() => client.Dispose();

    [LoggerMessage(LogLevel.Warning, "{Provider} answered {Url} with {Status}.")]
    private static partial void Refused(ILogger logger, OAuthProvider provider, string url, int status);

    [LoggerMessage(LogLevel.Warning, "{Provider} did not answer {Url}.")]
    private static partial void Unreachable(ILogger logger, Exception exception, OAuthProvider provider, string url);
}

internal static class ProviderAnswers
{
    extension(JsonElement answer)
    {
        /// <summary>A member that is text; null when it is not there or something else.</summary>
        public string? Text(string name)
            => answer.ValueKind is JsonValueKind.Object && answer.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String
                ? value.GetString()
                : null;

        /// <summary>Whether a member is true, or its text, which some providers send instead.</summary>
        public bool Says(string name)
            => answer.ValueKind is JsonValueKind.Object && answer.TryGetProperty(name, out var value)
                && (value.ValueKind is JsonValueKind.True
                    || (value.ValueKind is JsonValueKind.String && value.GetString() is "true" or "1")
                    || (value.ValueKind is JsonValueKind.Number && value.GetRawText() is "1"));
    }
}
