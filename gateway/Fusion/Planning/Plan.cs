using FinFlow.GraphQL.Language;

namespace FinFlow.Gateway.Fusion;

/// <summary>An operation made ready to run: which sources are asked what, in which order, and where the answers go. Immutable.</summary>
public sealed class Plan
{
    internal Plan(
        OperationDefinitionNode operation, IReadOnlyList<PlanStep> steps, IReadOnlyList<StepGroup> groups, IReadOnlyList<GatewayField> gatewayFields,
        int rootSlots, int placeCount, ObjectShape answer, IReadOnlyList<string> sources, IReadOnlyList<DeferPart> later,
        ILookup<DeferPart, string> early)
    {
        Operation = operation;
        Steps = steps;
        Groups = groups;
        GatewayFields = gatewayFields;
        RootSlots = rootSlots;
        PlaceCount = placeCount;
        Answer = answer;
        Sources = sources;
        Later = later;
        Early = early;
    }

    internal OperationDefinitionNode Operation { get; }

    internal IReadOnlyList<PlanStep> Steps { get; }

    /// <summary>Steps that leave in one request, in an order in which each stands after those that it waits for.</summary>
    internal IReadOnlyList<StepGroup> Groups { get; }

    /// <summary>Root fields that the gateway answers itself.</summary>
    internal IReadOnlyList<GatewayField> GatewayFields { get; }

    internal int RootSlots { get; }

    /// <summary>Places whose objects are looked up somewhere.</summary>
    internal int PlaceCount { get; }

    /// <summary>How the client's answer is written.</summary>
    internal ObjectShape Answer { get; }

    internal IReadOnlyList<string> Sources { get; }

    /// <summary>The parts of the answer that come after the first payload; none when it comes in one piece.</summary>
    internal IReadOnlyList<DeferPart> Later { get; }

    /// <summary>For readers: fields of later parts that no request of their own can give, so that they are fetched before.</summary>
    internal ILookup<DeferPart, string> Early { get; }

    /// <summary>Of a subscription: when equal ones may join its stream.</summary>
    internal StreamJoining? Joining { get; init; }

    /// <summary>The memory that it takes, by estimate.</summary>
    internal long Bytes { get; init; }

    /// <summary>What the last request needed, so that the next one starts with enough.</summary>
    internal PlanSizes Sizes { get; } = new();

    /// <summary>What the operation costs, once it is known and when no variable changes it.</summary>
    internal GraphQL.Types.ConstantCost? ConstantCost { get; set; }

    /// <summary>The plan for a reader: steps with their source operations and what they wait for.</summary>
    public override string ToString() => PlanPrinter.Print(this);
}

/// <summary>Sizes of a plan's results. Guesses only: no harm is done when requests overwrite each other's.</summary>
internal sealed class PlanSizes
{
    public int Rows { get; set; } = 1024;

    public int AnswerBytes { get; set; } = 4096;
}

/// <summary>One operation against one source; for lookups executed once per distinct key.</summary>
internal sealed class PlanStep
{
    public required int Id { get; init; }
    public required int Source { get; init; }
    public required OperationType OperationType { get; init; }
    public required SourceOperation Operation { get; init; }

    /// <summary>Response names from the data to the objects; empty for root steps.</summary>
    public required IReadOnlyList<string> ResultPath { get; init; }

    /// <summary>Where the results belong. Several when equal operations serve several places.</summary>
    public required List<StepTarget> Targets { get; init; }

    public required HashSet<int> Dependencies { get; init; }
    public required int Level { get; init; }

    /// <summary>The part of the answer that waits for it.</summary>
    public required DeferPart Part { get; init; }

    public bool IsRoot => ResultPath.Count == 0;
}

/// <summary>A place whose objects of one type are completed by a step.</summary>
/// <param name="Place">Number among the places that are looked up; -1 for the root.</param>
/// <param name="TypeIndex">Which of the objects there.</param>
/// <param name="Keys">Variable names and the values' places, in the order of the operation's variables.</param>
/// <param name="Shape">How a result is read.</param>
/// <param name="Path">For readers: `users.reviews.product`.</param>
/// <param name="DecidesExistence">Whether an object does not exist when the lookup gives null: below `node` and `nodes`, and where the lookup gives the object's type.</param>
internal sealed record StepTarget(int Place, int TypeIndex, IReadOnlyList<KeyVariable> Keys, ScanShape Shape, string Path, bool DecidesExistence);

/// <param name="Name">The variable's name.</param>
/// <param name="Map">For readers: the selection map.</param>
/// <param name="IsRequired">Whether the lookup cannot be made without a value.</param>
internal sealed record KeyVariable(string Name, MapValue Value, string Map, bool IsRequired)
{
    /// <summary>`"name":`</summary>
    public byte[] Prefix { get; } = System.Text.Encoding.UTF8.GetBytes($"\"{Name}\":");

    /// <summary>The fields to the value where it is one of the object's own leaves, as it usually is.</summary>
    public SelectedField[]? Leaf { get; } = Value is { ObjectFields: null, Element: null, Rest: null, TypeNames: null, Types: null, Otherwise.Count: 0, Path.Count: > 0 } ? [.. Value.Path] : null;
}

/// <summary>The text that a source is sent.</summary>
/// <param name="ForwardedVariables">Variables of the client that it uses.</param>
internal sealed record SourceOperation(string Text, IReadOnlyList<string> ForwardedVariables)
{
    public byte[] Utf8 { get; } = System.Text.Encoding.UTF8.GetBytes(Text);

    /// <summary>Set where the text asks for `_entities`.</summary>
    public EntityFetch? Entities { get; init; }

    /// <summary>The text as a JSON string, quotes included.</summary>
    public byte[] Json { get; } = ToJson(Text);

    private static byte[] ToJson(string text)
    {
        using var buffer = new GraphQL.Types.JsonBuffer(text.Length + 64);
        buffer.WriteString(text);
        return buffer.WrittenSpan.ToArray();
    }
}

/// <summary>Steps to one source that can start at the same time: one request.</summary>
internal sealed class StepGroup(int index, int source, IReadOnlyList<PlanStep> steps)
{
    public int Index { get; } = index;
    public int Source { get; } = source;
    public IReadOnlyList<PlanStep> Steps { get; } = steps;
    public DeferPart Part { get; } = steps[0].Part;
    public List<int> Dependents { get; } = [];

    /// <summary>The requests that it waits for; for deferred ones also the permission to leave.</summary>
    public int DependencyCount { get; set; }

    /// <summary>Other parts of the answer for which requests are made that it waits for.</summary>
    public HashSet<DeferPart> PartsBefore { get; } = [];
}

/// <summary>`__schema`, `__type`, `node` or `nodes`.</summary>
/// <param name="Place">Of node fields: the place whose objects are looked up.</param>
internal sealed record GatewayField(SelectedField Field, NodePlace? Place);

internal sealed record NodePlace(int Place, int SlotCount, IReadOnlyDictionary<string, int?> IdSlotsByType);
