using FinFlow.GraphQL.Types;

namespace FinFlow.Gateway.Tests;

/// <summary>The examples and counter-examples of appendix A; what is wrong with the counter-examples is in the snapshot.</summary>
public sealed class SelectionAppendixTests
{
    [SharedFileFact("spec", "composite-schemas", "Appendix A -- Field Selection.md")]
    public void Maps_of_examples_print_as_they_are_read()
        => Assert.All(SelectionAppendix.Read().Where(block => !block.IsCounterExample).SelectMany(block => block.Maps), map =>
        {
            var printed = FieldSelectionMap.Parse(map).ToString();
            Assert.Equal(Plain(map), Plain(printed));
            Assert.Equal(printed, FieldSelectionMap.Parse(printed).ToString());
        });

    // Of some maps alone, what is in them is not defined anywhere; one shows brackets for an argument that is declared as no list.
    [SharedFileFact("spec", "composite-schemas", "Appendix A -- Field Selection.md")]
    public void Examples_are_accepted()
        => Assert.Equal([], SelectionAppendix.Read().Where(block => !block.IsCounterExample && block.Section is not ("Path" or "SelectedValue") && block.Number != Contradicting)
            .SelectMany(block => block.Problems().Select(problem => $"{block}: {problem}")));

    [SharedFileFact("spec", "composite-schemas", "Appendix A -- Field Selection.md")]
    public void Counter_examples_are_refused_for_the_reasons_of_the_snapshot()
    {
        var blocks = SelectionAppendix.Read().Where(block => block.IsCounterExample).Select(block => (Block: block, Problems: block.Problems().ToList())).ToList();

        Assert.All(blocks, block => Assert.NotEmpty(block.Problems));
        Snapshot.Matches("SelectionAppendix.txt", string.Join("\n", blocks.Select(block => string.Join("\n  ", [block.Block.ToString(), .. block.Problems]))) + "\n");
    }

    private const int Contradicting = 28;

    /// <summary>Without what may be written or left out.</summary>
    private static string Plain(string map) => string.Concat(map.Where(character => !char.IsWhiteSpace(character) && character != ','));
}
