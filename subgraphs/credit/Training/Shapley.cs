using System.Numerics;

namespace FinFlow.Credit;

/// <summary>
/// Shares a tree's value among the features on its paths (Shapley values, as in Lundberg et al., "Consistent individualized feature
/// attribution for tree ensembles"). Each leaf is a game of its own: it counts by the product of its questions, and a question that is
/// not answered yet counts by the share of examples that went the leaf's way. A path has few features, so all coalitions are tried.
/// </summary>
internal static class Shapley
{
    /// <returns>The tree's mean value over the examples; with what was added to <paramref name="contributions"/> it is the tree's value.</returns>
    public static double Add(DecisionTree tree, ReadOnlySpan<double> features, double[] contributions)
        => AddBelow(tree, 0, [], features, contributions);

    private static double AddBelow(DecisionTree tree, int number, Question[] path, ReadOnlySpan<double> features, double[] contributions)
    {
        var node = tree.Nodes[number];
        if (node.IsLeaf)
        {
            return AddLeaf(node.Value, path, contributions);
        }

        var goesMore = features[node.Feature] > node.Threshold;
        var less = path.Then(node.Feature, !goesMore, (double)tree.Nodes[node.Less].Rows / node.Rows);
        var more = path.Then(node.Feature, goesMore, (double)tree.Nodes[node.More].Rows / node.Rows);
        return AddBelow(tree, node.Less, less, features, contributions) + AddBelow(tree, node.More, more, features, contributions);
    }

    private static double AddLeaf(double value, Question[] path, double[] contributions)
    {
        for (var player = 0; player < path.Length; player++)
        {
            var gain = (path[player].Answered ? 1 : 0) - path[player].Share;
            contributions[path[player].Feature] += value * gain * MeanOfOthers(path, player);
        }

        return path.Aggregate(value, (product, question) => product * question.Share);
    }

    // Over all orders in which the features could become known, the mean of what the others make of the leaf before this one's turn.
    private static double MeanOfOthers(Question[] path, int player)
    {
        var mean = 0d;
        for (var known = 0; known < 1 << path.Length; known++)
        {
            if ((known >> player & 1) == 0)
            {
                var product = Weight(BitOperations.PopCount((uint)known), path.Length);
                for (var other = 0; other < path.Length; other++)
                {
                    product *= other == player ? 1 : (known >> other & 1) == 0 ? path[other].Share : path[other].Answered ? 1 : 0;
                }

                mean += product;
            }
        }

        return mean;
    }

    // known! (players - known - 1)! / players!
    private static double Weight(int known, int players)
    {
        var weight = 1d / players;
        for (var i = 1; i <= known; i++)
        {
            weight *= (double)i / (players - i);
        }

        return weight;
    }

    // A feature that is asked about twice on one path is still one player: both answers must fit, and the shares multiply.
    private static Question[] Then(this Question[] path, int feature, bool answered, double share)
        => Array.FindIndex(path, question => question.Feature == feature) is >= 0 and var at
            ? [.. path[..at], new Question(feature, path[at].Answered && answered, path[at].Share * share), .. path[(at + 1)..]]
            : [.. path, new Question(feature, answered, share)];

    private readonly record struct Question(int Feature, bool Answered, double Share);
}
