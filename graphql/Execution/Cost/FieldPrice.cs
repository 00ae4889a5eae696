using System.Globalization;
using FinFlow.GraphQL.Language;
using FinFlow.GraphQL.Types;

namespace FinFlow.GraphQL.Execution;

/// <summary>What one field of the schema costs.</summary>
/// <param name="Weight">Of one call of its resolver.</param>
/// <param name="TypeWeight">Of one object that it gives.</param>
/// <param name="Arguments">The arguments that cost something when they are given.</param>
/// <param name="List">How long its list, or the list inside of what it gives, is.</param>
internal sealed record FieldPrice(double Weight, double TypeWeight, IReadOnlyList<InputValue> Arguments, ListPrice? List)
{
    public static FieldPrice Of(OutputField field, FieldBinding? binding, CostOptions options, InputPrices inputs)
    {
        var type = field.Type.Named;
        var isAsynchronous = binding?.Resolver.Kind is ResolverKind.Task or ResolverKind.ValueTask;
        var byDefault = isAsynchronous ? options.AsynchronousWeight : type.IsComposite || binding?.Resolver.Kind is ResolverKind.Synchronous ? 1 : 0;
        return new FieldPrice(
            WeightOf(field.Directives) ?? byDefault,
            WeightOf(type.Directives) ?? (type.IsComposite ? 1 : 0),
            [.. field.Arguments.Values.Where(inputs.HasPrice)],
            ListPrice.Of(field, binding));
    }

    /// <summary>An interface's field costs what the dearest of its implementations does.</summary>
    public static FieldPrice Dearest(FieldPrice declared, IEnumerable<FieldPrice> implementations)
        => implementations.Aggregate(declared, (dearest, next) => dearest with
        {
            Weight = Math.Max(dearest.Weight, next.Weight),
            List = dearest.List ?? next.List,
        });

    public static double? WeightOf(IReadOnlyList<DirectiveNode> directives)
        => directives.FirstOrDefault(directive => directive.Name.Value == "cost")?.Arguments is [{ Value: StringValueNode weight }]
            && double.TryParse(weight.Value, CultureInfo.InvariantCulture, out var value)
            ? value
            : null;
}

/// <summary>A field's @listSize. A connection has one without being told: its page, which `edges` and `nodes` repeat.</summary>
internal sealed record ListPrice(int? AssumedSize, IReadOnlyList<string> SlicingArguments, IReadOnlyList<string> SizedFields, bool RequiresOneArgument)
{
    private static readonly ListPrice Connection = new(PagingArguments.DefaultPageSize, ["first", "last"], ["edges", "nodes"], RequiresOneArgument: false);

    public static ListPrice? Of(OutputField field, FieldBinding? binding)
    {
        if (field.Directives.FirstOrDefault(directive => directive.Name.Value == "listSize") is not { } directive)
        {
            return binding is not null && Connections.ItemType(binding.Resolver.ValueType) is not null ? Connection : null;
        }

        return new ListPrice(
            Argument(directive, "assumedSize") is IntValueNode size ? int.Parse(size.Value, CultureInfo.InvariantCulture) : null,
            Strings(Argument(directive, "slicingArguments")),
            Strings(Argument(directive, "sizedFields")),
            Argument(directive, "requireOneSlicingArgument") is not BooleanValueNode { Value: false });
    }

    private static ValueNode? Argument(DirectiveNode directive, string name)
        => directive.Arguments.FirstOrDefault(argument => argument.Name.Value == name)?.Value;

    private static string[] Strings(ValueNode? value)
        => value is ListValueNode list ? [.. list.Items.OfType<StringValueNode>().Select(text => text.Value)] : [];
}
