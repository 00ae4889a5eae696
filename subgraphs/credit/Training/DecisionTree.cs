using System.Text.Json.Serialization;

namespace FinFlow.Credit;

/// <summary>A question about one feature, or a leaf with its value.</summary>
/// <param name="Feature">The number of the feature that is asked about.</param>
/// <param name="Threshold">Who has more goes to <paramref name="More"/>; who has at most that, or nothing, goes to <paramref name="Less"/>.</param>
/// <param name="Less">The number of a later node; 0 in a leaf.</param>
/// <param name="More">The number of a later node; 0 in a leaf.</param>
/// <param name="Value">Log-odds of default that a leaf adds; 0 in a question.</param>
/// <param name="Rows">How many of the examples came by here.</param>
internal readonly record struct TreeNode(
    [property: JsonPropertyName("f"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int Feature = 0,
    [property: JsonPropertyName("t"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] double Threshold = 0,
    [property: JsonPropertyName("l"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int Less = 0,
    [property: JsonPropertyName("m"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int More = 0,
    [property: JsonPropertyName("v"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] double Value = 0,
    [property: JsonPropertyName("n")] int Rows = 0)
{
    [JsonIgnore]
    public bool IsLeaf => Less == 0;
}

/// <summary>Questions that lead to a value. Children stand after their parents, so that every walk ends.</summary>
internal sealed record DecisionTree(IReadOnlyList<TreeNode> Nodes)
{
    public double ValueOf(ReadOnlySpan<double> features)
    {
        var node = Nodes[0];
        while (!node.IsLeaf)
        {
            node = Nodes[features[node.Feature] > node.Threshold ? node.More : node.Less];
        }

        return node.Value;
    }

    /// <summary>What is wrong with a tree that came from a file; null when it can be walked.</summary>
    public string? Fault(int features)
    {
        for (var number = 0; number < Nodes.Count; number++)
        {
            var node = Nodes[number];
            var fits = node.IsLeaf
                ? node.More == 0
                : node.Less > number && node.More > number && node.Less < Nodes.Count && node.More < Nodes.Count && node.Feature >= 0 && node.Feature < features;
            if (!fits || node.Rows <= 0 || !double.IsFinite(node.Value) || !double.IsFinite(node.Threshold))
            {
                return $"node {number} of a tree leads nowhere";
            }
        }

        return Nodes.Count == 0 ? "a tree is empty" : null;
    }
}
