namespace FinFlow.Hosting;

/// <summary>Keys of payment processors: set as a whole or not at all, and the default processor is one that has its keys.</summary>
internal static class ProcessorChecks
{
    private static readonly (string Name, string[] Keys, string Address)[] Processors =
    [
        ("stripe", ["STRIPE_API_KEY"], "STRIPE_API_URL"),
        ("paypal", ["PAYPAL_CLIENT_ID", "PAYPAL_CLIENT_SECRET"], "PAYPAL_API_URL"),
        ("square", ["SQUARE_ACCESS_TOKEN", "SQUARE_LOCATION_ID"], "SQUARE_API_URL"),
    ];

    /// <param name="read">A variable's value by its canonical name.</param>
    internal static IEnumerable<string> Check(Func<string, string?> read)
    {
        foreach (var (_, keys, address) in Processors)
        {
            if (keys.Any(key => read(key) is null) && keys.Any(key => read(key) is not null))
            {
                yield return $"{string.Join(" and ", keys)} must be set together.";
            }

            if (!IsConfidential(read(address)))
            {
                yield return $"{address} must be an https address; http is taken on this machine only.";
            }
        }

        var chosen = read("PAYMENT_PROCESSOR");
        if (chosen is not (null or "sandbox") && !Processors.Any(processor => processor.Name == chosen && processor.Keys.All(key => read(key) is not null)))
        {
            yield return "PAYMENT_PROCESSOR must be sandbox, or stripe, paypal or square with its keys set.";
        }
    }

    // The keys travel with every request.
    private static bool IsConfidential(string? address)
        => Uri.TryCreate(address, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));
}
