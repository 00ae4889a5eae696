using System.Xml;
using System.Xml.Linq;

namespace FinFlow.Compliance;

/// <summary>The consolidated list of the United Nations Security Council.</summary>
/// <remarks>https://main.un.org/securitycouncil/en/content/un-sc-consolidated-list</remarks>
internal static class UnConsolidated
{
    // A document type could name entities of entities, or files of ours: there is none, and nothing outside is ever read.
    private static readonly XmlReaderSettings Safe = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };

    public static Result<IReadOnlyList<ListedEntity>> Read(string content)
    {
        try
        {
            using var reader = XmlReader.Create(new StringReader(content), Safe);
            var root = XDocument.Load(reader, LoadOptions.SetLineInfo).Root!;
            if (root.Name.LocalName != "CONSOLIDATED_LIST")
            {
                return new WatchlistMalformed(1, "The root element must be CONSOLIDATED_LIST.");
            }

            var elements = root.Descendants("INDIVIDUAL").Concat(root.Descendants("ENTITY")).ToList();
            return elements.Find(element => NameOf(element).Length == 0) is { } nameless
                ? new WatchlistMalformed(((IXmlLineInfo)nameless).LineNumber, "The name is empty.")
                : elements.ConvertAll(EntityOf);
        }
        catch (XmlException malformed)
        {
            return new WatchlistMalformed(LineOf(malformed, content), "This is not well-formed XML without a document type.");
        }
    }

    // The reader refuses a document type without saying where it stands.
    private static int LineOf(XmlException malformed, string content)
        => malformed.LineNumber > 0 ? malformed.LineNumber
            : 1 + content.AsSpan(0, Math.Max(0, content.IndexOf("<!DOCTYPE", StringComparison.Ordinal))).Count('\n');

    private static ListedEntity EntityOf(XElement element)
    {
        var kind = element.Name.LocalName;
        return new ListedEntity(
            Text(element, "REFERENCE_NUMBER") ?? Text(element, "DATAID") ?? "",
            kind == "INDIVIDUAL" ? EntityType.Person : EntityType.Company,
            NameOf(element),
            [.. element.Elements($"{kind}_ALIAS").Select(alias => Text(alias, "ALIAS_NAME")).Append(Text(element, "NAME_ORIGINAL_SCRIPT")).OfType<string>().Distinct()],
            [.. element.Elements("INDIVIDUAL_DATE_OF_BIRTH").SelectMany(BirthDates).Distinct()],
            Country: null,
            [.. element.Elements("INDIVIDUAL_DOCUMENT").Select(document => Text(document, "NUMBER")).OfType<string>().Distinct()]);
    }

    private static readonly string[] NameParts = ["FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME"];

    private static string NameOf(XElement element)
        => string.Join(' ', NameParts.Select(part => Text(element, part)).OfType<string>());

    private static IEnumerable<string> BirthDates(XElement birth)
        => new[] { Text(birth, "DATE") is { Length: >= 10 } date ? date[..10] : null, Text(birth, "YEAR"), Text(birth, "FROM_YEAR"), Text(birth, "TO_YEAR") }
            .OfType<string>().Where(ListedDate.IsDate);

    private static string? Text(XElement parent, string name) => parent.Element(name)?.Value.Trim() is { Length: > 0 } text ? text : null;
}
