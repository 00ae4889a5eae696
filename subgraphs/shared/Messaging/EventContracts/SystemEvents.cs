namespace FinFlow.Messaging;

public interface ISystemEvent : IEvent
{
    string? IEvent.OrganizationId => null;
}

/// <param name="Process">Its name: gateway, payments …</param>
public sealed record ProcessStarted(string Process, DateTimeOffset OccurredAt) : ISystemEvent
{
    string IEvent.AggregateId => Process;
}

public sealed record ProcessStopped(string Process, DateTimeOffset OccurredAt) : ISystemEvent
{
    string IEvent.AggregateId => Process;
}

/// <param name="Error">The exception's type; its message may hold what only the log may know.</param>
public sealed record DeadLetterAdded(
    string EventId, string Topic, string EventType, string Group, int Attempts, string Error, DateTimeOffset OccurredAt) : ISystemEvent
{
    string IEvent.AggregateId => EventId;
}

/// <param name="Lag">How many events the group is behind.</param>
public sealed record LagExceeded(string Group, string Topic, long Lag, DateTimeOffset OccurredAt) : ISystemEvent
{
    string IEvent.AggregateId => Group;
}

/// <param name="Subject">What was verified: a book, an audit trail.</param>
public sealed record VerificationFailed(string Subject, string Finding, DateTimeOffset OccurredAt) : ISystemEvent
{
    string IEvent.AggregateId => Subject;
}
