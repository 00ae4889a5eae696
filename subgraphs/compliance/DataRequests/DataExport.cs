using System.Text.Json;
using System.Text.Json.Nodes;

namespace FinFlow.Compliance;

/// <summary>All that the subgraphs told about a person, as one document for machines; for an access, with what article 15 adds.</summary>
internal static class DataExport
{
    private const string Format = "finflow-personal-data/1";

    private static readonly JsonSerializerOptions Readable = new(PersonalJson.Options) { WriteIndented = true };

    private static readonly string[] Rights =
    [
        "rectification (article 16)", "erasure (article 17)", "restriction (article 18)", "portability (article 20)", "objection (article 21)",
        "complaint to a supervisory authority (article 77)",
    ];

    private static readonly string[] Recipients = ["the payment processor that each payment names", "third parties, as far as a consent names them"];

    public static string Of(DataRequest request, IReadOnlyList<DataRequestPart> parts)
    {
        var explains = request.Type is DataRequestType.Access;
        var document = new JsonObject
        {
            ["format"] = Format,
            ["request"] = JsonSerializer.SerializeToNode(new { request.Id, request.Type, request.CreatedAt, request.AnsweredAt }, PersonalJson.Options),
            ["subject"] = JsonSerializer.SerializeToNode(new { request.UserId, request.OrganizationId }, PersonalJson.Options),
            ["subgraphs"] = new JsonArray([.. parts.GroupBy(part => part.Subgraph).OrderBy(subgraph => subgraph.Key, StringComparer.Ordinal).Select(subgraph => PartOf(subgraph, explains))]),
        };
        if (explains)
        {
            document["recipients"] = JsonSerializer.SerializeToNode(Recipients);
            document["rights"] = JsonSerializer.SerializeToNode(Rights);
        }

        return document.ToJsonString(Readable);
    }

    private static JsonObject PartOf(IGrouping<string, DataRequestPart> subgraph, bool explains) => new()
    {
        ["subgraph"] = subgraph.Key,
        ["categories"] = new JsonArray(
        [
            .. subgraph.OrderBy(part => part.Number).SelectMany(part => part.Collected).GroupBy(category => category.Category)
                .Select(category => CategoryOf(subgraph.Key, category.Key, category.SelectMany(told => told.Records), explains)),
        ]),
    };

    private static JsonObject CategoryOf(string subgraph, string name, IEnumerable<JsonElement> records, bool explains)
    {
        var category = new JsonObject { ["category"] = name };
        if (explains && DataRegister.Of(subgraph).FirstOrDefault(known => known.Name == name) is { } known)
        {
            category["purpose"] = known.Purpose;
            category["lawfulBasis"] = known.LawfulBasis;
            category["retention"] = known.Retention;
            category["onErasure"] = JsonSerializer.SerializeToNode(known.OnErasure, PersonalJson.Options);
            category["onErasureBecause"] = known.Reason;
        }

        category["records"] = new JsonArray([.. records.Select(record => JsonNode.Parse(record.GetRawText()))]);
        return category;
    }
}
