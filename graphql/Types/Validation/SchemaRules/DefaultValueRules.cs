using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>
/// A default value is a value of its type, and filling in the defaults of input objects comes to an end.
/// https://spec.graphql.org/draft/#InputObjectDefaultValueHasCycle()
/// </summary>
internal static class DefaultValueRules
{
    public static void Check(SchemaContext context)
    {
        var search = new CycleSearch(context);
        foreach (var type in context.Types.OfType<InputObjectType>())
        {
            foreach (var field in type.Fields.Values)
            {
                search.Visit(type, field);
            }
        }

        // Coercion would not end on a circle.
        if (search.FoundAny)
        {
            return;
        }

        foreach (var (coordinate, value) in Values(context).Where(pair => pair.Value is { DefaultValue: not null, Type.IsInputType: true }))
        {
            if (!ValueCoercion.TryCoerceLiteral(value.DefaultValue!, value.Type, VariableValues.None, out _))
            {
                context.Report($"The default value of {coordinate} must be of type {value.Type} but is: {SyntaxPrinter.Print(value.DefaultValue!)}.", value.DefaultValue);
            }
        }
    }

    private static IEnumerable<(string Coordinate, InputValue Value)> Values(SchemaContext context) =>
    [
        .. from directive in context.Schema.Directives.Values
           from argument in directive.Arguments.Values
           select ($"@{directive.Name}({argument.Name}:)", argument),
        .. from type in context.Types.OfType<ComplexType>()
           from field in type.Fields.Values
           from argument in field.Arguments.Values
           select ($"{field}({argument.Name}:)", argument),
        .. from type in context.Types.OfType<InputObjectType>()
           from field in type.Fields.Values
           select ($"{type}.{field.Name}", field),
    ];

    /// <summary>Each field's default value is walked once.</summary>
    private sealed class CycleSearch(SchemaContext context)
    {
        private readonly HashSet<InputValue> _visited = [];
        private readonly List<(string Coordinate, InputValue Field)> _path = [];

        public bool FoundAny { get; private set; }

        public void Visit(InputObjectType type, InputValue field)
        {
            if (field.DefaultValue is null || field.Type.Named is not InputObjectType)
            {
                return;
            }

            var start = _path.FindIndex(step => ReferenceEquals(step.Field, field));
            if (start >= 0)
            {
                Report(_path[start..]);
            }
            else if (_visited.Add(field))
            {
                _path.Add(($"{type}.{field.Name}", field));
                VisitValue(field.Type, field.DefaultValue);
                _path.RemoveAt(_path.Count - 1);
            }
        }

        private void VisitValue(GraphQLType type, ValueNode value)
        {
            if (value is ListValueNode list)
            {
                foreach (var item in list.Items)
                {
                    VisitValue(type, item);
                }
            }
            else if (value is ObjectValueNode given && type.Named is InputObjectType input)
            {
                var literals = given.Fields.ToLookup(field => field.Name.Value, field => field.Value);
                foreach (var field in input.Fields.Values)
                {
                    if (literals.Contains(field.Name))
                    {
                        VisitValue(field.Type, literals[field.Name].First());
                    }
                    else
                    {
                        Visit(input, field);
                    }
                }
            }
        }

        private void Report(List<(string Coordinate, InputValue Field)> cycle)
        {
            FoundAny = true;
            var via = cycle.Count == 1 ? "" : $" via the default values of: {string.Join(", ", cycle.Skip(1).Select(step => step.Coordinate))}";
            context.Report(
                $"Invalid circular reference. The default value of Input Object field {cycle[0].Coordinate} references itself{via}.",
                cycle.Select(step => step.Field.DefaultValue));
        }
    }
}
