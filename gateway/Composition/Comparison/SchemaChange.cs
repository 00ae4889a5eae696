namespace FinFlow.Gateway.Composition;

/// <summary>What a change means for clients that exist.</summary>
public enum ChangeImpact
{
    /// <summary>No operation that was valid notices.</summary>
    Safe,

    /// <summary>Every operation stays valid, but a client may meet a value that it has never met, or another default.</summary>
    Dangerous,

    /// <summary>An operation that was valid may be refused, or answer in another shape.</summary>
    Breaking,
}

/// <summary>A difference between two versions of a schema.</summary>
/// <param name="Code">What happened: `FIELD_REMOVED`.</param>
/// <param name="Coordinate">Where: `Payment.amount`. https://spec.graphql.org/draft/#sec-Schema-Coordinates</param>
/// <param name="Message">Both for a reader.</param>
public sealed record SchemaChange(string Code, ChangeImpact Impact, string Coordinate, string Message)
{
    public override string ToString() => $"{Impact.ToString().ToLowerInvariant()} {Code}: {Message}";

    internal static SchemaChange Breaking(string code, string coordinate, string message) => new(code, ChangeImpact.Breaking, coordinate, message);

    internal static SchemaChange Dangerous(string code, string coordinate, string message) => new(code, ChangeImpact.Dangerous, coordinate, message);

    internal static SchemaChange Safe(string code, string coordinate, string message) => new(code, ChangeImpact.Safe, coordinate, message);
}
