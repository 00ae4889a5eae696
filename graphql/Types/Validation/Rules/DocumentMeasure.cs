using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>
/// How large a document is, fragments expanded, against <see cref="ValidationLimits"/>. Every selection set is measured once, and
/// the walk never goes deeper than the limits, so it costs no more than the document is long.
/// </summary>
internal sealed class DocumentMeasure(ValidationContext context)
{
    /// <summary>Null while the fragment is being measured: whoever meets it then has gone in a circle.</summary>
    private readonly Dictionary<string, Extent?> _fragments = new(StringComparer.Ordinal);
    private int _aliases;

    private ValidationLimits Limits => context.Limits;

    public static void Check(ValidationContext context)
    {
        var measure = new DocumentMeasure(context);
        foreach (var operation in context.Operations)
        {
            measure.Check(operation);
        }

        foreach (var fragment in context.Fragments.Values)
        {
            if (!measure._fragments.ContainsKey(fragment.Name.Value))
            {
                measure.CheckDepth(fragment, measure.Measure(fragment, default));
            }
        }
    }

    private void Check(OperationDefinitionNode operation)
    {
        CheckDirectives(operation, operation.Directives);
        foreach (var variable in operation.VariableDefinitions)
        {
            CheckDirectives(variable, variable.Directives);
        }

        var extent = Measure(operation.SelectionSet, default);
        CheckDepth(operation, extent);
        Check(extent.RootFields, Limits.RootFieldsMax, "LIMIT_ROOT_FIELDS_EXCEEDED", "An operation may select at most {0} fields of its root.", operation);
        Check(extent.Fields, Limits.FieldsMax, "LIMIT_FIELDS_EXCEEDED", "An operation may select at most {0} fields.", operation);
    }

    private void CheckDepth(ExecutableDefinitionNode definition, Extent extent)
    {
        Check(extent.Depth, Limits.DepthMax, "LIMIT_DEPTH_EXCEEDED", "Fields may be nested at most {0} levels deep.", definition);
        Check(extent.FragmentDepth, Limits.FragmentDepthMax, "LIMIT_FRAGMENT_DEPTH_EXCEEDED", "Fragments may be nested at most {0} levels deep.", definition);
    }

    private Extent Measure(FragmentDefinitionNode fragment, Place place)
    {
        var name = fragment.Name.Value;
        if (_fragments.TryGetValue(name, out var known))
        {
            context.HasFragmentCycles |= known is null;
            return known ?? default;
        }

        _fragments[name] = null;
        CheckDirectives(fragment, fragment.Directives);
        var extent = Measure(fragment.SelectionSet, place);
        _fragments[name] = extent;
        return extent;
    }

    private Extent Measure(SelectionSetNode selections, Place place)
    {
        if (place.Depth >= Limits.DepthMax || place.FragmentDepth > Limits.FragmentDepthMax)
        {
            return new Extent { Depth = 1 };
        }

        var sum = default(Extent);
        foreach (var selection in selections.Selections)
        {
            CheckDirectives(selection, selection.Directives);
            sum += selection switch
            {
                FieldNode field => Measure(field, place),
                InlineFragmentNode inline => Measure(inline.SelectionSet, place.InFragment()).InFragment(),
                FragmentSpreadNode spread when context.Fragments.TryGetValue(spread.Name.Value, out var fragment)
                    => Measure(fragment, place.InFragment()).InFragment(),
                _ => default,
            };
        }

        return sum;
    }

    private Extent Measure(FieldNode field, Place place)
    {
        if (field.Alias is { } alias && ++_aliases == Limits.AliasesMax + 1)
        {
            Report("LIMIT_ALIASES_EXCEEDED", "A document may have at most {0} aliases.", Limits.AliasesMax, alias);
        }

        var extent = (field.SelectionSet is { } inner ? Measure(inner, place.InField()) : default).InField(field.Name.Value);
        if (field.Name.Value is "__schema" or "__type")
        {
            Check(
                extent.Depth, Limits.IntrospectionDepthMax, "LIMIT_INTROSPECTION_DEPTH_EXCEEDED",
                "Fields of introspection may be nested at most {0} levels deep.", field);
            Check(
                extent.TypeLists, Limits.IntrospectionListsMax, "LIMIT_INTROSPECTION_DEPTH_EXCEEDED",
                "Lists of introspection may be nested at most {0} levels deep.", field);
        }

        return extent;
    }

    private void CheckDirectives(SyntaxNode owner, IReadOnlyList<DirectiveNode> directives)
        => Check(directives.Count, Limits.DirectivesMax, "LIMIT_DIRECTIVES_EXCEEDED", "At most {0} directives may stand at one place.", owner);

    private void Check(int value, int max, string code, string message, SyntaxNode node)
    {
        if (value > max)
        {
            Report(code, message, max, node);
        }
    }

    private void Report(string code, string message, int max, SyntaxNode node)
        => context.Report(GraphQLError.At(message.Replace("{0}", $"{max}", StringComparison.Ordinal), node) with { Code = code });

    /// <summary>What is around a selection set.</summary>
    private readonly record struct Place(int Depth, int FragmentDepth)
    {
        public Place InField() => this with { Depth = Depth + 1 };

        public Place InFragment() => this with { FragmentDepth = FragmentDepth + 1 };
    }

    /// <summary>What is in a selection set.</summary>
    private readonly record struct Extent(int Depth, int FragmentDepth, int TypeLists, int Fields, int RootFields)
    {
        /// <summary>Depths are those of the deeper one. Fields add up; nobody asks by how much they exceed a thousand million.</summary>
        public static Extent operator +(Extent a, Extent b) => new(
            Math.Max(a.Depth, b.Depth), Math.Max(a.FragmentDepth, b.FragmentDepth), Math.Max(a.TypeLists, b.TypeLists),
            Math.Min(a.Fields + b.Fields, 1_000_000_000), Math.Min(a.RootFields + b.RootFields, 1_000_000_000));

        public Extent InField(string name) => new(
            Depth + 1, FragmentDepth, TypeLists + (name is "fields" or "interfaces" or "possibleTypes" or "inputFields" ? 1 : 0), Fields + 1, RootFields: 1);

        public Extent InFragment() => this with { FragmentDepth = FragmentDepth + 1 };
    }
}
