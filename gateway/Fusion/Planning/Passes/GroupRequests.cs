namespace FinFlow.Gateway.Fusion;

/// <summary>
/// Makes one step of steps with equal operations, and one request of the steps that go to the same source at the same level: a source is
/// asked once per round trip, whatever the number of places that need it.
/// </summary>
internal static class GroupRequests
{
    /// <summary>Lookups that differ only in the place that they complete become one step with several targets.</summary>
    public static List<PlanStep> MergeEqual(List<PlanStep> steps)
    {
        var merged = new List<PlanStep>();
        var replaced = new Dictionary<int, int>();
        foreach (var step in steps)
        {
            var equal = step.IsRoot ? null : merged.Find(other =>
                other.Source == step.Source && other.Level == step.Level && !other.IsRoot && other.Operation.Text == step.Operation.Text);
            if (equal is null)
            {
                merged.Add(step);
                continue;
            }

            equal.Targets.AddRange(step.Targets);
            equal.Dependencies.UnionWith(step.Dependencies);
            replaced[step.Id] = equal.Id;
        }

        foreach (var step in merged)
        {
            foreach (var old in step.Dependencies.Where(replaced.ContainsKey).ToList())
            {
                step.Dependencies.Remove(old);
                step.Dependencies.Add(replaced[old]);
            }
        }

        return merged;
    }

    public static List<StepGroup> Run(IReadOnlyList<PlanStep> steps)
    {
        var groups = steps.GroupBy(step => (step.Level, step.Source, Alone: step.IsRoot && step.OperationType != GraphQL.Language.OperationType.Query ? step.Id : -1))
            .OrderBy(group => group.Key.Level).ThenBy(group => group.Key.Source).ThenBy(group => group.Key.Alone)
            .Select((group, index) => new StepGroup(index, group.Key.Source, [.. group]))
            .ToList();
        var groupOf = groups.SelectMany(group => group.Steps.Select(step => (step.Id, group))).ToDictionary(pair => pair.Id, pair => pair.group);
        foreach (var group in groups)
        {
            var before = group.Steps.SelectMany(step => step.Dependencies).Where(groupOf.ContainsKey).Select(id => groupOf[id]).Distinct().ToList();
            group.DependencyCount = before.Count;
            before.ForEach(other => other.Dependents.Add(group.Index));
        }

        return groups;
    }
}
