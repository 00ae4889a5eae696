namespace FinFlow.GraphQL.Execution;

// The directives of the Composite Schemas specification, section 2:
// https://graphql.github.io/composite-schemas-spec/draft/#sec-Source-Schema

/// <summary>The field finds one entity by a stable key: `@lookup`.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LookupAttribute : Attribute;

/// <summary>Seen by this source schema and the composition alone: `@internal`.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Class | AttributeTargets.Struct)]
public sealed class InternalAttribute : Attribute;

/// <summary>Other source schemas may define the field too: `@shareable`.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Class | AttributeTargets.Struct)]
public sealed class ShareableAttribute : Attribute;

/// <summary>
/// The argument's value comes from other source schemas: `@require(field:)`. Without a selection map, the argument's name is the path.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class RequireAttribute(string? field = null) : Attribute
{
    public string? Field { get; } = field;
}

/// <summary>What a lookup's argument is in the entity: `@is(field:)`.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class IsAttribute(string field) : Attribute
{
    public string Field { get; } = field;
}

/// <summary>A key of the entity: `@key(fields:)`.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface, AllowMultiple = true)]
public sealed class EntityKeyAttribute(string fields) : Attribute
{
    public string Fields { get; } = fields;
}

/// <summary>Hidden from clients of the composed schema: `@inaccessible`.</summary>
[AttributeUsage(AttributeTargets.All)]
public sealed class InaccessibleAttribute : Attribute;

/// <summary>These sub-fields, external elsewhere, can be had here: `@provides(fields:)`.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
public sealed class ProvidesAttribute(string fields) : Attribute
{
    public string Fields { get; } = fields;
}

/// <summary>Another source schema resolves the field: `@external`.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
public sealed class ExternalAttribute : Attribute;

/// <summary>The field moves here from the named source schema: `@override(from:)`.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
public sealed class OverrideAttribute(string from) : Attribute
{
    public string From { get; } = from;
}
