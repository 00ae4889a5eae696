using Microsoft.EntityFrameworkCore;

namespace FinFlow.Payments;

/// <summary>The cards of each organisation. At most one of them is the default.</summary>
public sealed class PaymentMethodStore(PaymentsDbContext db, TimeProvider clock)
{
    private const int CountMax = 100;

    private static readonly KeptQuery<PaymentsDbContext, string, string> TokenOf
        = new((db, id, _) => db.PaymentMethods.Where(method => method.Id == id).Select(method => method.Token).Single());

    /// <summary>Those that were not removed, the default first, then the newest.</summary>
    public Task<List<PaymentMethod>> ListAsync(string organizationId, CancellationToken cancellationToken)
        => Active(organizationId)
            .OrderByDescending(method => method.IsDefault)
            .ThenByDescending(method => method.CreatedAt)
            .ThenByDescending(method => method.Id)
            .ToListAsync(cancellationToken);

    /// <summary>Whether the user asked that their data be stored and nothing else.</summary>
    public Task<bool> IsRestrictedAsync(string userId, CancellationToken cancellationToken) => db.IsRestrictedAsync(userId, cancellationToken);

    /// <summary>The processor's token, also of a method that was removed since.</summary>
    public Task<string> FindTokenAsync(string id, CancellationToken cancellationToken)
        => TokenOf.AskAsync(db, id, cancellationToken);

    /// <summary>Keeps a card. The first of an organisation is its default.</summary>
    public Task<Result<PaymentMethod>> AddAsync(
        string organizationId, string processor, string token, ProcessorCard card, bool setDefault, CancellationToken cancellationToken)
        => db.DecideInTurnAsync<PaymentMethod>(
            organizationId,
            async stop =>
            {
                var others = await Active(organizationId).ToListAsync(stop);
                if (others.Count >= CountMax)
                {
                    return new TooManyPaymentMethods(CountMax);
                }

                var method = new PaymentMethod
                {
                    Id = Id.New("pm", clock),
                    OrganizationId = organizationId,
                    Processor = processor,
                    Token = token,
                    Brand = card.Brand,
                    Last4 = card.Last4,
                    ExpiryMonth = card.ExpiryMonth,
                    ExpiryYear = card.ExpiryYear,
                    CreatedAt = clock.GetUtcNow(),
                    IsDefault = setDefault || others.Count == 0,
                };
                db.Add(method);
                if (method.IsDefault)
                {
                    Demote(others);
                }

                return method;
            },
            () => new PaymentMethodBusy(),
            cancellationToken);

    /// <summary>Has the processor delete a card that is not kept here, unless it is one that is.</summary>
    public async Task LetGoAsync(string processor, string token, CancellationToken cancellationToken)
    {
        db.Add(new CardToForget { Id = Id.New("pm", clock), Processor = processor, Token = token, DueAt = clock.GetUtcNow() });
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Makes it the one that is used unless another is named.</summary>
    public Task<Result<PaymentMethod>> SetDefaultAsync(string id, string organizationId, CancellationToken cancellationToken)
        => db.DecideInTurnAsync<PaymentMethod>(
            organizationId,
            async stop =>
            {
                var all = await Active(organizationId).ToListAsync(stop);
                if (all.Find(method => method.Id == id) is not { } method)
                {
                    return new PaymentMethodNotFound(id);
                }

                Demote(all.Where(other => other.Id != id));
                return method.IsDefault ? method : Update(method with { IsDefault = true });
            },
            () => new PaymentMethodBusy(),
            cancellationToken);

    /// <summary>It pays no more. When it was the default, the newest of the others is from now on.</summary>
    public Task<Result<PaymentMethod>> RemoveAsync(string id, string organizationId, CancellationToken cancellationToken)
        => db.DecideInTurnAsync<PaymentMethod>(
            organizationId,
            async stop =>
            {
                var all = await Active(organizationId).ToListAsync(stop);
                if (all.Find(method => method.Id == id) is not { } method)
                {
                    return new PaymentMethodNotFound(id);
                }

                if (method.IsDefault && all.Where(other => other.Id != id).MaxBy(other => other.CreatedAt) is { } next)
                {
                    Update(next with { IsDefault = true });
                }

                return Update(method.Remove(clock.GetUtcNow()));
            },
            () => new PaymentMethodBusy(),
            cancellationToken);

    private IQueryable<PaymentMethod> Active(string organizationId)
        => db.PaymentMethods.AsNoTracking().Where(method => method.OrganizationId == organizationId && method.RemovedAt == null);

    private void Demote(IEnumerable<PaymentMethod> others)
    {
        foreach (var other in others.Where(other => other.IsDefault))
        {
            Update(other with { IsDefault = false });
        }
    }

    private PaymentMethod Update(PaymentMethod method)
    {
        db.Update(method);
        return method;
    }
}
