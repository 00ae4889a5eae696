namespace FinFlow.GraphQL.Types;

/// <summary>Fields that every schema has without declaring them. https://spec.graphql.org/draft/#sec-Introspection</summary>
public static class MetaFields
{
    /// <summary>`__typename` of any object, interface or union.</summary>
    public static OutputField TypeName { get; } = new("__typename")
    {
        Description = "The name of the object's type.",
        Type = new NonNullType(BuiltIns.Scalars["String"]),
    };

    /// <summary>`__schema` at the query root.</summary>
    public static OutputField Schema { get; } = new("__schema")
    {
        Description = "The type system of this service.",
        Type = new NonNullType(BuiltIns.Types["__Schema"]),
    };

    /// <summary>`__type(name:)` at the query root.</summary>
    public static OutputField Type { get; } = new("__type")
    {
        Description = "The type with this name, if there is one.",
        Type = BuiltIns.Types["__Type"],
        Arguments = { ["name"] = new InputValue("name") { Type = new NonNullType(BuiltIns.Scalars["String"]) } },
    };
}
