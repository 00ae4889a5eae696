using FinFlow.GraphQL.Types;

namespace FinFlow.GraphQL.Tests;

public sealed class SuggestionsTests
{
    [Theory]
    [InlineData("balanse", "balance account", " Did you mean \"balance\"?")]
    [InlineData("ACCOUNT", "balance account", " Did you mean \"account\"?")]
    [InlineData("acocunt", "account", " Did you mean \"account\"?")]
    [InlineData("item", "item10 item9 itm", " Did you mean \"item9\", \"itm\", or \"item10\"?")]
    [InlineData("a", "b c d e f g", " Did you mean \"b\", \"c\", \"d\", \"e\", or \"f\"?")]
    [InlineData("nothing", "balance account", "")]
    public void The_Nearest_Names_Should_BeSuggested(string input, string options, string expected)
        => Assert.Equal(expected, Suggestions.DidYouMean(input, options.Split(' ')));

    [Fact]
    public void A_Very_Long_Name_Should_CostNothing()
        => Assert.Empty(Suggestions.Nearest(new string('a', 100_000), [new string('b', 100_000)]));
}
