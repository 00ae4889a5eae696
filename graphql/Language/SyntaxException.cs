namespace FinFlow.GraphQL.Language;

/// <summary>The document is not GraphQL. The message is "Syntax Error: …", as graphql-js words it.</summary>
public sealed class SyntaxException(string message, Location location) : Exception(message)
{
    public Location Location { get; } = location;
}
