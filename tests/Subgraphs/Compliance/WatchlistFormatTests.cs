using FinFlow.Compliance;
using FinFlow.Finance;
using Xunit.Abstractions;

namespace FinFlow.Subgraphs.Tests;

public sealed class WatchlistFormatTests(ITestOutputHelper output)
{
    private const string Header = "id,type,name,aliases,birthDate,country\n";

    [Fact]
    public void Csv_Should_BeRead_WithQuotesAndAliases()
    {
        var entities = FinFlowCsv.Read($"{Header}1,PERSON,\"Boutov, \"\"Vik\"\" Viktor\",Victor Butov; V. B. ,1967-01-13,RU\r\n\r\n2,COMPANY,Invented Trading FZE,,,AE").Value;

        Assert.Equal(["Boutov, \"Vik\" Viktor", "Invented Trading FZE"], entities.Select(entity => entity.Name));
        Assert.Equal(["Victor Butov", "V. B."], entities[0].Aliases);
        Assert.Equal((EntityType.Person, "1967-01-13", CountryCode.Of("RU")), (entities[0].Type, entities[0].BirthDates.Single(), entities[0].Country));
    }

    [Theory]
    [InlineData("", "Line 1: The header must be id,type,name,aliases,birthDate,country.")]
    [InlineData("name\nx", "Line 1: The header must be id,type,name,aliases,birthDate,country.")]
    [InlineData(Header + "1,PERSON,A,,,\n2,PERSON,B,,", "Line 3: There are 5 fields instead of 6.")]
    [InlineData(Header + "1,PERSON,\"A\nA\",,,\n2,ROBOT,B,,,", "Line 4: The type must be PERSON, COMPANY, VESSEL or OTHER.")]
    [InlineData(Header + "1,0,A,,,", "Line 2: The type must be PERSON, COMPANY, VESSEL or OTHER.")]
    [InlineData(Header + "1,PERSON,,,,", "Line 2: The name is empty.")]
    [InlineData(Header + ",PERSON,A,,,", "Line 2: The id is empty.")]
    [InlineData(Header + "1,PERSON,A,,13.1.1967,", "Line 2: The birth date must be like 1967-01-13 or 1967.")]
    [InlineData(Header + "1,PERSON,A,,,NK", "Line 2: The country must be a code of ISO 3166-1.")]
    [InlineData(Header + "1,PERSON,\"A,,,", "Line 2: A quoted field is not closed.")]
    [InlineData(Header + "1,PERSON,\"A\"B,,,", "Line 2: Text follows a quoted field.")]
    public void Csv_Should_NameTheLineThatItRefuses(string content, string message)
        => Assert.Equal(message, FinFlowCsv.Read(content).Refusal?.Message);

    [Fact]
    public void Xml_Should_BeRefused_WhenItHasADocumentType()
    {
        const string bomb = "<?xml version=\"1.0\"?>\n<!DOCTYPE l [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>\n<CONSOLIDATED_LIST>&x;</CONSOLIDATED_LIST>";

        Assert.Equal(new WatchlistMalformed(2, "This is not well-formed XML without a document type."), UnConsolidated.Read(bomb).Refusal);
    }

    [Fact]
    public void Document_Should_BeRefused_WhenItIsEmptyOrNameless()
    {
        Assert.Equal(new WatchlistEmpty(), new WatchlistDocument(WatchlistFormat.Csv, "x", Header, null).Read().Refusal);
        Assert.Equal(new WatchlistEmpty(), new WatchlistDocument(WatchlistFormat.OfacSdn, "x", "", null).Read().Refusal);
        Assert.Equal(new WatchlistNameInvalid(100), new WatchlistDocument(WatchlistFormat.Csv, " ", Header, null).Read().Refusal);
    }

    [SharedDataFact("ofac/sdn.csv")]
    public void OfacList_Should_BeReadWhole()
    {
        var content = File.ReadAllText(SharedData.PathOf("ofac/sdn.csv"));
        var entities = OfacSdn.Read(content, File.ReadAllText(SharedData.PathOf("ofac/alt.csv"))).Value;

        output.WriteLine($"{entities.Count} entries, {entities.Sum(entity => entity.Aliases.Count)} aliases, {entities.Sum(entity => entity.Identifiers.Count)} identifiers");
        Assert.Equal(content.Split('\n').Count(line => line.Trim('\r', '\x1A', ' ').Length > 0), entities.Count);
        var malkevich = entities.Single(entity => entity.SourceId == "26235");
        Assert.Equal(("MALKEVICH, Alexander Aleksandrovich", EntityType.Person), (malkevich.Name, malkevich.Type));
        Assert.Equal(["1975-06-14"], malkevich.BirthDates);
        Assert.Equal(["717637093", "781005202108"], malkevich.Identifiers);
        Assert.Contains("AERO-CARIBBEAN", entities.Single(entity => entity.SourceId == "36").Aliases);
        Assert.Equal(3_845, entities.Count(entity => entity.Type == EntityType.Person));
        Assert.Equal(323, entities.Count(entity => entity.Type == EntityType.Vessel));
    }

    [SharedDataFact("un/consolidated.xml")]
    public void UnList_Should_BeReadWhole()
    {
        var entities = UnConsolidated.Read(File.ReadAllText(SharedData.PathOf("un/consolidated.xml"))).Value;

        Assert.Equal((730, 273), (entities.Count(entity => entity.Type == EntityType.Person), entities.Count(entity => entity.Type == EntityType.Company)));
        var first = entities.Single(entity => entity.SourceId == "CDi.001");
        Assert.Equal(("ERIC BADEGE", "1971"), (first.Name, first.BirthDates.Single()));
        Assert.Contains("FRANK KAKORERE", entities.Single(entity => entity.SourceId == "CDi.002").Aliases);
    }
}
