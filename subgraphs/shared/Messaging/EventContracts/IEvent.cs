namespace FinFlow.Messaging;

/// <summary>What happened, told once for all who want to know. Money is minor units and a currency code.</summary>
public interface IEvent
{
    /// <summary>The aggregate it happened to: key of its order, and the envelope's subject.</summary>
    string AggregateId { get; }

    /// <summary>Whose business it concerns; null for events of the system itself.</summary>
    string? OrganizationId { get; }

    /// <summary>Whom the fields marked <see cref="PersonalAttribute"/> tell of; null when it has none.</summary>
    string? PersonId => null;
}
