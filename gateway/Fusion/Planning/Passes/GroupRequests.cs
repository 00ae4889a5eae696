namespace FinFlow.Gateway.Fusion;

/// <summary>
/// Makes one step of steps with equal operations, and one request of the steps that go to the same source at the same level: a source is
/// asked once per round trip, whatever the number of places that need it. What is deferred is a request of its own, which leaves later.
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
                other.Source == step.Source && other.Level == step.Level && other.Part == step.Part && !other.IsRoot && other.Operation.Text == step.Operation.Text);
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
        var ranks = RanksOf(steps);
        var groups = steps.GroupBy(step => (step.Part, step.Level, step.Source, Alone: step.IsRoot && step.OperationType != GraphQL.Language.OperationType.Query ? step.Id : -1))
            .OrderBy(group => ranks[group.Key.Part]).ThenBy(group => group.Key.Part.Id)
            .ThenBy(group => group.Key.Level).ThenBy(group => group.Key.Source).ThenBy(group => group.Key.Alone)
            .Select((group, index) => new StepGroup(index, group.Key.Source, [.. group]))
            .ToList();
        var groupOf = groups.SelectMany(group => group.Steps.Select(step => (step.Id, group))).ToDictionary(pair => pair.Id, pair => pair.group);
        foreach (var group in groups)
        {
            var before = group.Steps.SelectMany(step => step.Dependencies).Where(groupOf.ContainsKey).Select(id => groupOf[id]).Distinct().ToList();
            group.DependencyCount = group.Part.IsInitial ? before.Count : before.Count + 1;
            group.PartsBefore.UnionWith(before.Select(other => other.Part).Where(part => part != group.Part && !part.IsInitial));
            before.ForEach(other => other.Dependents.Add(group.Index));
        }

        return groups;
    }

    /// <summary>For each part of the answer, the longest chain of parts before it.</summary>
    private static Dictionary<DeferPart, int> RanksOf(IReadOnlyList<PlanStep> steps)
    {
        var byId = steps.ToDictionary(step => step.Id);
        var ranks = steps.Select(step => step.Part).Distinct().ToDictionary(part => part, _ => 0);
        foreach (var step in steps.OrderBy(step => step.Level))
        {
            foreach (var other in step.Dependencies.Where(byId.ContainsKey).Select(id => byId[id].Part).Where(part => part != step.Part))
            {
                ranks[step.Part] = Math.Max(ranks[step.Part], ranks[other] + 1);
            }
        }

        return ranks;
    }
}
