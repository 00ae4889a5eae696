namespace FinFlow.Payments;

/// <summary>No payment method of this organisation has this id, or it was removed.</summary>
public sealed record PaymentMethodNotFound(string Id) : Refusal("There is no payment method with this id.");

/// <summary>The processor does not know the token.</summary>
public sealed record PaymentMethodTokenInvalid(string Processor) : Refusal($"The processor \"{Processor}\" does not know this token.");

/// <summary>No processor of this name is set up here; `paymentProcessors` lists those that are.</summary>
public sealed record ProcessorNotSetUp(string Processor) : Refusal("There is no payment processor of this name here.");

/// <summary>The processor could not be asked about the token; nothing was stored.</summary>
public sealed record ProcessorSilent(string Processor) : Refusal($"The processor \"{Processor}\" does not answer at this moment; nothing was stored. Try again later.");

/// <summary>The organisation has as many payment methods as it may have.</summary>
public sealed record TooManyPaymentMethods(int CountMax) : Refusal($"An organisation can have at most {CountMax} payment methods.");

/// <summary>Others changed the payment methods at the same moment, again and again; nothing was done.</summary>
public sealed record PaymentMethodBusy() : Refusal("The payment methods are being changed by others at this moment; try again.");
