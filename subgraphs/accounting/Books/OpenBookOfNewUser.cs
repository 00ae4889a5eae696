namespace FinFlow.Accounting;

/// <summary>Whoever registers runs an organisation, and an organisation has a book.</summary>
public sealed class OpenBookOfNewUser(BookStore books) : IEventHandler<UserRegistered>
{
    public async Task HandleAsync(EventContext<UserRegistered> received, CancellationToken cancellationToken)
    {
        if (received.Payload.OrganizationId is { } organizationId)
        {
            await books.OpenAsync(organizationId, cancellationToken);
        }
    }
}
