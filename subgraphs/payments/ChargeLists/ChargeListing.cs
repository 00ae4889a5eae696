using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace FinFlow.Payments;

/// <summary>Asks processors what they moved on a day and tells each organisation's part, so that books can be compared with it.</summary>
public sealed class ChargeListing(PaymentsDbContext db, PaymentProcessors processors, TimeProvider clock, ILogger<ChargeListing> logger)
{
    private static readonly PaymentStatus[] Moved = [PaymentStatus.Captured, PaymentStatus.PartiallyRefunded, PaymentStatus.Refunded];

    /// <summary>Tells one organisation's part of a day again, whether the day is over or not.</summary>
    public async Task<Result<ListChargesPayload>> TellAsync(string organizationId, DateOnly day, CancellationToken cancellationToken)
    {
        var lists = new List<ChargeList>();
        foreach (var processor in processors.All)
        {
            IReadOnlyList<ProcessorCharge> charges;
            try
            {
                charges = await processor.ListChargesAsync(day, cancellationToken);
            }
            catch (HttpRequestException exception)
            {
                logger.LogWarning(exception, "The charges of {Day} could not be listed", day);
                return new ChargesUnavailable(processor.Name);
            }

            var parts = await AttributeAsync(processor.Name, day, charges, cancellationToken);
            lists.Add(ListOf(processor.Name, day, parts.Of(organizationId)));
        }

        lists.ForEach(list => db.Publish(list.ToEvent(organizationId), clock));
        await db.SaveChangesAsync(cancellationToken);
        return new ListChargesPayload(lists);
    }

    /// <summary>Tells every organisation's part of a day that is over, once, also when several processes do so at a time.</summary>
    /// <returns>False when others were in the way again and again: then the day is still to be told.</returns>
    public async Task<bool> TellDayAsync(IPaymentProcessor processor, DateOnly day, CancellationToken cancellationToken)
    {
        var charges = await processor.ListChargesAsync(day, cancellationToken);
        var told = await db.DecideAsync<ListedDay>(
            async token => await db.ListedDays.AsNoTracking().SingleOrDefaultAsync(listed => listed.Processor == processor.Name && listed.Day == day, token)
                ?? await WriteDayAsync(processor.Name, day, charges, token),
            () => new ChargesUnavailable(processor.Name),
            cancellationToken);
        return !told.IsRefused;
    }

    private async Task<ListedDay> WriteDayAsync(string processor, DateOnly day, IReadOnlyList<ProcessorCharge> charges, CancellationToken cancellationToken)
    {
        var parts = await AttributeAsync(processor, day, charges, cancellationToken);
        foreach (var organizationId in parts.OrganizationIds)
        {
            db.Publish(ListOf(processor, day, parts.Of(organizationId)).ToEvent(organizationId), clock);
        }

        var now = clock.GetUtcNow();
        if (parts.Strays is not [])
        {
            // Money that the processor moved for us and that no payment of ours explains: a person must look.
            var ids = string.Join(", ", parts.Strays.Take(20).Select(stray => stray.Id));
            db.Publish(new VerificationFailed($"charges of {processor} on {day:yyyy-MM-dd}", $"{parts.Strays.Count} of no payment: {ids}", now), clock);
        }

        var listed = new ListedDay { Processor = processor, Day = day, ListedAt = now };
        db.Add(listed);
        return listed;
    }

    private ChargeList ListOf(string processor, DateOnly day, IReadOnlyList<ListedMovement> charges)
    {
        var now = clock.GetUtcNow();
        return new ChargeList(processor, day, ListedDay.IsSettled(day, now), charges, now);
    }

    // An organisation whose book has money moved that day is told even when the processor lists nothing of it.
    private async Task<DayParts> AttributeAsync(
        string processor, DateOnly day, IReadOnlyList<ProcessorCharge> charges, CancellationToken cancellationToken)
    {
        var from = new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero);
        var until = from.AddDays(1);
        var byOurAccount = await db.Steps.AsNoTracking()
            .Where(step => step.OccurredAt >= from && step.OccurredAt < until && Moved.Contains(step.Status))
            .Join(db.Payments.Where(payment => payment.Processor == processor), step => step.PaymentId, payment => payment.Id, (step, _) => step.OrganizationId)
            .Distinct()
            .ToListAsync(cancellationToken);
        var owners = new List<(ProcessorCharge Charge, Payment? Payment)>();
        foreach (var some in charges.Chunk(500))
        {
            var paymentIds = some.Select(charge => charge.PaymentId).OfType<string>().ToList();
            var chargeIds = some.Where(charge => charge.PaymentId is null).Select(charge => charge.ChargeId).OfType<string>().ToList();
            var payments = await db.Payments.AsNoTracking()
                .Where(payment => payment.Processor == processor && (paymentIds.Contains(payment.Id) || (payment.ChargeId != null && chargeIds.Contains(payment.ChargeId))))
                .ToListAsync(cancellationToken);
            var byId = payments.ToDictionary(payment => payment.Id);
            var byCharge = payments.Where(payment => payment.ChargeId is not null).ToLookup(payment => payment.ChargeId!);
            owners.AddRange(some.Select(charge => (charge, charge.PaymentId is { } id ? byId.GetValueOrDefault(id) : byCharge[charge.ChargeId ?? ""].FirstOrDefault())));
        }

        return new DayParts(byOurAccount, owners);
    }

    /// <summary>A day's movements with the payments that they belong to.</summary>
    private sealed class DayParts(IEnumerable<string> byOurAccount, List<(ProcessorCharge Charge, Payment? Payment)> owners)
    {
        private readonly ILookup<string, ListedMovement> parts = owners
            .Where(owner => owner.Payment is not null)
            .ToLookup(owner => owner.Payment!.OrganizationId, owner => new ListedMovement(
                owner.Charge.Id,
                owner.Payment!.Id,
                owner.Charge.RefundId,
                owner.Charge.Kind,
                owner.Charge.Amount,
                owner.Charge.Fee,
                owner.Charge.OccurredAt));

        internal IEnumerable<string> OrganizationIds => byOurAccount.Union(parts.Select(part => part.Key)).Order(StringComparer.Ordinal);

        internal IReadOnlyList<ProcessorCharge> Strays => [.. owners.Where(owner => owner.Payment is null).Select(owner => owner.Charge)];

        internal IReadOnlyList<ListedMovement> Of(string organizationId) => [.. parts[organizationId]];
    }
}
