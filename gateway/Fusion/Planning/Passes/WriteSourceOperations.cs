using System.Text;
using FinFlow.GraphQL.Language;
using FinFlow.GraphQL.Types;

namespace FinFlow.Gateway.Fusion;

/// <summary>
/// Writes the operation that a step sends, and at the same time the shape by which its answer is read: both walk the same fields.
/// Below interfaces and unions `__typename` comes first, so that the reader knows an object's type before its fields.
/// </summary>
internal sealed class WriteSourceOperations(
    CompositeSchema schema, NormalizedOperation operation, SearchState state, AssignSlots slots)
{
    private readonly StringBuilder _text = new();
    private readonly SortedSet<string> _forwarded = new(StringComparer.Ordinal);
    private StepDraft _step = null!;
    private List<(string Variable, Need Need)> _needs = [];

    public (SourceOperation Operation, ScanShape Shape, IReadOnlyList<(string Variable, Need Need)> Keys) Write(StepDraft step)
    {
        _step = step;
        _text.Clear();
        _forwarded.Clear();
        _needs = [.. step.Needs.Select((need, index) => ($"{VariablePrefix}{index + 1}", need))];
        var shape = step.Lookup is { } lookup ? WriteLookup(lookup) : WriteSelections(step.Position, operation.Root.Type.Name);
        var type = step.Lookup is null ? operation.Syntax.Operation : OperationType.Query;
        var text = type.ToString().ToLowerInvariant() + Variables() + _text;
        var entities = step.Lookup?.EntityName is { } entity ? new EntityFetch(entity, VariablePrefix) : null;
        return (new SourceOperation(text, [.. _forwarded]) { Entities = entities }, shape, _needs);
    }

    /// <summary>`k`, made longer until no variable of the client begins with it.</summary>
    private string VariablePrefix
    {
        get
        {
            var prefix = "k";
            while (operation.Syntax.VariableDefinitions.Any(v => v.Variable.Name.Value.StartsWith(prefix, StringComparison.Ordinal)))
            {
                prefix += "_";
            }

            return prefix;
        }
    }

    private string Variables()
    {
        var definitions = _needs.Where(need => !EntityFetch.IsRepresentation(need.Need.Type)).Select(need => $"${need.Variable}: {SyntaxPrinter.PrintCompact(need.Need.Type)}")
            .Concat(_step.Lookup?.EntityName is null ? [] : [$"${VariablePrefix}: [_Any!]!"])
            .Concat(operation.Syntax.VariableDefinitions.Where(v => _forwarded.Contains(v.Variable.Name.Value)).Select(Print))
            .ToList();
        return definitions.Count == 0 ? "" : $"({string.Join(", ", definitions)})";
    }

    private static string Print(VariableDefinitionNode variable)
    {
        var text = $"${variable.Variable.Name.Value}: {SyntaxPrinter.PrintCompact(variable.Type)}";
        return variable.DefaultValue is null ? text : $"{text} = {SyntaxPrinter.PrintCompact(variable.DefaultValue)}";
    }

    private ScanShape WriteLookup(Lookup lookup)
    {
        if (lookup.EntityName is { } entity)
        {
            _text.Append('{').Append(EntityFetch.Field).Append("(representations: $").Append(VariablePrefix).Append("){... on ").Append(entity);
            var entityShape = WriteSelections(_step.Position, _step.TypeName!);
            _text.Append("}}");
            return entityShape;
        }

        foreach (var name in lookup.Path)
        {
            _text.Append('{').Append(name);
        }

        _text.Append('{').Append(lookup.FieldName).Append('(');
        _text.AppendJoin(", ", _needs.Where(need => need.Need.Field is null).Select(need => $"{need.Need.Argument}: ${need.Variable}"));
        _text.Append(')');
        var isAbstract = lookup.TypeName != _step.TypeName;
        _text.Append(isAbstract ? $"{{... on {_step.TypeName}" : "");
        var shape = WriteSelections(_step.Position, _step.TypeName!);
        _text.Append(isAbstract ? "}" : "").Append('}', lookup.Path.Count + 1);
        return shape;
    }

    /// <param name="type">The object type, or the name of the place's abstract type.</param>
    private ScanShape WriteSelections(SelectionSet place, string type)
    {
        _text.Append('{');
        var isInterfaceObject = schema.TypeOf(type).InterfaceObjectSources.Contains(_step.Source);
        if (isInterfaceObject && !state.Steps.Any(step => step.GivesType && step.Position == place))
        {
            // Nothing depends on the type, so that one is as good as another.
            (type, isInterfaceObject) = (place.PossibleTypes[0], false);
        }

        var isAbstract = schema.TypeOf(type).ObjectIndex < 0 && !isInterfaceObject;
        var known = place.PossibleTypes.Where(t => schema.TypeOf(t).Sources.Contains(_step.Source)).ToList();
        var fields = place.Fields
            .Where(field => state.Assigned.Contains((_step.Id, field)) && (isAbstract || isInterfaceObject || field.Types.Contains(type)))
            .OrderBy(field => field.IsInternal)
            .ToList();
        var scanned = new List<ScanField>();
        var names = new Dictionary<string, SelectedField>(StringComparer.Ordinal);
        if (isAbstract || fields.Count == 0)
        {
            _text.Append("__typename");
        }

        foreach (var group in fields.GroupBy(field => isAbstract ? ConditionOf(place, field, known) : ""))
        {
            foreach (var condition in group.Key.Split('|'))
            {
                _text.Append(condition.Length > 0 ? $" ... on {condition}{{" : "");
                foreach (var field in group)
                {
                    var child = WriteField(field, NameIn(names, field, isInterfaceObject), out var name);
                    if (condition == group.Key.Split('|')[^1])
                    {
                        scanned.Add(new ScanField(Encoding.UTF8.GetBytes(name), field.Slot, isAbstract ? TypesOf(field) : null, child));
                    }
                }

                _text.Append(condition.Length > 0 ? "}" : "");
            }
        }

        _text.Append('}');
        return new ScanShape
        {
            SlotCount = slots.CountOf(place),
            Place = slots.PlaceOf(place),
            IsWay = IsWay(place.Parent),
            TypeIndex = isInterfaceObject ? ScanShape.Untyped : schema.TypeOf(type).ObjectIndex,
            Fields = [.. scanned],
            Types = isAbstract ? [.. known.Select(t => (Encoding.UTF8.GetBytes(t), schema.TypeOf(t).ObjectIndex))] : [],
        };
    }

    /// <summary>Whether a deferred request asks again for what one before it has given, to get at what is below.</summary>
    private bool IsWay(SelectedField? field)
        => field is not null && _step.Lookup is null && !_step.Part.IsInitial
            && state.Steps.Any(other => other.Id < _step.Id && state.Assigned.Contains((other.Id, field)));

    private int[] TypesOf(SelectedField field) => [.. field.Types.Select(type => schema.TypeOf(type).ObjectIndex)];

    private ScanShape? WriteField(SelectedField field, string alias, out string name)
    {
        name = alias;
        if (_text[^1] != '{')
        {
            _text.Append(' ');
        }

        _text.Append(alias == field.Name ? "" : $"{alias}: ").Append(field.Name);
        var arguments = field.Arguments.Select(Print)
            .Concat(_needs.Where(need => need.Need.Field == field && !EntityFetch.IsRepresentation(need.Need.Type)).Select(need => $"{need.Need.Argument}: ${need.Variable}"))
            .ToList();
        _text.Append(arguments.Count == 0 ? "" : $"({string.Join(", ", arguments)})");
        return field.Selections is { } selections ? WriteSelections(selections, selections.Type.Name) : null;
    }

    private string Print(ArgumentNode argument)
    {
        Forward(argument.Value);
        return $"{argument.Name.Value}: {SyntaxPrinter.PrintCompact(argument.Value)}";
    }

    private void Forward(ValueNode value)
    {
        switch (value)
        {
            case VariableNode variable:
                _forwarded.Add(variable.Name.Value);
                break;
            case ListValueNode list:
                list.Items.ToList().ForEach(Forward);
                break;
            case ObjectValueNode obj:
                obj.Fields.ToList().ForEach(field => Forward(field.Value));
                break;
        }
    }

    /// <summary>The client's name, which internal fields make way for.</summary>
    /// <param name="isForAll">Whether every object is asked for every field, whatever its type.</param>
    private static string NameIn(Dictionary<string, SelectedField> names, SelectedField field, bool isForAll)
    {
        var name = field.IsInternal ? field.Name : field.ResponseName;
        for (var i = 1; names.TryGetValue(name, out var other) && other != field && (field.IsInternal || isForAll || other.Types.Intersect(field.Types).Any()); i++)
        {
            name = $"{field.Name}_{i}";
        }

        names[name] = field;
        return name;
    }

    /// <summary>
    /// The type conditions under which a field is written, joined by `|`: none when every value has the field, an interface when it covers
    /// exactly the field's types, or else the object types one by one.
    /// </summary>
    private string ConditionOf(SelectionSet place, SelectedField field, List<string> known)
    {
        var wanted = field.Types.Where(known.Contains).ToList();
        if (wanted.Count == known.Count && Declares(place.Type, field.Name))
        {
            return "";
        }

        var covering = wanted.Count < 2 ? null : ((ObjectType)schema.Full.Types[wanted[0]]).Interfaces.FirstOrDefault(candidate =>
            schema.TypeOf(candidate.Name).Sources.Contains(_step.Source) && Declares(candidate, field.Name)
            && schema.PossibleTypes(candidate).Where(known.Contains).ToHashSet().SetEquals(wanted));
        return covering?.Name ?? string.Join('|', wanted);
    }

    private bool Declares(NamedType type, string field)
        => type is InterfaceType && schema.TypeOf(type.Name).Find(field, _step.Source) is { External: false, Requirement: null };
}
