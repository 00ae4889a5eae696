using FinFlow.GraphQL.Language;
using FinFlow.GraphQL.Types;

namespace FinFlow.GraphQL.Tests;

/// <summary>The examples of appendix A of the Composite Schemas specification.</summary>
public sealed class FieldSelectionMapTests
{
    [Theory]
    [InlineData("id", "id")]
    [InlineData(" address . id ", "address.id")]
    [InlineData("<Book>.title", "<Book>.title")]
    [InlineData("mediaById<Book>.isbn", "mediaById<Book>.isbn")]
    [InlineData("mediaById<Book>.title | mediaById<Movie>.movieTitle", "mediaById<Book>.title | mediaById<Movie>.movieTitle")]
    [InlineData("| { id } | { name }", "{ id } | { name }")]
    [InlineData("{ bookId: <Book>.id } | { movieId: <Movie>.id }", "{ bookId: <Book>.id } | { movieId: <Movie>.id }")]
    [InlineData("{ nested: { bookId: <Book>.id } | { movieId: <Movie>.id } }", "{ nested: { bookId: <Book>.id } | { movieId: <Movie>.id } }")]
    [InlineData("dimension.{ size weight }", "dimension.{ size, weight }")]
    [InlineData("parts[id]", "parts[id]")]
    [InlineData("parts[[{ id, name }]]", "parts[[{ id, name }]]")]
    [InlineData("{ coordinates: coordinates[{ lat: x, lon: y }]}", "{ coordinates: coordinates[{ lat: x, lon: y }] }")]
    public void A_map_prints_as_it_was_written(string source, string expected)
    {
        var map = FieldSelectionMap.Parse(source);
        Assert.Equal(expected, map.ToString());
        Assert.Equal(expected, FieldSelectionMap.Parse(map.ToString()).ToString());
    }

    [Theory]
    [InlineData("width(unit: IMPERIAL)")]
    [InlineData("packaging(material: BOX).weight")]
    [InlineData("dimensions[{ width(unit: IMPERIAL), height(unit: \")\") }]")]
    public void Arguments_are_constant_values(string source)
        => Assert.Equal(FieldSelectionMap.Parse(source).ToString(), FieldSelectionMap.Parse(FieldSelectionMap.Parse(source).ToString()).ToString());

    [Theory]
    [InlineData("", "Syntax Error: expected a field, found the end.")]
    [InlineData("parts[id, name]", "Syntax Error: expected \"]\", found \"n\".")]
    [InlineData("[id]", "Syntax Error: expected a field, found \"[\".")]
    [InlineData("{ ids: [id] }", "Syntax Error: expected a field, found \"[\".")]
    [InlineData("{ }", "Syntax Error: expected a field, found \"}\".")]
    [InlineData("{ id ", "Syntax Error: expected a field, found the end.")]
    [InlineData("address.", "Syntax Error: expected a field, found the end.")]
    [InlineData("media<Book>", "Syntax Error: expected \".\", found the end.")]
    [InlineData("width(unit: $unit)", "Syntax Error: arguments must be constant, but there is a variable.")]
    public void What_is_not_a_map_is_refused(string source, string message)
        => Assert.Equal(message, Assert.Throws<SyntaxException>(() => FieldSelectionMap.Parse(source)).Message);

    [Fact]
    public void A_choice_expands_to_one_map_per_alternative()
        => Assert.Equal(
            ["{ id }", "{ addressId: address.id }", "{ name }"],
            FieldSelectionMap.Alternatives(FieldSelectionMap.Parse("{ id } | { addressId: address.id } | { name }")).Select(map => map.ToString()));
}
