using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace FinFlow.Hosting;

/// <summary>The port of a process, with TLS where FINFLOW_TLS_CERTIFICATE is set.</summary>
public static class TlsPorts
{
    /// <param name="kestrel">The process's server.</param>
    /// <param name="configuration">What the process is told.</param>
    /// <param name="process">Whose port it is.</param>
    /// <param name="toAny">Whether other machines reach it.</param>
    public static void ListenFor(this KestrelServerOptions kestrel, FinFlowConfiguration configuration, string process, bool toAny)
    {
        var port = configuration.PortOf(process);
        if (toAny)
        {
            kestrel.ListenAnyIP(port, Secure);
        }
        else
        {
            kestrel.Listen(IPAddress.Loopback, port, Secure);
        }

        void Secure(ListenOptions listen)
        {
            if (TlsFiles.Certificate(configuration.Get) is { } certificate)
            {
                listen.UseHttps(https => (https.ServerCertificate, https.ServerCertificateChain) = (certificate.Own, certificate.Chain));
            }
        }
    }
}
