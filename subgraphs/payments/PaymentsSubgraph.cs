using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace FinFlow.Payments;

/// <summary>What the payments subgraph is made of.</summary>
public sealed class PaymentsSubgraph : ISubgraph
{
    public static string Name => "payments";

    public static void Configure(SubgraphBuilder subgraph)
    {
        subgraph.Services.AddProcessors(subgraph.Configuration);
        AddWebhooks(subgraph.Services, subgraph.Configuration);
        AddStores(subgraph.Services);
        subgraph.Services.AddFinFlowMail(subgraph.Configuration);
        subgraph
            .UseDatabase<PaymentsDbContext>()
            .PersonalData<PaymentsDbContext, PaymentsPersonalData>()
            .On<TransactionApproved, CaptureApproved>()
            .On<TransactionHeld, HoldRisky>()
            .On<TransactionRejected, VoidRejected>()
            .On<UserRegistered, RememberRecipients>()
            .On<UserUpdated, RememberRecipients>()
            .On<RoleChanged, RememberRecipients>()
            .On<UserDeactivated, RememberRecipients>()
            .On<UserReactivated, RememberRecipients>()
            .On<PaymentCaptured, WriteNotices>()
            .On<PaymentRefunded, WriteNotices>()
            .On<PaymentFailed, WriteNotices>()
            .On<PaymentHeld, WriteNotices>()
            .On<PaymentDisputed, WriteNotices>()
            .Periodic<SendNotices>(TimeSpan.FromSeconds(5))
            .Background<UnfinishedPayments>()
            .Periodic<ForgetCards>(TimeSpan.FromSeconds(5))
            .Periodic<DailyChargeLists>(TimeSpan.FromMinutes(15))
            .Endpoints(WebhookEndpoint.Map);
    }

    internal static void AddWebhooks(IServiceCollection services, FinFlowConfiguration configuration)
    {
        services.AddSingleton<IWebhookScheme>(provider => new StripeWebhook(
            configuration.Get("STRIPE_WEBHOOK_SECRET"), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IWebhookScheme>(new SquareWebhook(
            configuration.Get("SQUARE_WEBHOOK_SIGNATURE_KEY"), configuration.Get("SQUARE_WEBHOOK_URL")));
        services.AddSingleton<IWebhookScheme>(provider => new PayPalWebhook(
            configuration.Get("PAYPAL_WEBHOOK_ID"), provider.GetRequiredService<PayPalCertificates>()));
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<PayPalCertificates>(
            provider,
            new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(5) },
            new Uri(configuration.Get("PAYPAL_API_URL")!)));
    }

    internal static void AddStores(IServiceCollection services)
    {
        services.AddSingleton<PaymentCommits>();
        services.AddSingleton<IInterceptor>(provider => provider.GetRequiredService<PaymentCommits>());
        services.AddSingleton<PaymentUpdates>();
        services.AddScoped<PaymentStore>();
        services.AddScoped<PaymentMethodStore>();
        services.AddScoped<RefundStore>();
        services.AddScoped<WebhookStore>();
        services.AddScoped<ChargeListing>();
        services.AddScoped<PaymentProcessing>();
        services.AddScoped<RefundProcessing>();
        services.AddPaymentsDataLoaders();
    }
}
