namespace FinFlow.GraphQL.Data;

/// <summary>Shown to clients, who can neither filter nor sort by it: a database cannot compare it, since it is stored encrypted.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NotSearchedAttribute : Attribute;
