using FinFlow.GraphQL.Language;

namespace FinFlow.Gateway.Fusion;

/// <summary>An argument of a step's lookup, or of a field with a requirement, and where its value comes from.</summary>
/// <param name="Field">The field whose argument it is; null for the lookup's own.</param>
/// <param name="Selections">What must have been fetched at the step's place before.</param>
internal sealed record Need(string Argument, TypeNode Type, MapValue Value, IReadOnlyList<Selection> Selections, SelectedField? Field);

/// <summary>One operation against one source, as the search sees it.</summary>
/// <param name="Source">-1 for what the gateway itself knows: the objects that `node` names.</param>
/// <param name="Position">Where its result belongs.</param>
/// <param name="TypeName">The entity that is looked up; null for root steps.</param>
/// <param name="Order">Index of the root field that it serves; mutations run in this order.</param>
internal sealed record StepDraft(
    int Id, int Source, SelectionSet Position, string? TypeName, Lookup? Lookup, int Depth, int Order, IReadOnlyList<Need> Needs)
{
    public SelectedField? NodeField { get; init; }

    /// <summary>The part of the answer for which it is made.</summary>
    public DeferPart Part { get; init; } = DeferPart.Initial;

    /// <summary>Whether it finds out of which types the place's objects are.</summary>
    public bool GivesType => TypeName is not null && Position.IsAbstract && TypeName == Position.Type.Name;
}

/// <summary>Selections that no step gives yet.</summary>
internal abstract record WorkItem(IReadOnlyList<Selection> Selections, int Order)
{
    /// <summary>The part of the answer that waits for it.</summary>
    public DeferPart Part { get; init; } = DeferPart.Initial;
}

internal sealed record RootItem(IReadOnlyList<Selection> Selections, int Order) : WorkItem(Selections, Order);

/// <param name="From">The step that creates the objects of this place.</param>
/// <param name="ExcludedSource">For requirements: the source that they are for; -1 for none.</param>
internal sealed record EntityItem(SelectionSet Position, string TypeName, IReadOnlyList<Selection> Selections, int From, int ExcludedSource, int Order)
    : WorkItem(Selections, Order)
{
    /// <summary>The one source that may answer: the owner that is asked whether a node exists. -1 for any.</summary>
    public int OnlySource { get; init; } = -1;
}

/// <summary>Objects of which the step that gives them does not know the type.</summary>
internal sealed record TypeItem(SelectionSet Position, IReadOnlyList<Selection> Selections, int From, int Order) : WorkItem(Selections, Order);

/// <summary>A partial plan: what is decided, and what is left. Only the search that made it changes it, before others see it.</summary>
internal sealed class SearchState
{
    public List<StepDraft> Steps { get; }
    public HashSet<(int Step, SelectedField Field)> Assigned { get; }
    public Stack<WorkItem> Backlog { get; private set; }

    /// <summary>Fields with requirements that steps already carry the needs for.</summary>
    public HashSet<(int Step, SelectedField Field)> Supplied { get; }

    /// <summary>Whether root fields may be asked for twice: of queries, which have no effect.</summary>
    public bool MayAskAgain { get; }

    /// <summary>Whether parts of the answer come later.</summary>
    public bool IsDivided { get; }

    public SearchState(bool mayAskAgain, bool isDivided)
        => (Steps, Assigned, Backlog, Supplied, MayAskAgain, IsDivided) = ([], [], new Stack<WorkItem>(), [], mayAskAgain, isDivided);

    // Sets are copied as they lie, not item by item: there is a copy for every partial plan.
    private SearchState(SearchState other)
        => (Steps, Assigned, Backlog, Supplied, MayAskAgain, IsDivided) = (
            [.. other.Steps], new HashSet<(int, SelectedField)>(other.Assigned), new Stack<WorkItem>(other.Backlog.Reverse()),
            new HashSet<(int, SelectedField)>(other.Supplied), other.MayAskAgain, other.IsDivided);

    /// <summary>
    /// A request costs 10, a level of waiting 15: two more parallel requests are better than one more round trip, which is both; three are not.
    /// What is left costs at least one request each, unless it still fits into an existing one, which is rare.
    /// </summary>
    public int Cost => 10 * Steps.Count(step => step.Source >= 0) + 15 * Steps.Max(step => (int?)step.Depth).GetValueOrDefault() + 10 * Backlog.Count;

    public SearchState Clone() => new(this);

    /// <summary>Queues what is to be done next; last of all if another part waits for it: what comes first is decided first.</summary>
    /// <param name="current">The part that is being planned.</param>
    public void Queue(WorkItem item, DeferPart current)
    {
        if (item.Part == current)
        {
            Backlog.Push(item);
        }
        else
        {
            Backlog = new Stack<WorkItem>([item, .. Backlog.Reverse()]);
        }
    }

    /// <summary>Of what is left of an item, what its part waits for; what others wait for is queued for them.</summary>
    public IReadOnlyList<Selection> KeepDue(WorkItem item, IReadOnlyList<Selection> left)
    {
        if (!IsDivided || !left.Any(selection => selection.IsPlaced))
        {
            return left;
        }

        var parts = left.SelectMany(selection => selection.ByPart(item.Part)).ToLookup(pair => pair.Part, pair => pair.Selection);
        foreach (var part in parts.Where(part => part.Key != item.Part))
        {
            Queue(item with { Selections = [.. part.Select(selection => selection.Anew())], Part = part.Key }, item.Part);
        }

        return [.. parts[item.Part]];
    }

    public StepDraft Add(int source, SelectionSet position, string? typeName, Lookup? lookup, int depth, int order, DeferPart part)
    {
        var step = new StepDraft(Steps.Count, source, position, typeName, lookup, depth, order, []) { Part = part };
        Steps.Add(step);
        return step;
    }

    public void Require(int step, Need need) => Steps[step] = Steps[step] with { Needs = [.. Steps[step].Needs, need] };
}
