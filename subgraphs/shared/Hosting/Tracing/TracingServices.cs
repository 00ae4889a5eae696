using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace FinFlow.Hosting;

public static class TracingServices
{
    // Names of what a request passes: HTTP in and out, the gateway's stages, the engine, SQL, and the events that follow from it.
    private static readonly string[] Sources = ["Microsoft.AspNetCore", "System.Net.Http", "FinFlow.*", "Npgsql"];

    /// <summary>
    /// Sends traces by OTLP over HTTP to OTEL_EXPORTER_OTLP_ENDPOINT; does nothing when that is unset. A trace goes on over processes by
    /// <c>traceparent</c>, and over events by the attribute of that name.
    /// </summary>
    /// <param name="process">As the traces name it: gateway, payments …</param>
    public static IServiceCollection AddFinFlowTracing(this IServiceCollection services, FinFlowConfiguration configuration, string process)
        => configuration.Get("OTEL_EXPORTER_OTLP_ENDPOINT") is { } endpoint
            ? services.AddSingleton<IHostedService>(new Tracing(new Uri(endpoint), process))
            : services;

    private sealed class Tracing : IHostedService, IDisposable
    {
        private readonly TracerProvider provider;

        internal Tracing(Uri endpoint, string process)
        {
            // Otherwise the spans of requests carry no method and no path.
            AppContext.SetSwitch("Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData", false);
            provider = Sdk.CreateTracerProviderBuilder()
                .SetResourceBuilder(ResourceBuilder.CreateEmpty().AddService(process, "finflow"))
                .AddSource(Sources)
                .AddProcessor(new RequestNames())
                .AddOtlpExporter(export =>
                {
                    export.Protocol = OtlpExportProtocol.HttpProtobuf;
                    export.Endpoint = new Uri(endpoint, "/v1/traces");
                })
                .Build();
        }

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken)
        {
            provider.ForceFlush();
            return Task.CompletedTask;
        }

        public void Dispose() => provider.Dispose();
    }
}
