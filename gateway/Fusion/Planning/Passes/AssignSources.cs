using FinFlow.GraphQL.Language;

namespace FinFlow.Gateway.Fusion;

/// <summary>
/// Decides which step fetches which field: a best-first search over partial plans. A step takes every field that its source resolves;
/// where several sources could give the rest, each is tried, and the cheapest complete plan wins. Equal inputs give equal plans.
/// </summary>
internal sealed class AssignSources(CompositeSchema schema, NormalizedOperation operation, PlannerOptions options)
{
    private readonly Reachability _reachability = new(schema);
    private readonly MapBinder _maps = new(schema, operation);
    private string? _deadEnd;

    /// <exception cref="PlanException">There is no plan, or none within the limits.</exception>
    public SearchState Run()
    {
        var queue = new PriorityQueue<SearchState, (int Cost, int Backlog, int Order)>();
        queue.Enqueue(Seed(), default);
        Stack<SearchState>? following = null;
        for (var expanded = 0; (following?.TryPop(out var state) ?? false) || queue.TryDequeue(out state, out _); expanded++)
        {
            Check(state);
            if (state.Backlog.Count == 0)
            {
                if (!DependencyOrder.HasCycle(state))
                {
                    return state;
                }

                continue;
            }

            if (expanded >= options.ExpandedNodesLimit)
            {
                throw new PlanException("Planning the operation takes too long; ask for less at once.", "PLAN_TOO_COMPLEX");
            }

            var successors = Expand(state);
            if (expanded >= options.ExpandedNodesMax && successors.Count > 0)
            {
                // Enough was compared: from here on the cheapest way is followed, the others are kept for dead ends only.
                following ??= [];
                successors.Sort((a, b) => b.Cost.CompareTo(a.Cost));
                successors.ForEach(following.Push);
                successors = [];
            }

            foreach (var next in successors)
            {
                queue.Enqueue(next, (next.Cost, next.Backlog.Count, expanded));
            }
        }

        throw new PlanException($"No source schema can give {_deadEnd ?? "what the operation asks for"}.", PlanException.NotFound);
    }

    private void Check(SearchState state)
    {
        if (state.Steps.Count > options.StepsMax)
        {
            throw new PlanException($"The operation needs more than {options.StepsMax} source requests.", "PLAN_STEPS_MAX");
        }

        if (state.Steps.Count > 0 && state.Steps[^1].Depth > options.DepthMax)
        {
            throw new PlanException($"The operation needs more than {options.DepthMax} source requests one after another.", "PLAN_DEPTH_MAX");
        }
    }

    private SearchState Seed()
    {
        var state = new SearchState(mayAskAgain: operation.Syntax.Operation == OperationType.Query, isDivided: operation.Later.Count > 0);
        var root = operation.Root;
        var items = new List<WorkItem>();
        var order = 0;
        var fetched = new List<Selection>();
        foreach (var field in root.Fields.ToList())
        {
            if (field.Name.StartsWith("__", StringComparison.Ordinal))
            {
                continue;
            }

            if (IsNodeField(root, field))
            {
                SeedNode(state, field, items);
            }
            else if (operation.Syntax.Operation == OperationType.Query)
            {
                fetched.Add(Selection.Whole(field));
            }
            else
            {
                items.Add(new RootItem([Selection.Whole(field)], order++));
            }
        }

        items.InsertRange(0, fetched.GroupBy(selection => selection.Field.Part).Select(part => new RootItem([.. part], 0) { Part = part.Key }));
        foreach (var item in items.OrderBy(item => item.Part.Id).Reverse())
        {
            state.Backlog.Push(item);
        }

        return state;
    }

    /// <summary>`node` and `nodes` belong to the gateway: no source defines them.</summary>
    private bool IsNodeField(SelectionSet root, SelectedField field)
        => field.Name is "node" or "nodes" && field.Selections is not null && schema.TypeOf(root.Type.Name).SourcesOf(field.Name).Count == 0;

    private void SeedNode(SearchState state, SelectedField field, List<WorkItem> items)
    {
        var place = field.Selections!;
        state.Steps.Add(new StepDraft(state.Steps.Count, -1, operation.Root, null, null, 0, 0, []) { NodeField = field });
        var step = state.Steps[^1].Id;
        foreach (var type in place.PossibleTypes.Where(type => schema.TypesWithIds.Contains(type)))
        {
            // Whatever is asked of it, its owner says whether the object exists: a source that only extends the type believes every id.
            IReadOnlyList<Selection> existence = [.. _maps.Bind(place, type, GraphQL.Types.FieldSelectionMap.Parse("id")).Needed];
            items.Add(new EntityItem(place, type, existence, step, -1, 0) { OnlySource = schema.TypeOf(type).IdOwner, Part = field.Part });
            var selections = place.Fields.Where(f => !f.IsTypeName && !f.IsInternal && f.Types.Contains(type)).Select(Selection.Whole);
            items.AddRange(selections.GroupBy(selection => selection.Field.Part).Select(part => new EntityItem(place, type, [.. part], step, -1, 0) { Part = part.Key }));
        }
    }

    private List<SearchState> Expand(SearchState state)
    {
        var popped = state.Clone();
        return popped.Backlog.Pop() switch
        {
            RootItem item => ExpandRoot(popped, item),
            EntityItem item => ExpandEntity(popped, item),
            TypeItem item => new TypeLookups(schema, _reachability, _maps).Expand(popped, item),
            _ => [],
        };
    }

    private List<SearchState> ExpandRoot(SearchState state, RootItem item)
    {
        var root = operation.Root;
        var first = item.Selections[0];
        var options = new List<SearchState>();
        foreach (var candidate in schema.TypeOf(root.Type.Name).SourcesOf(first.Field.Name).Where(c => !c.External && !first.WasTried(c.Source)))
        {
            var next = state.Clone();
            var isQuery = operation.Syntax.Operation == OperationType.Query;
            var step = (isQuery ? next.Steps.FirstOrDefault(s => s.Source == candidate.Source && s.Lookup is null && s.Part == item.Part) : null)
                ?? next.Add(candidate.Source, root, null, null, 1, item.Order, item.Part);
            var rest = new FieldPlacement(schema, _reachability, next).Place(step, root, root.Type.Name, item.Selections, [], null);
            Continue(options, next, item, rest);
        }

        _deadEnd ??= options.Count == 0 ? $"{root.Type.Name}.{first.Field.Name}" : null;
        return options;
    }

    private List<SearchState> ExpandEntity(SearchState state, EntityItem item)
    {
        var selections = item.Selections;
        var available = state.Steps.Where(step => (step.Id == item.From || step.Lookup is not null && step.Position == item.Position && step.TypeName == item.TypeName)
            && step.Part.IsBefore(item.Part, item.Position)).ToList();

        // What a part needs for its keys and requirements may come with what is before it; what it is for may not.
        foreach (var step in available.Where(step => step.Source >= 0 && step.Source != item.ExcludedSource && (step.Part == item.Part || item.ExcludedSource >= 0)))
        {
            selections = new FieldPlacement(schema, _reachability, state).Place(step, item.Position, item.TypeName, selections, [], null);
        }

        if (selections.Count == 0)
        {
            return [state];
        }

        // Some source must give the first selection, so that only its sources are alternatives; the others' turn comes with the rest.
        // Trying every source here would try every order of the same steps.
        var options = new List<SearchState>();
        for (var i = 0; i < selections.Count && options.Count == 0; i++)
        {
            foreach (var source in Candidates(item, selections[i]))
            {
                if (RouteOf(state, item, available, source) is { } route)
                {
                    var next = state.Clone();
                    var rest = Follow(next, item, route, [.. available], selections);
                    Continue(options, next, item with { Selections = selections }, rest);
                }
            }
        }

        _deadEnd ??= options.Count == 0 ? $"{item.TypeName}.{selections[0].Field.Name}" : null;
        return options;
    }

    /// <summary>What is deferred waits for as little as possible: it starts from where its objects come from, if it can.</summary>
    private IReadOnlyList<Lookup>? RouteOf(SearchState state, EntityItem item, List<StepDraft> available, int source)
        => (item.Part.IsInitial ? null : _reachability.Route(item.TypeName, [state.Steps[item.From].Source], source))
            ?? _reachability.Route(item.TypeName, [.. available.Select(step => step.Source)], source);

    private IEnumerable<int> Candidates(EntityItem item, Selection selection) => schema.TypeOf(item.TypeName).SourcesOf(selection.Field.Name)
        .Where(candidate => !candidate.External && !selection.WasTried(candidate.Source) && candidate.Source != item.ExcludedSource
            && (item.OnlySource < 0 || candidate.Source == item.OnlySource))
        .Select(candidate => candidate.Source)
        .Order();

    /// <summary>Adds the steps of a route; the last takes what it can of the selections. Gives what is left.</summary>
    private IReadOnlyList<Selection> Follow(
        SearchState state, EntityItem item, IReadOnlyList<Lookup> route, List<StepDraft> available, IReadOnlyList<Selection> selections)
    {
        var place = item.Position;
        foreach (var lookup in route)
        {
            var depth = state.Steps[item.From].Depth;
            var needs = new List<Need>();
            foreach (var argument in lookup.Arguments)
            {
                var (value, needed) = _maps.Bind(place, item.TypeName, argument.Map, isWhole: argument.IsRepresentation);
                needs.Add(new Need(argument.Name, argument.Type, value, needed, null));
                foreach (var selection in needed)
                {
                    depth = Math.Max(depth, PlaceKey(state, available, item.TypeName, selection));
                }
            }

            available.Add(state.Add(lookup.Source, place, item.TypeName, lookup, depth + 1, item.Order, item.Part));
            needs.ForEach(need => state.Require(available[^1].Id, need));
        }

        var requirements = new List<Need>();
        var left = new FieldPlacement(schema, _reachability, state).Place(
            available[^1], place, item.TypeName, selections, [], (field, source) => BindRequirement(requirements, place, item.TypeName, field, source));
        foreach (var need in requirements)
        {
            state.Require(available[^1].Id, need);
            state.Backlog.Push(new EntityItem(place, item.TypeName, need.Selections, item.From, available[^1].Source, item.Order) { Part = item.Part });
        }

        return left;
    }

    /// <summary>Lets the first steps that resolve a key fetch it. Gives the depth of the deepest of them.</summary>
    private int PlaceKey(SearchState state, List<StepDraft> available, string type, Selection key)
    {
        IReadOnlyList<Selection> rest = [key];
        var depth = 0;
        foreach (var provider in available.TakeWhile(_ => rest.Count > 0))
        {
            rest = new FieldPlacement(schema, _reachability, state).PlaceKey(provider, type, rest);
            depth = provider.Depth;
        }

        return depth;
    }

    private void BindRequirement(List<Need> needs, SelectionSet place, string type, SelectedField field, Requirement requirement)
    {
        foreach (var argument in requirement.Arguments)
        {
            var (value, needed) = _maps.Bind(place, type, argument.Map);
            needs.Add(new Need(argument.Name, argument.Type, value, needed, field));
        }
    }

    /// <summary>Keeps an option that made progress, unless another already leaves as little for no more.</summary>
    private static void Continue(List<SearchState> options, SearchState next, WorkItem item, IReadOnlyList<Selection> left)
    {
        var rest = next.KeepDue(item, left);
        if (rest.Count > 0 && rest.Sum(s => s.Leaves) >= item.Selections.Sum(s => s.Leaves))
        {
            return;
        }

        if (rest.Count > 0)
        {
            // Below the requirements that were pushed before it: what they add may make this easier.
            var above = new Stack<WorkItem>();
            while (next.Backlog.TryPeek(out var top) && top is EntityItem { ExcludedSource: >= 0 })
            {
                above.Push(next.Backlog.Pop());
            }

            next.Backlog.Push(item with { Selections = rest });
            while (above.TryPop(out var requirement))
            {
                next.Backlog.Push(requirement);
            }
        }

        if (!options.Any(other => other.Cost <= next.Cost && other.Backlog.Count <= next.Backlog.Count && rest.Count == 0))
        {
            options.Add(next);
        }
    }
}
