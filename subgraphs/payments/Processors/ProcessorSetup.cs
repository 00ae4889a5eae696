using System.Globalization;
using Microsoft.Extensions.DependencyInjection;

namespace FinFlow.Payments;

/// <summary>
/// Which processors there are: each whose keys are set, and the sandbox when there is no other or <c>PAYMENT_PROCESSOR</c> asks for it.
/// Beside a real processor the sandbox would let anyone collect money that does not exist.
/// </summary>
internal static class ProcessorSetup
{
    internal static void AddProcessors(this IServiceCollection services, FinFlowConfiguration configuration)
    {
        var delay = TimeSpan.FromMilliseconds(int.Parse(configuration.Get("SANDBOX_DELAY_MS")!, CultureInfo.InvariantCulture));
        services.AddSingleton(new SandboxOptions(Path.Combine(configuration.DataFolder, "sandbox-processor.db"), delay));
        services.AddSingleton<SandboxFile>();
        services.AddSingleton<ProcessorPatience>();
        if (configuration.Get("STRIPE_API_KEY") is { } stripeKey)
        {
            services.AddSingleton(_ => new StripeApi(ClientOf(configuration, "STRIPE_API_URL"), stripeKey));
        }

        if (configuration.Get("PAYPAL_CLIENT_ID") is { } clientId)
        {
            services.AddSingleton(provider => new PayPalApi(
                ClientOf(configuration, "PAYPAL_API_URL"), clientId, configuration.Get("PAYPAL_CLIENT_SECRET")!, provider.GetRequiredService<TimeProvider>()));
        }

        if (configuration.Get("SQUARE_ACCESS_TOKEN") is { } accessToken)
        {
            services.AddSingleton(_ => new SquareApi(ClientOf(configuration, "SQUARE_API_URL"), accessToken, configuration.Get("SQUARE_LOCATION_ID")!));
        }

        services.AddSingleton(provider => new PaymentProcessors(In(ConfiguredNames(configuration), provider)));
    }

    /// <summary>The names of the processors that are set up, the default one first. Whoever has one of its keys has them all: a process does not start otherwise.</summary>
    internal static IReadOnlyList<string> ConfiguredNames(FinFlowConfiguration configuration)
    {
        var wanted = configuration.Get("PAYMENT_PROCESSOR");
        var names = new (string Name, string Key)[] { ("stripe", "STRIPE_API_KEY"), ("paypal", "PAYPAL_CLIENT_ID"), ("square", "SQUARE_ACCESS_TOKEN") }
            .Where(processor => configuration.Get(processor.Key) is not null)
            .Select(processor => processor.Name)
            .ToList();
        return names is [] || wanted is "sandbox" ? ["sandbox", .. names] : [.. names.OrderByDescending(name => name == wanted)];
    }

    private static IEnumerable<IPaymentProcessor> In(IReadOnlyList<string> names, IServiceProvider provider)
        => names.Select(name => (IPaymentProcessor)(name switch
        {
            "stripe" => ActivatorUtilities.CreateInstance<StripeProcessor>(provider),
            "paypal" => ActivatorUtilities.CreateInstance<PayPalProcessor>(provider),
            "square" => ActivatorUtilities.CreateInstance<SquareProcessor>(provider),
            _ => ActivatorUtilities.CreateInstance<SandboxProcessor>(provider),
        }));

    // Connections are renewed, so that a change of the processor's addresses is seen.
    private static HttpClient ClientOf(FinFlowConfiguration configuration, string address)
        => new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5), AllowAutoRedirect = false })
        {
            BaseAddress = new Uri(configuration.Get(address)!),
        };
}
