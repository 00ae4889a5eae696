namespace FinFlow.GraphQL.Types;

/// <summary>
/// An input object that requires itself, directly or through others, could never be given. Each type is walked once.
/// https://spec.graphql.org/draft/#sec-Input-Objects.Circular-References
/// </summary>
internal static class InputObjectCycleRules
{
    public static void Check(SchemaContext context)
    {
        var search = new Search(context);
        foreach (var type in context.Types.OfType<InputObjectType>())
        {
            search.Visit(type);
        }
    }

    private sealed class Search(SchemaContext context)
    {
        private readonly HashSet<InputObjectType> _visited = [];
        private readonly List<InputValue> _path = [];
        private readonly Dictionary<InputObjectType, int> _depths = [];

        public void Visit(InputObjectType type)
        {
            if (!_visited.Add(type))
            {
                return;
            }

            _depths[type] = _path.Count;
            foreach (var field in type.Fields.Values)
            {
                if (field.Type is not NonNullType { OfType: InputObjectType required })
                {
                    continue;
                }

                _path.Add(field);
                if (_depths.TryGetValue(required, out var start))
                {
                    var cycle = _path[start..];
                    context.Report(
                        $"Cannot reference Input Object \"{required}\" within itself through a series of non-null fields: \"{string.Join('.', cycle.Select(step => step.Name))}\".",
                        cycle.Select(step => step.Syntax));
                }
                else
                {
                    Visit(required);
                }

                _path.RemoveAt(_path.Count - 1);
            }

            _depths.Remove(type);
        }
    }
}
