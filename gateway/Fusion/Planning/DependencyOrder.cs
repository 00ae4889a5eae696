using FinFlow.GraphQL.Language;

namespace FinFlow.Gateway.Fusion;

/// <summary>Which step waits for which, and how deep each stands.</summary>
internal sealed class DependencyOrder
{
    private DependencyOrder(IReadOnlyList<IReadOnlySet<int>> dependencies, int[]? levels) => (Dependencies, Levels) = (dependencies, levels);

    /// <summary>By step id, the ids of the steps that must be done before.</summary>
    public IReadOnlyList<IReadOnlySet<int>> Dependencies { get; }

    /// <summary>By step id, the longest chain of steps before it; null when steps wait for one another in a circle.</summary>
    public int[]? Levels { get; }

    public static bool HasCycle(SearchState state) => Of(state, OperationType.Query).Levels is null;

    public static DependencyOrder Of(SearchState state, OperationType operation)
    {
        var providers = state.Assigned.ToLookup(pair => pair.Field, pair => pair.Step);
        var dependencies = state.Steps.Select(step => DependenciesOf(step, state, providers, operation)).ToList();
        return new DependencyOrder(dependencies, LevelsOf(dependencies));
    }

    private static HashSet<int> DependenciesOf(StepDraft step, SearchState state, ILookup<SelectedField, int> providers, OperationType operation)
    {
        var before = new HashSet<int>();
        if (step.Lookup is null)
        {
            // A mutation's field is complete, lookups included, before the next one starts.
            // https://spec.graphql.org/draft/#sec-Mutation
            if (operation == OperationType.Mutation)
            {
                before.UnionWith(state.Steps.Where(other => other.Order < step.Order && other.Part.IsInitial).Select(other => other.Id));
            }

            return before;
        }

        before.UnionWith(providers[step.Position.Parent!].Where(IsBefore));
        before.UnionWith(state.Steps.Where(other => other.NodeField == step.Position.Parent).Select(other => other.Id));
        if (!step.GivesType)
        {
            before.UnionWith(state.Steps.Where(other => other.GivesType && other.Position == step.Position && IsBefore(other.Id)).Select(other => other.Id));
        }

        foreach (var need in step.Needs)
        {
            Collect(need.Selections);
        }

        before.Remove(step.Id);
        return before;

        // What comes first never waits for what comes later.
        bool IsBefore(int other) => state.Steps[other].Part.IsBefore(step.Part, step.Position);

        void Collect(IReadOnlyList<Selection> selections)
        {
            foreach (var selection in selections)
            {
                if (selection.Children.Count > 0)
                {
                    Collect(selection.Children);
                }
                else if (providers[selection.Field].Where(id => id != step.Id && IsBefore(id)).Order().Select(id => (int?)id).FirstOrDefault() is { } provider)
                {
                    before.Add(provider);
                }
            }
        }
    }

    private static int[]? LevelsOf(List<HashSet<int>> dependencies)
    {
        var levels = new int[dependencies.Count];
        Array.Fill(levels, -1);
        for (var done = 0; done < levels.Length;)
        {
            var before = done;
            for (var i = 0; i < levels.Length; i++)
            {
                if (levels[i] < 0 && dependencies[i].All(d => levels[d] >= 0))
                {
                    levels[i] = dependencies[i].Count == 0 ? 0 : dependencies[i].Max(d => levels[d]) + 1;
                    done++;
                }
            }

            if (done == before)
            {
                return null;
            }
        }

        return levels;
    }
}
