using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>
/// Prices an operation with the values that its variables really have. Fields that merge are paid once; of the types that an abstract
/// field may have, the dearest is paid. https://ibm.github.io/graphql-specs/cost-spec.html#sec-Field-Cost
/// </summary>
/// <param name="prices">Of the schema's members.</param>
/// <param name="fragments">The document's, by name.</param>
/// <param name="variables">What was sent.</param>
/// <param name="options">How long lists are that do not say it.</param>
public sealed class CostCalculator(
    SchemaPrices prices, IReadOnlyDictionary<string, FragmentDefinitionNode> fragments, VariableValues variables, CostOptions options)
{
    /// <summary>Whether another request of the same operation may have another price.</summary>
    public bool UsedVariables { get; private set; }

    /// <summary>Why the operation has no price: a list needs exactly one slicing argument and has another number of them.</summary>
    public GraphQLError? Refusal { get; private set; }

    private Schema Schema => prices.Schema;

    /// <summary>To be read together with <see cref="Refusal"/>.</summary>
    public OperationCost Price(OperationDefinitionNode operation)
        => new OperationCost(0, 1) + Sum(Schema.RootType(operation.Operation)!, [operation.SelectionSet], null);

    private OperationCost Sum(NamedType type, IEnumerable<SelectionSetNode> sets, (ListPrice Price, double Size)? page)
    {
        var fields = new OrderedDictionary<(NamedType Condition, string Name), List<FieldNode>>();
        foreach (var set in sets)
        {
            Collect(set, type, fields, []);
        }

        var always = default(OperationCost);
        Dictionary<NamedType, OperationCost>? alternatives = null;
        foreach (var ((condition, _), nodes) in fields)
        {
            var cost = Price(condition, nodes, page);
            if (condition is ObjectType && condition != type)
            {
                alternatives ??= [];
                alternatives[condition] = alternatives.GetValueOrDefault(condition) + cost;
            }
            else
            {
                always += cost;
            }
        }

        return always + (alternatives?.Values.Aggregate((a, b) => a.Or(b)) ?? default);
    }

    private OperationCost Price(NamedType type, List<FieldNode> nodes, (ListPrice Price, double Size)? page)
    {
        var node = nodes[0];
        if (Schema.FindField(type, node.Name.Value) is not { DeclaringType: not null } field)
        {
            return default;
        }

        var price = prices.Of(field);
        var size = price.List is { } list ? SizeOf(list, field, node) : options.UnsizedListLength;
        var repeats = page is { } around && around.Price.SizedFields.Contains(field.Name) ? around.Size
            : field.Type.Nullable is ListType ? size
            : 1;
        var inner = field.Type.Named.IsComposite
            ? Sum(
                field.Type.Named, nodes.Where(occurrence => occurrence.SelectionSet is not null).Select(occurrence => occurrence.SelectionSet!),
                price.List is { SizedFields.Count: > 0 } paged ? (paged, size) : null)
            : default;
        return new OperationCost(price.Weight + ArgumentsOf(price, node) + (repeats * inner.FieldCost), repeats * (price.TypeWeight + inner.TypeCost));
    }

    private double ArgumentsOf(FieldPrice price, FieldNode node)
    {
        var sum = 0.0;
        foreach (var priced in price.Arguments)
        {
            if (node.Arguments.FirstOrDefault(argument => argument.Name.Value == priced.Name) is { } given)
            {
                sum += prices.Inputs.Of(priced, given.Value, Sent);
            }
        }

        return sum;
    }

    private ValueNode? Sent(string variable)
    {
        UsedVariables = true;
        return variables.Literal(variable);
    }

    private double SizeOf(ListPrice list, OutputField field, FieldNode node)
    {
        double? largest = null;
        var given = 0;
        foreach (var name in list.SlicingArguments)
        {
            if (ValueOf(field, node, name) is { } size)
            {
                given++;
                largest = Math.Max(largest ?? 0, size);
            }
        }

        if (list.RequiresOneArgument && list.SlicingArguments.Count > 0 && given != 1)
        {
            Refusal ??= GraphQLError.At($"Exactly one of the arguments {string.Join(", ", list.SlicingArguments)} must be given.", node) with { Code = "HC0082" };
        }

        return largest ?? list.AssumedSize ?? options.UnsizedListLength;
    }

    private double? ValueOf(OutputField field, FieldNode node, string argument)
    {
        var literal = node.Arguments.FirstOrDefault(given => given.Name.Value == argument)?.Value;
        if (literal is VariableNode variable)
        {
            UsedVariables = true;
            if (variables.TryGet(variable.Name.Value, out var sent))
            {
                return ToSize(sent);
            }
        }
        else if (literal is IntValueNode number)
        {
            return double.Parse(number.Value, System.Globalization.CultureInfo.InvariantCulture);
        }
        else if (literal is not null)
        {
            return literal is ListValueNode list ? list.Items.Count : null;
        }

        return field.Arguments.TryGetValue(argument, out var definition) && definition.TryGetDefault(out var byDefault) ? ToSize(byDefault) : null;
    }

    private static double? ToSize(object? value) => value switch
    {
        int number => number,
        long number => number,
        // As many as there are keys to look for.
        IReadOnlyList<object?> list => list.Count,
        _ => null,
    };

    private void Collect(
        SelectionSetNode set, NamedType condition, OrderedDictionary<(NamedType, string), List<FieldNode>> fields, HashSet<(string, NamedType)> visited)
    {
        foreach (var selection in set.Selections)
        {
            if (!IsIncluded(selection.Directives))
            {
                continue;
            }

            switch (selection)
            {
                case FieldNode field:
                    if (!fields.TryGetValue((condition, field.ResponseName), out var nodes))
                    {
                        fields.Add((condition, field.ResponseName), nodes = []);
                    }

                    nodes.Add(field);
                    break;
                case InlineFragmentNode inline:
                    Collect(inline.SelectionSet, Narrow(condition, inline.TypeCondition), fields, visited);
                    break;
                case FragmentSpreadNode spread when visited.Add((spread.Name.Value, condition)) && fragments.TryGetValue(spread.Name.Value, out var fragment):
                    Collect(fragment.SelectionSet, Narrow(condition, fragment.TypeCondition), fields, visited);
                    break;
            }
        }
    }

    // Within an object type an interface's fragment adds nothing: its fields are the object's own.
    private NamedType Narrow(NamedType outer, NamedTypeNode? condition)
        => condition is null || outer is ObjectType ? outer : Schema.FindType(condition.Name.Value) ?? outer;

    private bool IsIncluded(IReadOnlyList<DirectiveNode> directives)
    {
        foreach (var directive in directives)
        {
            if (directive.Name.Value is "skip" or "include" && directive.Arguments is [{ Value: var condition }, ..]
                && IsTrue(condition) != (directive.Name.Value == "include"))
            {
                return false;
            }
        }

        return true;
    }

    private bool IsTrue(ValueNode condition)
    {
        if (condition is not VariableNode variable)
        {
            return condition is BooleanValueNode { Value: true };
        }

        UsedVariables = true;
        return variables.TryGet(variable.Name.Value, out var value) && value is true;
    }
}
