using Microsoft.Extensions.DependencyInjection;

namespace FinFlow.Hosting;

public static class MailServices
{
    /// <summary>An <see cref="IMailSender"/>: SMTP where a host is configured, a folder otherwise.</summary>
    public static IServiceCollection AddFinFlowMail(this IServiceCollection services, FinFlowConfiguration configuration)
        => configuration.Get("SMTP_HOST") is null
            ? services.AddSingleton<IMailSender, MailOutbox>()
            : services.AddSingleton<IMailSender, SmtpSender>();
}
