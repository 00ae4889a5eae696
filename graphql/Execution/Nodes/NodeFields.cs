using FinFlow.GraphQL.Language;
using FinFlow.GraphQL.Types;

namespace FinFlow.GraphQL.Execution;

/// <summary>`Query.node` and `Query.nodes`.</summary>
internal static class NodeFields
{
    private const string TooManyCode = "HC0076";

    public static IEnumerable<FieldDefinitionNode> Define(FieldReader query, GlobalObjectIdentificationOptions options)
    {
        query.Bind("node", new FieldBinding(new ResolverSource(
            typeof(NodeReference), ResolverKind.Synchronous, (Func<ResolverContext, NodeReference>)(context => new NodeReference((string)context.CoercedArguments["id"]!)))));
        query.Bind("nodes", new FieldBinding(new ResolverSource(
            typeof(IReadOnlyList<NodeReference>), ResolverKind.Synchronous, (Func<ResolverContext, IReadOnlyList<NodeReference>>)(context => References(context, options)))));
        return
        [
            Field("node", Sdl.Named("Node"), "The object with this id; null when there is none.",
                Sdl.Argument("id", Sdl.NonNull(Sdl.Named("ID")), "The object's id."), Weight),
            Field("nodes", Sdl.NonNull(new ListTypeNode(Sdl.Named("Node"))), "The objects with these ids, in their order; null where there is none.",
                Sdl.Argument("ids", Sdl.NonNull(new ListTypeNode(Sdl.NonNull(Sdl.Named("ID")))), $"At most {options.MaxAllowedNodeBatchSize}."), Weight, AsManyAsIds),
        ];
    }

    // What finds an object waits for something, as a rule.
    private static DirectiveNode Weight => Sdl.Directive("cost", ("weight", new StringValueNode("10")));

    private static DirectiveNode AsManyAsIds => Sdl.Directive(
        "listSize", ("slicingArguments", new ListValueNode([new StringValueNode("ids")])), ("requireOneSlicingArgument", new BooleanValueNode(false)));

    private static FieldDefinitionNode Field(
        string name, TypeNode type, string description, InputValueDefinitionNode argument, params IReadOnlyList<DirectiveNode> directives)
        => new() { Name = Sdl.Name(name), Type = type, Description = Sdl.Text(description), Arguments = [argument], Directives = [.. directives] };

    private static NodeReference[] References(ResolverContext context, GlobalObjectIdentificationOptions options)
    {
        var ids = (IReadOnlyList<object?>)context.CoercedArguments["ids"]!;
        return ids.Count <= options.MaxAllowedNodeBatchSize
            ? [.. ids.Select(id => new NodeReference((string)id!))]
            : throw new GraphQLException($"At most {options.MaxAllowedNodeBatchSize} nodes can be fetched at once; {ids.Count} were asked for.", TooManyCode);
    }
}

/// <summary>An object that is still to be found.</summary>
internal sealed record NodeReference(string Id);

/// <summary>Finds objects and writes them. Those of one list are looked for side by side, so that loaders collect their keys.</summary>
internal sealed class NodeCompleter(NodeResolvers nodes, Completer<object?> found) : Completer<NodeReference>
{
    public override bool Complete(OperationExecution execution, NodeReference value, Selection selection)
    {
        try
        {
            var id = NodeId.Parse(value.Id);
            var node = nodes.Find(id);
            var key = id.KeyAs(node.KeyType);
            if (node.Permission is null)
            {
                return Load(execution, node, key, selection);
            }

            var check = AuthorizedField.CheckAsync(execution, node.Permission);
            var admission = new Admission(this, node, key);
            return check.IsCompletedSuccessfully
                ? admission.Complete(execution, check.GetAwaiter().GetResult(), selection)
                : Wait(execution, check.AsTask(), admission);
        }
#pragma warning disable CA1031 // Whatever a resolver throws is its field's error.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return execution.Fail(exception);
        }
    }

    private bool Load(OperationExecution execution, NodeResolver node, object key, Selection selection)
    {
        var context = new ResolverContext(execution);
        context.Begin(selection, key);
        context.Bind([key]);
        context.Wait(execution.CurrentPath());
        var task = node.Load(context);
        return task.IsCompleted ? found.Complete(execution, task.GetAwaiter().GetResult(), selection) : Wait(execution, task.AsTask(), found);
    }

    private static bool Wait<T>(OperationExecution execution, Task<T> task, Completer<T> then)
    {
        var hole = new PendingTask<T>(execution, task, null, then);
        execution.Suspend(hole);
        hole.Await();
        return true;
    }

    /// <summary>Goes on when the caller may have the object.</summary>
    private sealed class Admission(NodeCompleter outer, NodeResolver node, object key) : Completer<GraphQLError?>
    {
        public override bool Complete(OperationExecution execution, GraphQLError? value, Selection selection)
            => value is null ? outer.Load(execution, node, key, selection) : execution.Fail(value);
    }
}

/// <summary>Writes the id of an object of one type.</summary>
internal sealed class NodeIdCompleter<T>(string typeName) : Completer<T>
{
    public override bool Complete(OperationExecution execution, T value, Selection selection)
    {
        if (value is null)
        {
            return execution.WriteNull();
        }

        execution.Output.WriteString(new NodeId(typeName, value is IFormattable number ? number.ToString(null, System.Globalization.CultureInfo.InvariantCulture) : value.ToString()!).ToString());
        return true;
    }
}
