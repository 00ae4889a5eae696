using System.Text.Json;

namespace FinFlow.Messaging;

/// <summary>A step in answering a person's request about their own data (GDPR, articles 15 to 20).</summary>
public interface IDataRequestEvent : IEvent
{
    string DataRequestId { get; }

    string UserId { get; }

    string IEvent.AggregateId => DataRequestId;

    string? IEvent.PersonId => UserId;
}

/// <summary>Every subgraph collects what it holds of this person and answers with <see cref="AccessCollected"/>.</summary>
public sealed record AccessRequested(string DataRequestId, string? OrganizationId, string UserId, DateTimeOffset OccurredAt) : IDataRequestEvent;

/// <param name="Subgraph">Whose part it is.</param>
/// <param name="Part">From 1: what is much is told in several events, so that each stays small.</param>
/// <param name="IsLast">Whether the subgraph has told everything.</param>
public sealed record AccessCollected(
    string DataRequestId,
    string? OrganizationId,
    string UserId,
    string Subgraph,
    int Part,
    bool IsLast,
    [property: Personal] IReadOnlyList<CollectedCategory> Categories,
    DateTimeOffset OccurredAt) : IDataRequestEvent;

/// <param name="Category">As the register of personal data names it.</param>
public sealed record CollectedCategory(string Category, IReadOnlyList<JsonElement> Records);

/// <summary>Every subgraph masks what it holds of this person and answers with <see cref="ErasureCompleted"/>.</summary>
public sealed record ErasureRequested(string DataRequestId, string? OrganizationId, string UserId, DateTimeOffset OccurredAt) : IDataRequestEvent;

/// <param name="Subgraph">Who has finished masking.</param>
/// <param name="Masked">How many records it masked or deleted.</param>
/// <param name="Categories">What became of each category of data there.</param>
public sealed record ErasureCompleted(
    string DataRequestId,
    string? OrganizationId,
    string UserId,
    string Subgraph,
    int Masked,
    IReadOnlyList<ErasedCategory> Categories,
    DateTimeOffset OccurredAt) : IDataRequestEvent;

/// <param name="Action">ERASED, PSEUDONYMISED or KEPT.</param>
/// <param name="Records">How many there were.</param>
/// <param name="Reason">The law that keeps it, or why nothing had to stay.</param>
public sealed record ErasedCategory(string Category, string Action, int Records, string Reason);

/// <param name="Name">The person's right name; null when it is right already.</param>
/// <param name="Email">The person's right address; null when it is right already.</param>
public sealed record RectificationRequested(
    string DataRequestId, string? OrganizationId, string UserId, [property: Personal] string? Name, DateTimeOffset OccurredAt, [property: Personal] string? Email = null)
    : IDataRequestEvent;

/// <param name="Subgraph">Who has corrected what it holds.</param>
/// <param name="Refusal">Why it could not; null when it did.</param>
public sealed record RectificationApplied(
    string DataRequestId, string? OrganizationId, string UserId, string Subgraph, DateTimeOffset OccurredAt, string? Refusal = null) : IDataRequestEvent;

/// <summary>From now on this person's data may only be stored (GDPR, article 18), or may be processed again.</summary>
public sealed record RestrictionChanged(
    string DataRequestId, string? OrganizationId, string UserId, bool IsRestricted, DateTimeOffset OccurredAt) : IDataRequestEvent;

/// <param name="Subgraph">Who observes the restriction, or its end, from now on.</param>
public sealed record RestrictionApplied(
    string DataRequestId, string? OrganizationId, string UserId, string Subgraph, bool IsRestricted, DateTimeOffset OccurredAt) : IDataRequestEvent;
