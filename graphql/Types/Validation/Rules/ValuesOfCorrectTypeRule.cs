using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>A literal is a value of the type that its place expects. https://spec.graphql.org/draft/#sec-Values-of-Correct-Type</summary>
internal sealed class ValuesOfCorrectTypeRule(ValidationContext context) : DocumentRule(context)
{
    protected override VisitAction Enter(ListValueNode node)
        => Context.Types.ParentInputType?.Nullable is ListType ? VisitAction.Continue : CheckLeaf(node);

    protected override VisitAction Enter(ObjectValueNode node)
    {
        if (Context.Types.InputType?.Named is not InputObjectType type)
        {
            return CheckLeaf(node);
        }

        var given = node.Fields.Select(field => field.Name.Value).ToHashSet(StringComparer.Ordinal);
        foreach (var required in type.Fields.Values.Where(field => field.IsRequired && !given.Contains(field.Name)))
        {
            Context.Report($"Field \"{type}.{required.Name}\" of required type \"{required.Type}\" was not provided.", node);
        }

        if (type.IsOneOf)
        {
            CheckOneOf(node, type, given.Count);
        }

        return VisitAction.Continue;
    }

    protected override VisitAction Enter(ObjectFieldNode node)
    {
        if (Context.Types is { InputType: null, ParentInputType.Named: InputObjectType type })
        {
            var name = node.Name.Value;
            Context.Report($"Field \"{name}\" is not defined by type \"{type}\".{Suggestions.DidYouMean(name, type.Fields.Keys)}", node);
        }

        return VisitAction.Continue;
    }

    protected override VisitAction Enter(NullValueNode node)
    {
        if (Context.Types.InputType is NonNullType type)
        {
            ReportUnexpected(node, type);
        }

        return VisitAction.Continue;
    }

    protected override VisitAction Enter(EnumValueNode node) => CheckLeaf(node);

    protected override VisitAction Enter(IntValueNode node) => CheckLeaf(node);

    protected override VisitAction Enter(FloatValueNode node) => CheckLeaf(node);

    protected override VisitAction Enter(StringValueNode node) => CheckLeaf(node);

    protected override VisitAction Enter(BooleanValueNode node) => CheckLeaf(node);

    /// <summary>https://spec.graphql.org/draft/#sec-OneOf-Input-Objects</summary>
    private void CheckOneOf(ObjectValueNode node, InputObjectType type, int fieldCount)
    {
        if (fieldCount != 1)
        {
            Context.Report($"OneOf Input Object \"{type}\" must specify exactly one key.", node);
        }
        else if (node.Fields[^1] is { Value: NullValueNode } field)
        {
            Context.Report($"Field \"{type}.{field.Name.Value}\" must be non-null.", node);
        }
    }

    private VisitAction CheckLeaf(ValueNode node)
    {
        switch (Context.Types.InputType)
        {
            case null: break;
            case { Named: EnumType type }: CheckEnum(node, type); break;
            case { Named: ScalarType scalar } type: CheckScalar(node, scalar, type); break;
            case var type: ReportUnexpected(node, type); break;
        }

        return VisitAction.SkipChildren;
    }

    private void CheckEnum(ValueNode node, EnumType type)
    {
        var names = type.Values.Select(value => value.Name);
        if (node is not EnumValueNode name)
        {
            var text = SyntaxPrinter.Print(node);
            Context.Report($"Enum \"{type}\" cannot represent non-enum value: {text}.{Suggestions.DidYouMean(text, names, "the enum value")}", node);
        }
        else if (type.Find(name.Value) is null)
        {
            Context.Report($"Value \"{name.Value}\" does not exist in \"{type}\" enum.{Suggestions.DidYouMean(name.Value, names, "the enum value")}", node);
        }
    }

    /// <summary>A literal that holds variables can be judged only when their values are known.</summary>
    private void CheckScalar(ValueNode node, ScalarType scalar, GraphQLType type)
    {
        if (ValueCoercion.HasVariables(node))
        {
            return;
        }

        try
        {
            if (scalar.Behavior.ParseLiteral(node) is null)
            {
                ReportUnexpected(node, type);
            }
        }
        catch (ScalarException refusal)
        {
            Context.Report(refusal.Message, node);
        }
    }

    private void ReportUnexpected(ValueNode node, GraphQLType type)
        => Context.Report($"Expected value of type \"{type}\", found {SyntaxPrinter.Print(node)}.", node);
}
