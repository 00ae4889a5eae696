using System.Collections.Frozen;

namespace FinFlow.GraphQL.Types;

/// <summary>What everything in a schema costs. https://ibm.github.io/graphql-specs/cost-spec.html</summary>
public sealed class SchemaPrices
{
    private readonly FrozenDictionary<string, FieldPrice> _fields;

    /// <param name="schema">With @cost and @listSize where it has them.</param>
    /// <param name="habits">What a field costs that has neither.</param>
    public SchemaPrices(Schema schema, Func<OutputField, FieldHabits> habits)
    {
        (Schema, Inputs) = (schema, new InputPrices(schema));
        var prices = schema.Types.Values.OfType<ComplexType>().SelectMany(type => type.Fields.Values)
            .ToDictionary(field => field.Coordinate, field => FieldPrice.Of(field, habits(field), Inputs), StringComparer.Ordinal);
        foreach (var field in schema.Types.Values.OfType<InterfaceType>().SelectMany(type => type.Fields.Values))
        {
            prices[field.Coordinate] = FieldPrice.Dearest(
                prices[field.Coordinate], schema.PossibleTypes(field.DeclaringType).Select(type => prices[type.Fields[field.Name].Coordinate]));
        }

        _fields = prices.ToFrozenDictionary(StringComparer.Ordinal);
    }

    public Schema Schema { get; }

    internal InputPrices Inputs { get; }

    public FieldPrice Of(OutputField field) => _fields[field.Coordinate];
}
