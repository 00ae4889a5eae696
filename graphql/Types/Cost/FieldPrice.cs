using System.Globalization;
using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>What one field of the schema costs.</summary>
/// <param name="Weight">Of one call of its resolver.</param>
/// <param name="TypeWeight">Of one object that it gives.</param>
/// <param name="Arguments">The arguments that cost something when they are given.</param>
/// <param name="List">How long its list, or the list inside of what it gives, is.</param>
public sealed record FieldPrice(double Weight, double TypeWeight, IReadOnlyList<InputValue> Arguments, ListPrice? List)
{
    /// <param name="field">A field of the schema.</param>
    /// <param name="habits">What holds where neither @cost nor @listSize says anything.</param>
    /// <param name="inputs">What its arguments cost.</param>
    internal static FieldPrice Of(OutputField field, FieldHabits habits, InputPrices inputs)
    {
        var type = field.Type.Named;
        return new FieldPrice(
            WeightOf(field.Directives) ?? habits.Weight,
            WeightOf(type.Directives) ?? (type.IsComposite ? 1 : 0),
            [.. field.Arguments.Values.Where(inputs.HasPrice)],
            ListPrice.Of(field) ?? habits.List);
    }

    /// <summary>An interface's field costs what the dearest of its implementations does.</summary>
    internal static FieldPrice Dearest(FieldPrice declared, IEnumerable<FieldPrice> implementations)
        => implementations.Aggregate(declared, (dearest, next) => dearest with
        {
            Weight = Math.Max(dearest.Weight, next.Weight),
            List = dearest.List ?? next.List,
        });

    internal static double? WeightOf(IReadOnlyList<DirectiveNode> directives)
        => directives.FirstOrDefault(directive => directive.Name.Value == "cost")?.Arguments is [{ Value: var weight }]
            && double.TryParse((weight as StringValueNode)?.Value ?? (weight as IntValueNode)?.Value, CultureInfo.InvariantCulture, out var value)
            ? value
            : null;
}

/// <summary>What a field costs, and how long its list is, where the schema does not say it.</summary>
public readonly record struct FieldHabits(double Weight, ListPrice? List);
