using FinFlow.GraphQL.Language;
using FinFlow.GraphQL.Types;

namespace FinFlow.GraphQL.Tests;

/// <summary>The grammar of selection maps. The examples of its specification are read, and composed, in the tests of composition.</summary>
public sealed class FieldSelectionMapTests
{
    [Theory]
    [InlineData("iban", "iban")]
    [InlineData(" owner . iban ", "owner.iban")]
    [InlineData("<Card>.pan", "<Card>.pan")]
    [InlineData("method<Card>.pan", "method<Card>.pan")]
    [InlineData("<Card>.issuer<Bank>.bic|method<Account>.iban", "<Card>.issuer<Bank>.bic | method<Account>.iban")]
    [InlineData("| { iban } | { pan }", "{ iban } | { pan }")]
    [InlineData("{ of: { card: <Card>.pan } | { account: <Account>.iban } owner }", "{ of: { card: <Card>.pan } | { account: <Account>.iban }, owner }")]
    [InlineData("owner.{ name,, bic: bank.bic, }", "owner.{ name, bic: bank.bic }")]
    [InlineData("lines[amount]", "lines[amount]")]
    [InlineData("pages[ [ { amount code: account.code } ] ]", "pages[[{ amount, code: account.code }]]")]
    [InlineData("{ lines: journal.lines[{ amount }]}", "{ lines: journal.lines[{ amount }] }")]
    public void A_map_prints_as_it_was_written(string source, string expected)
    {
        var map = FieldSelectionMap.Parse(source);
        Assert.Equal(expected, map.ToString());
        Assert.Equal(expected, FieldSelectionMap.Parse(map.ToString()).ToString());
    }

    [Theory]
    [InlineData("balance(in: EUR)")]
    [InlineData("account(of: { bank: [1, 2.5, null], open: true }).balance(in: EUR)")]
    [InlineData("lines[{ debit(in: EUR), credit(in: \")\") }]")]
    public void Arguments_are_constant_values(string source)
        => Assert.Equal(FieldSelectionMap.Parse(source).ToString(), FieldSelectionMap.Parse(FieldSelectionMap.Parse(source).ToString()).ToString());

    [Theory]
    [InlineData("", "Syntax Error: expected a field, found the end.")]
    [InlineData("lines[debit, credit]", "Syntax Error: expected \"]\", found \"c\".")]
    [InlineData("[id]", "Syntax Error: expected a field, found \"[\".")]
    [InlineData("{ ids: [id] }", "Syntax Error: expected a field, found \"[\".")]
    [InlineData("{ }", "Syntax Error: expected a field, found \"}\".")]
    [InlineData("{ id ", "Syntax Error: expected a field, found the end.")]
    [InlineData("address.", "Syntax Error: expected a field, found the end.")]
    [InlineData("media<Book>", "Syntax Error: expected \".\", found the end.")]
    [InlineData("balance(in: $currency)", "Syntax Error: arguments must be constant, but there is a variable.")]
    public void What_is_not_a_map_is_refused(string source, string message)
        => Assert.Equal(message, Assert.Throws<SyntaxException>(() => FieldSelectionMap.Parse(source)).Message);

    [Fact]
    public void A_choice_expands_to_one_map_per_alternative()
        => Assert.Equal(
            ["{ id }", "{ addressId: address.id }", "{ name }"],
            FieldSelectionMap.Alternatives(FieldSelectionMap.Parse("{ id } | { addressId: address.id } | { name }")).Select(map => map.ToString()));
}
