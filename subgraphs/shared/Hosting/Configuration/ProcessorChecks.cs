namespace FinFlow.Hosting;

/// <summary>
/// A payment processor is set up as a whole or not at all: one that is half set up would collect money and not believe its own reports of it.
/// Every finding names the variable that is missing.
/// </summary>
internal static class ProcessorChecks
{
    private static readonly Processor[] Processors =
    [
        new("stripe", ["STRIPE_API_KEY"], ["STRIPE_WEBHOOK_SECRET"], "STRIPE_API_URL"),
        new("paypal", ["PAYPAL_CLIENT_ID", "PAYPAL_CLIENT_SECRET"], ["PAYPAL_WEBHOOK_ID"], "PAYPAL_API_URL"),
        new("square", ["SQUARE_ACCESS_TOKEN", "SQUARE_LOCATION_ID"], ["SQUARE_WEBHOOK_SIGNATURE_KEY", "SQUARE_WEBHOOK_URL"], "SQUARE_API_URL"),
    ];

    /// <param name="read">A variable's value by its canonical name.</param>
    internal static IEnumerable<string> Check(Func<string, string?> read)
    {
        var chosen = read("PAYMENT_PROCESSOR");
        if (chosen is not (null or "sandbox") && !Processors.Any(processor => processor.Name == chosen))
        {
            yield return "PAYMENT_PROCESSOR must be sandbox, stripe, paypal or square.";
        }

        foreach (var processor in Processors)
        {
            foreach (var finding in processor.WhatIsMissing(read, isChosen: processor.Name == chosen))
            {
                yield return finding;
            }

            if (!IsConfidential(read(processor.Address)))
            {
                yield return $"{processor.Address} must be an https address; http is taken on this machine only.";
            }
        }

        if (read("SQUARE_WEBHOOK_URL") is { } registered && !Uri.TryCreate(registered, UriKind.Absolute, out _))
        {
            yield return "SQUARE_WEBHOOK_URL must be a whole address, exactly as it is registered with Square.";
        }
    }

    // The keys travel with every request.
    private static bool IsConfidential(string? address)
        => Uri.TryCreate(address, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));

    /// <param name="Keys">What it asks for before it moves money.</param>
    /// <param name="Signing">What its webhook's signatures are checked with. Alone they are allowed: the sandbox stands in for the processor then.</param>
    private sealed record Processor(string Name, string[] Keys, string[] Signing, string Address)
    {
        internal IEnumerable<string> WhatIsMissing(Func<string, string?> read, bool isChosen)
        {
            var key = Keys.FirstOrDefault(IsSet);
            string[] needed = key is not null || isChosen ? [.. Keys, .. Signing] : Signing;
            var reason = key is not null ? $"{key} is" : isChosen ? $"PAYMENT_PROCESSOR is {Name}" : Signing.FirstOrDefault(IsSet) is { } first ? $"{first} is" : null;
            return reason is null ? [] : needed.Where(variable => !IsSet(variable)).Select(variable => $"{variable} must be set when {reason}.");

            bool IsSet(string variable) => read(variable) is not null;
        }
    }
}
