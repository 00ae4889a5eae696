namespace FinFlow.Payments;

[QueryType]
public static class ProcessorQueries
{
    /// <summary>The payment processors that are set up here, the default one first.</summary>
    [Authorize(Policy = Permissions.PaymentsRead)]
    public static IReadOnlyList<PaymentProcessorInfo> GetPaymentProcessors(PaymentProcessors processors)
        => [.. processors.All.Select(processor => new PaymentProcessorInfo(processor.Name, processor == processors.Default))];
}

/// <summary>Somebody who collects money for the business.</summary>
/// <param name="Name">What payments and payment methods call it: `sandbox`, `stripe`, `paypal` or `square`.</param>
/// <param name="IsDefault">Whether payment methods are stored here unless another is named.</param>
[GraphQLName("PaymentProcessor")]
public sealed record PaymentProcessorInfo(string Name, bool IsDefault);
