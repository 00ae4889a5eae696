using FinFlow.GraphQL.Language;

namespace FinFlow.Gateway.Fusion;

/// <summary>Puts selections into a step as far as its source resolves them, and queues lookups for what it does not.</summary>
internal sealed class FieldPlacement(CompositeSchema schema, Reachability reachability, SearchState state)
{
    /// <param name="step">The step to put the selections into.</param>
    /// <param name="place">Where the selections are.</param>
    /// <param name="type">The object type in question, or the place's own type when all are.</param>
    /// <param name="selections">What is wanted.</param>
    /// <param name="provided">Selections that `provides` promises here.</param>
    /// <param name="require">Called for fields with requirements that may be placed; null where they may not.</param>
    /// <returns>What the source cannot give and no lookup below the place can, to be had from another source of the place.</returns>
    public IReadOnlyList<Selection> Place(
        StepDraft step, SelectionSet place, string type, IReadOnlyList<Selection> selections,
        IReadOnlyList<SelectionSetNode> provided, Action<SelectedField, Requirement>? require)
    {
        var left = new List<Selection>();
        foreach (var selection in selections)
        {
            var rest = selection.WasTried(step.Source) ? selection : PlaceOne(step, place, type, selection, provided, require);
            if (rest is not null)
            {
                left.Add(rest);
            }
        }

        return left;
    }

    /// <summary>Puts a key into a step that is known to resolve it, if it does.</summary>
    public IReadOnlyList<Selection> PlaceKey(StepDraft step, string type, IReadOnlyList<Selection> selections)
    {
        var left = new List<Selection>();
        foreach (var selection in selections)
        {
            var resolves = step.Source < 0 ? selection.Field.Name == "id" : KnownTypes(step, type, selection.Field) is { Count: > 0 } types
                && types.All(known => schema.TypeOf(known).Find(selection.Field.Name, step.Source) is { Requirement: null });
            var inner = selection.Children.Count == 0 || !resolves
                ? []
                : PlaceKey(step, selection.Field.Selections!.Type.Name, selection.Children);
            if (resolves && inner.Count == 0)
            {
                state.Assigned.Add((step.Id, selection.Field));
            }
            else
            {
                left.Add(selection);
            }
        }

        return left;
    }

    /// <summary>The types for which a key's field is wanted: the one in question, or, where objects may be of several, those that the source knows.</summary>
    private IReadOnlyList<string> KnownTypes(StepDraft step, string type, SelectedField field)
        => schema.TypeOf(type).ObjectIndex >= 0 || schema.TypeOf(type).InterfaceObjectSources.Contains(step.Source) ? [type]
            : [.. field.Types.Where(known => schema.TypeOf(known).Sources.Contains(step.Source))];

    private Selection? PlaceOne(
        StepDraft step, SelectionSet place, string type, Selection selection,
        IReadOnlyList<SelectionSetNode> provided, Action<SelectedField, Requirement>? require)
    {
        var field = selection.Field;
        if (field.IsTypeName)
        {
            return null;
        }

        // Of the types that are possible here the source may know only some; it never gives objects of the others.
        var owner = field.Types.Contains(type) ? type : field.Types.FirstOrDefault(t => schema.TypeOf(t).Sources.Contains(step.Source));
        if (owner is null)
        {
            return null;
        }

        var promised = Find(provided, field.Name);
        var source = schema.TypeOf(owner).Find(field.Name, step.Source);
        if (source is null || source.External && promised is null)
        {
            return selection.TriedBy(step.Source);
        }

        if (source.Requirement is { } requirement)
        {
            if (require is null)
            {
                return selection;
            }

            require(field, requirement);
        }

        var left = PlaceChildren(step, selection, promised?.SelectionSet, source.Provides);
        if (left.Count > 0 && left.Sum(s => s.Leaves) == selection.Leaves && selection.Children.Count > 0 && left.Any(child => IsDueWith(selection, child, step)))
        {
            return selection.TriedBy(step.Source);
        }

        state.Assigned.Add((step.Id, field));
        return left.Count == 0 ? null : (selection with { Children = left, IsPlaced = true }).TriedBy(step.Source);
    }

    /// <summary>Whether a sub-field comes with its field, or with the part that the step is for.</summary>
    private bool IsDueWith(Selection selection, Selection child, StepDraft step)
        => !state.IsDivided || child.ByPart(step.Part).Any(pair => pair.Part == selection.Field.Part || pair.Part == step.Part);

    private IReadOnlyList<Selection> PlaceChildren(StepDraft step, Selection selection, SelectionSetNode? promised, SelectionSetNode? provides)
    {
        if (selection.Field.Selections is not { } place || selection.Children.Count == 0)
        {
            return [];
        }

        SelectionSetNode?[] both = [promised, provides];
        if (!schema.TypeOf(place.Type.Name).InterfaceObjectSources.Contains(step.Source))
        {
            IReadOnlyList<SelectionSetNode> provided = [.. both.OfType<SelectionSetNode>()];
            IReadOnlyList<Selection> later = state.IsDivided ? [.. selection.Children.Where(child => !IsDueWith(selection, child, step))] : [];
            return later.Count == 0
                ? PlaceBelow(step, place, selection.Children, provided)
                : [.. PlaceBelow(step, place, [.. selection.Children.Except(later)], provided), .. PlaceLater(step, place, later, provided)];
        }

        var missing = Place(step, place, place.Type.Name, selection.Children, [.. both.OfType<SelectionSetNode>()], null);
        if (missing.Count > 0 || selection.Children.Any(child => DependsOnType(place, child.Field)))
        {
            // Whatever is deferred at such a place comes with the type: without it nothing is known of the objects.
            state.Backlog.Push(new TypeItem(place, missing, step.Id, step.Order) { Part = step.Part });
        }

        return [];
    }

    /// <summary>Whether objects of different types differ in what is asked of them. A leaf may have been split by its sources.</summary>
    private static bool DependsOnType(SelectionSet place, SelectedField field)
        => field.IsTypeName || !place.PossibleTypes.All(type => field.Types.Contains(type) || (field.Selections is null && place.Fields.Exists(
            other => other.Types.Contains(type) && other.ResponseName == field.ResponseName && other.IsInternal == field.IsInternal && other.IsSameCall(field.Name, field.Arguments))));

    /// <summary>Puts what is wanted of a place's objects into the step that gives them, and queues lookups for the rest. Gives what no lookup can.</summary>
    public IReadOnlyList<Selection> PlaceBelow(StepDraft step, SelectionSet place, IReadOnlyList<Selection> selections, IReadOnlyList<SelectionSetNode> provided)
    {
        var missing = Place(step, place, place.Type.Name, selections, provided, null);
        if (missing.Count == 0)
        {
            return [];
        }

        var left = new List<Selection>();
        foreach (var type in place.PossibleTypes.Where(t => place.PossibleTypes.Count == 1 || schema.TypeOf(t).Sources.Contains(step.Source)))
        {
            var ofType = missing.Where(s => s.Field.Types.Contains(type)).ToList();
            var reachable = ofType.Where(s => reachability.CanReach(type, step.Source, s)).ToList();
            left.AddRange(ofType.Except(reachable).Except(left));
            foreach (var part in reachable.GroupBy(s => s.IsNeed || s.IsPlaced ? step.Part : s.Field.Part))
            {
                state.Queue(new EntityItem(place, type, [.. part], step.Id, -1, step.Order) { Part = part.Key }, step.Part);
            }
        }

        return left;
    }

    /// <summary>
    /// Queues lookups for what comes in later parts. What no lookup can give, the source is asked for again if it is on the way of a query's
    /// root field, and otherwise it is fetched now: then it is there early and is still sent when its part is.
    /// </summary>
    private List<Selection> PlaceLater(StepDraft step, SelectionSet place, IReadOnlyList<Selection> later, IReadOnlyList<SelectionSetNode> provided)
    {
        var (now, left) = (new List<Selection>(), new List<Selection>());
        var types = place.PossibleTypes.Where(t => place.PossibleTypes.Count == 1 || schema.TypeOf(t).Sources.Contains(step.Source)).ToList();
        var reachable = later.Where(s => !s.Field.IsTypeName && types.TrueForAll(t => !s.Field.Types.Contains(t) || reachability.CanReachLater(t, step.Source, s))).ToList();
        foreach (var part in reachable.GroupBy(s => s.Field.Part))
        {
            foreach (var type in types)
            {
                var ofType = part.Where(s => s.Field.Types.Contains(type)).ToList();
                if (ofType.Count > 0)
                {
                    state.Queue(new EntityItem(place, type, ofType, step.Id, -1, step.Order) { Part = part.Key }, step.Part);
                }
            }
        }

        foreach (var selection in later.Where(s => !s.Field.IsTypeName).Except(reachable))
        {
            (CanAskAgain(step, place) ? left : now).Add(selection);
        }

        left.AddRange(PlaceBelow(step, place, now, provided));
        return left;
    }

    /// <summary>Queries have no effect, so they may be asked twice; items of a list might be others the second time.</summary>
    private bool CanAskAgain(StepDraft step, SelectionSet place)
    {
        if (step.Lookup is not null || !state.MayAskAgain)
        {
            return false;
        }

        for (var field = place.Parent; field is not null; field = field.Owner.Parent)
        {
            if (field.Type.Nullable is GraphQL.Types.ListType)
            {
                return false;
            }
        }

        return true;
    }

    private static FieldNode? Find(IReadOnlyList<SelectionSetNode> provided, string name)
    {
        foreach (var selection in provided.SelectMany(set => set.Selections))
        {
            if (selection is FieldNode field && field.Name.Value == name)
            {
                return field;
            }

            if (selection is InlineFragmentNode fragment && Find([fragment.SelectionSet], name) is { } inner)
            {
                return inner;
            }
        }

        return null;
    }
}
