namespace FinFlow.Payments;

/// <summary>The processors that are set up here. A payment stays with the processor that stores its payment method.</summary>
/// <param name="all">Each with a name of its own; the first is where payment methods are stored unless another is named.</param>
public sealed class PaymentProcessors(IEnumerable<IPaymentProcessor> all)
{
    public IReadOnlyList<IPaymentProcessor> All { get; } = [.. all];

    public IPaymentProcessor Default => All[0];

    /// <summary>Null when no processor of this name is set up.</summary>
    public IPaymentProcessor? Find(string name) => All.FirstOrDefault(processor => processor.Name == name);

    /// <summary>The processor of a payment that exists, whether it is still set up or not.</summary>
    internal IPaymentProcessor Of(string name) => Find(name) ?? new AbsentProcessor(name);

    /// <summary>
    /// A processor that was taken out of the configuration while payments of it are under way. It can be asked nothing, so nothing
    /// new is begun with it, and what was begun waits until it is set up again.
    /// </summary>
    private sealed class AbsentProcessor(string name) : IPaymentProcessor
    {
        private static readonly Task<ProcessorAnswer> Waits = Task.FromResult<ProcessorAnswer>(new ProcessorAnswer.Unknown());

        public string Name => name;

        public Task<ProcessorCard?> FindCardAsync(string token, CancellationToken cancellationToken) => Task.FromResult<ProcessorCard?>(null);

        public Task<bool> ForgetCardAsync(string token, CancellationToken cancellationToken) => Task.FromResult(false);

        public Task<ProcessorAnswer> AuthorizeAsync(AuthorizationRequest request, CancellationToken cancellationToken)
            => Task.FromResult<ProcessorAnswer>(new ProcessorAnswer.Unavailable());

        public Task<ProcessorAnswer?> FindAuthorizationAsync(AuthorizationRequest request, CancellationToken cancellationToken)
            => Task.FromResult<ProcessorAnswer?>(new ProcessorAnswer.Unknown());

        public Task<ProcessorAnswer> CaptureAsync(string chargeId, Money amount, string key, CancellationToken cancellationToken) => Waits;

        public Task<ProcessorAnswer> VoidAsync(string chargeId, string key, CancellationToken cancellationToken) => Waits;

        public Task<ProcessorAnswer> RefundAsync(string chargeId, Money amount, string key, CancellationToken cancellationToken) => Waits;

        public Task<IReadOnlyList<ProcessorCharge>> ListChargesAsync(DateOnly day, CancellationToken cancellationToken)
            => throw new HttpRequestException($"The processor \"{name}\" is not set up.");
    }
}
