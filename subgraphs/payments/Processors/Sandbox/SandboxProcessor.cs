namespace FinFlow.Payments;

/// <summary>A processor that moves no money and behaves like one that does: it keeps charges and keys in a file of its own.</summary>
/// <remarks>
/// It costs 2.9 % and 0.30 of the currency's main unit, kept at capture. <c>pm_sandbox_timeout</c> is charged but the answer is lost;
/// <c>pm_sandbox_outage</c> is never reached.
/// </remarks>
public sealed class SandboxProcessor(SandboxFile file, SandboxOptions options, TimeProvider clock) : IPaymentProcessor
{
    public string Name => "sandbox";

    public Task<ProcessorCard?> FindCardAsync(string token, CancellationToken cancellationToken)
    {
        var card = SandboxCards.Find(token);
        return Task.FromResult(card is null ? null : new ProcessorCard(card.Brand, card.Last4, 12, clock.GetUtcNow().Year + 3));
    }

    /// <summary>Its cards are names that everybody has; it stores none.</summary>
    public Task<bool> ForgetCardAsync(string token, CancellationToken cancellationToken) => Task.FromResult(true);

    public async Task<ProcessorAnswer> AuthorizeAsync(AuthorizationRequest request, CancellationToken cancellationToken)
    {
        if (request.Token == SandboxCards.Outage)
        {
            return new ProcessorAnswer.Unavailable();
        }

        await TravelAsync(cancellationToken);
        var status = request.Token switch
        {
            SandboxCards.AuthenticationRequired => SandboxChargeStatus.RequiresAction,
            _ when SandboxCards.Find(request.Token) is not { DeclineCode: null } => SandboxChargeStatus.Declined,
            _ => SandboxChargeStatus.Authorized,
        };
        var charge = await file.ChargeAsync(request, status, clock.GetUtcNow());
        await TravelAsync(cancellationToken);

        return request.Token == SandboxCards.Timeout ? new ProcessorAnswer.Unknown() : AnswerFor(charge);
    }

    public async Task<ProcessorAnswer?> FindAuthorizationAsync(AuthorizationRequest request, CancellationToken cancellationToken)
    {
        await TravelAsync(cancellationToken);
        return file.FindByKey(request.Key) is { } charge ? AnswerFor(charge) : null;
    }

    public async Task<ProcessorAnswer> CaptureAsync(string chargeId, Money amount, string key, CancellationToken cancellationToken)
    {
        await TravelAsync(cancellationToken);
        var answer = await file.CaptureAsync(chargeId, amount, FeeOf(amount), clock.GetUtcNow());
        await TravelAsync(cancellationToken);
        return answer;
    }

    public async Task<ProcessorAnswer> VoidAsync(string chargeId, string key, CancellationToken cancellationToken)
    {
        await TravelAsync(cancellationToken);
        var answer = await file.VoidAsync(chargeId, clock.GetUtcNow());
        await TravelAsync(cancellationToken);
        return answer;
    }

    public async Task<ProcessorAnswer> RefundAsync(string chargeId, Money amount, string key, CancellationToken cancellationToken)
    {
        await TravelAsync(cancellationToken);
        var answer = await file.RefundAsync(chargeId, amount, key, clock.GetUtcNow());
        await TravelAsync(cancellationToken);
        return answer;
    }

    public async Task<IReadOnlyList<ProcessorCharge>> ListChargesAsync(DateOnly day, CancellationToken cancellationToken)
    {
        await TravelAsync(cancellationToken);
        var midnight = new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero);
        return file.ListMovements(midnight, midnight.AddDays(1));
    }

    /// <summary>2.9 % and 0.30 of the main unit, rounded to the currency's digits; never more than the amount itself.</summary>
    internal static Money FeeOf(Money amount)
    {
        var fixedPart = new Money(30, Currency.Of("USD")).ConvertTo(amount.Currency, 1m);
        return Money.Min(amount, amount.Multiply(0.029m) + fixedPart);
    }

    private static ProcessorAnswer AnswerFor(SandboxCharge charge) => charge.Status switch
    {
        SandboxChargeStatus.Declined => new ProcessorAnswer.Declined(SandboxCards.Find(charge.Token)?.DeclineCode ?? "generic_decline"),
        SandboxChargeStatus.RequiresAction => new ProcessorAnswer.ActionRequired(charge.Id),
        _ => new ProcessorAnswer.Done(charge.Id, charge.Fee),
    };

    // Half of the delay on the way there and half on the way back, so that a crash can fall on either side of the charge.
    private Task TravelAsync(CancellationToken cancellationToken)
        => options.Delay > TimeSpan.Zero ? Task.Delay(options.Delay / 2, clock, cancellationToken) : Task.CompletedTask;
}

/// <param name="Delay">How long a slow processor takes for a request, from <c>SANDBOX_DELAY_MS</c>.</param>
public sealed record SandboxOptions(string Path, TimeSpan Delay);
