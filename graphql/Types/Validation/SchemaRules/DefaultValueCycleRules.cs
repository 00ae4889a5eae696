using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>
/// Filling in the default values of input objects comes to an end. Each default value is walked once.
/// https://spec.graphql.org/draft/#InputObjectDefaultValueHasCycle()
/// </summary>
internal static class DefaultValueCycleRules
{
    public static void Check(SchemaContext context)
    {
        var search = new Search(context);
        foreach (var type in context.Types.OfType<InputObjectType>())
        {
            foreach (var field in type.Fields.Values)
            {
                search.Visit(type, field);
            }
        }
    }

    private sealed class Search(SchemaContext context)
    {
        private readonly HashSet<InputValue> _visited = [];
        private readonly List<(string Coordinate, InputValue Field)> _path = [];

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
            var via = cycle.Count == 1 ? "" : $" via the default values of: {string.Join(", ", cycle.Skip(1).Select(step => step.Coordinate))}";
            context.Report(
                $"Invalid circular reference. The default value of Input Object field {cycle[0].Coordinate} references itself{via}.",
                cycle.Select(step => step.Field.DefaultValue));
        }
    }
}
