using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>
/// What arguments cost that are given: their own @cost, and that of each input field that is given inside of them, as often as it is.
/// https://ibm.github.io/graphql-specs/cost-spec.html#sec-weight
/// </summary>
internal sealed class InputPrices
{
    private readonly HashSet<InputObjectType> _weighted = [];

    public InputPrices(Schema schema)
    {
        var open = schema.Types.Values.OfType<InputObjectType>().ToList();
        // Input types may contain each other in circles, so this goes on until nothing new is found.
        while (open.RemoveAll(type => type.Fields.Values.Any(HasPrice) && _weighted.Add(type)) > 0)
        {
        }
    }

    /// <summary>Whether anything that could be given for it has a weight.</summary>
    public bool HasPrice(InputValue value)
        => FieldPrice.WeightOf(value.Directives) is not null || (value.Type.Named is InputObjectType type && _weighted.Contains(type));

    /// <param name="value">The argument or input field.</param>
    /// <param name="given">What the document gives for it.</param>
    /// <param name="variable">What was sent for a variable, or its default; null when there is neither.</param>
    public double Of(InputValue value, ValueNode given, Func<string, ValueNode?> variable)
        => given is VariableNode name
            ? variable(name.Name.Value) is { } sent ? Of(value, sent, variable) : 0
            : (FieldPrice.WeightOf(value.Directives) ?? 0) + (value.Type.Named is InputObjectType type && _weighted.Contains(type) ? Inside(type, given, variable) : 0);

    private double Inside(InputObjectType type, ValueNode? given, Func<string, ValueNode?> variable) => given switch
    {
        VariableNode name => Inside(type, variable(name.Name.Value), variable),
        ListValueNode list => list.Items.Sum(item => Inside(type, item, variable)),
        ObjectValueNode fields => fields.Fields.Sum(field => type.Fields.TryGetValue(field.Name.Value, out var known) ? Of(known, field.Value, variable) : 0),
        _ => 0,
    };
}
