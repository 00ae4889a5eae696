namespace FinFlow.Hosting;

/// <summary>Asks the process that runs on this machine whether it lives: a container's health check, in an image without a client of HTTP.</summary>
public static class HealthCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <returns>The exit code: 0 when it lives.</returns>
    public static async Task<int> RunAsync(FinFlowConfiguration configuration, string process)
    {
        // It asks for no name but for itself: what answers must show the certificate that this process is told to have.
        using var own = TlsFiles.Certificate(configuration.Get)?.Own;
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, _) => own is not null && own.GetCertHashString() == shown?.GetCertHashString();
        using var client = new HttpClient(handler) { Timeout = Patience };
        try
        {
            using var answer = await client.GetAsync(new Uri($"{configuration.Scheme}://127.0.0.1:{configuration.PortOf(process)}/health/live"));
            return answer.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
        {
            return 1;
        }
    }
}
