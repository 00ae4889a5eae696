using Microsoft.EntityFrameworkCore;

namespace FinFlow.Payments;

public static class PaymentLoaders
{
    [DataLoader]
    public static async Task<IReadOnlyDictionary<string, Payment>> GetPaymentByIdAsync(
        IReadOnlyList<string> ids, PaymentsDbContext db, CancellationToken cancellationToken)
        => await db.Payments.AsNoTracking().Where(payment => ids.Contains(payment.Id)).ToDictionaryAsync(payment => payment.Id, cancellationToken);

    [DataLoader]
    public static async Task<IReadOnlyDictionary<string, PaymentMethod>> GetPaymentMethodByIdAsync(
        IReadOnlyList<string> ids, PaymentsDbContext db, CancellationToken cancellationToken)
        => await db.PaymentMethods.AsNoTracking().Where(method => ids.Contains(method.Id)).ToDictionaryAsync(method => method.Id, cancellationToken);

    [DataLoader]
    public static async Task<ILookup<string, Refund>> GetRefundsByPaymentIdAsync(
        IReadOnlyList<string> paymentIds, PaymentsDbContext db, CancellationToken cancellationToken)
        => (await db.Refunds.AsNoTracking()
            .Where(refund => paymentIds.Contains(refund.PaymentId))
            .OrderBy(refund => refund.CreatedAt)
            .ThenBy(refund => refund.Id)
            .ToListAsync(cancellationToken)).ToLookup(refund => refund.PaymentId);

    [DataLoader]
    public static async Task<ILookup<string, PaymentStep>> GetStepsByPaymentIdAsync(
        IReadOnlyList<string> paymentIds, PaymentsDbContext db, CancellationToken cancellationToken)
        => (await db.Steps.AsNoTracking()
            .Where(step => paymentIds.Contains(step.PaymentId))
            .OrderBy(step => step.Sequence)
            .ToListAsync(cancellationToken)).ToLookup(step => step.PaymentId);

    [DataLoader]
    public static async Task<ILookup<string, PaymentMethod>> GetPaymentMethodsByOrganizationIdAsync(
        IReadOnlyList<string> organizationIds, PaymentsDbContext db, CancellationToken cancellationToken)
        => (await db.PaymentMethods.AsNoTracking()
            .Where(method => organizationIds.Contains(method.OrganizationId) && method.RemovedAt == null)
            .OrderByDescending(method => method.IsDefault)
            .ThenByDescending(method => method.CreatedAt)
            .ToListAsync(cancellationToken)).ToLookup(method => method.OrganizationId);
}
