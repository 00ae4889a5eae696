namespace FinFlow.Messaging;

/// <summary>
/// The field tells of the event's <see cref="IEvent.PersonId"/>: in the log it is sealed with that person's key, and reads
/// <see cref="Erased"/>, or as an empty list, once the person was forgotten.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PersonalAttribute : Attribute
{
    /// <summary>What stands where words of or about a person stood.</summary>
    public const string Erased = "erased";
}
