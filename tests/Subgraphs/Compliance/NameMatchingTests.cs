using System.Diagnostics;
using FinFlow.Compliance;
using Xunit.Abstractions;

namespace FinFlow.Subgraphs.Tests;

/// <summary>How names are compared. The labelled pairs are public; the weights were chosen with them in view.</summary>
public sealed class NameMatchingTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("Viktor Anatolyevich Boutov", "Viktor Anatoljevitch Boutov", 0.95)]
    [InlineData("nicolas moros maduro", "nicolas maduro", 0.80)]
    [InlineData("mohamed", "muhammed", 0.80)]
    [InlineData("Владимир Путин", "Vladimir Putin", 0.95)]
    [InlineData("Müller, José", "Jose Muller", 1.0)]
    [InlineData("Abdul Aziz Nooristani", "AbdulAziz Nooristani", 0.95)]
    public void SameNames_Should_ScoreHigh(string left, string right, double least)
        => Assert.InRange(Compare(left, right), (float)least, 1f);

    [Theory]
    [InlineData("jane doe", "jan lahore", 0.5)]
    [InlineData("ian mckinley", "tian xiang 7", 0.4)]
    [InlineData("Royal Dutch Shell", "Shell Company of PEP", 0.69)]
    [InlineData("Pepsico", "PEP", 0.69)]
    [InlineData("Ulf Kristersson", "Anders Kristersson", 0.69)]
    public void DifferentNames_Should_ScoreLow(string left, string right, double most)
        => Assert.InRange(Compare(left, right), 0f, (float)most);

    [Fact]
    public void Explanation_Should_SayWhichWordsAreTakenForTheSame()
        => Assert.Equal(
            "boutov, viktor, anatolyevich ~ anatoljevitch 0.98",
            string.Join(", ", NameComparison.Compare(Name("Viktor Anatolyevich Boutov"), Name("Boutov Viktor Anatoljevitch")).ToString().Split(", ").Order(StringComparer.Ordinal).OrderBy(part => part.Contains('~'))));

    [SharedDataFact("name-pairs.csv")]
    public void LabelledPairs_Should_BeToldApart()
    {
        var pairs = ReadPairs();
        var (truePositive, falsePositive, falseNegative) = (0, 0, 0);
        foreach (var (isPerson, left, right, isMatch) in pairs)
        {
            var found = NameComparison.Compare(NameTokens.Of(left, isPerson), NameTokens.Of(right, isPerson)).Score >= WatchlistIndex.Threshold;
            truePositive += found && isMatch ? 1 : 0;
            falsePositive += found && !isMatch ? 1 : 0;
            falseNegative += !found && isMatch ? 1 : 0;
        }

        var f1 = 2d * truePositive / ((2 * truePositive) + falsePositive + falseNegative);
        output.WriteLine($"{pairs.Count} pairs: F1 {f1:0.000} ({truePositive} found, {falsePositive} wrongly, {falseNegative} missed)");
        Assert.InRange(f1, 0.75, 1);
    }

    [SharedDataFact("ofac/sdn.csv")]
    public void Index_Should_FindWhatComparingWithEveryNameFinds_InMilliseconds()
    {
        var entities = OfacSdn.Read(File.ReadAllText(SharedData.PathOf("ofac/sdn.csv")), File.ReadAllText(SharedData.PathOf("ofac/alt.csv"))).Value;
        var names = entities.Where(entity => entity.Type == EntityType.Person).SelectMany(entity => entity.Aliases.Prepend(entity.Name)).Select(Name).ToList();
        var index = new NameIndex(names);
        string[] wanted =
        [
            "Viktor Anatolyevich Boutov", "Abu Abbas", "Mohammed Ali", "Juan de la Cruz", "A. Malkevich", "Nicolas Maduro", "Jane Doe", "Kim Jong Un", "Abd al Aziz", "Osama binLaden",
        ];

        foreach (var name in wanted.Select(Name))
        {
            var all = names.Select((listed, number) => (number, NameComparison.Compare(name, listed).Score)).Where(found => found.Score >= WatchlistIndex.Threshold).Select(found => found.number);
            Assert.Equal(all, index.Search(name, WatchlistIndex.Threshold).Select(found => found.Number).Order());
        }

        var watch = Stopwatch.StartNew();
        var searches = 0;
        foreach (var name in Enumerable.Repeat(wanted, 5).SelectMany(again => again).Select(Name))
        {
            searches += index.Search(name, WatchlistIndex.Threshold).Count() >= 0 ? 1 : 0;
        }

        output.WriteLine($"{names.Count} names: {watch.Elapsed.TotalMilliseconds / searches:0.00} ms a search");
        Assert.InRange(watch.Elapsed.TotalMilliseconds / searches, 0, 100);
    }

    private static float Compare(string left, string right) => NameComparison.Compare(Name(left), Name(right)).Score;

    private static NameTokens Name(string name) => NameTokens.Of(name, isPerson: true);

    private static List<(bool IsPerson, string Left, string Right, bool IsMatch)> ReadPairs()
        => [.. CsvReader.Read(File.ReadAllText(SharedData.PathOf("name-pairs.csv"))).Value.Skip(1)
            .Select(row => (row.Fields[1] == "Person", row.Fields[2], row.Fields[3], row.Fields[4] == "true"))];
}
