using System.Text.Json;

namespace FinFlow.Journeys.Tests;

/// <summary>A bank's statement is imported and held against the book; what differs is told.</summary>
[Collection(BookkeepingCollection.Name)]
public sealed class StatementReconciliationJourneyTests(SharedDeployment shared)
{
    private const string Found = "status matchedCount matches { journalEntry { reference } difference { amount } daysApart } discrepancies { kind difference { amount } line { reference } journalEntry { reference } }";

    private static readonly DateOnly Day = Bookkeeping.Today.AddDays(-10);

    [Fact]
    public async Task CsvStatement_Should_BeImported_AndReconciled_WithItsDiscrepancies()
    {
        using var business = await PostedAsync();
        var content = $"date,amount,currency,reference\n{Day:yyyy-MM-dd},120.00,USD,order 1\n{Day.AddDays(2):yyyy-MM-dd},79.90,USD,order 2\n{Day.AddDays(2):yyyy-MM-dd},-3.00,USD,fee\n";
        var statement = await business.MakeAsync("importStatement", new { format = "CSV", content }, "bankStatement", "id lineCount");
        Assert.Equal(statement.ToString(), (await business.MakeAsync("importStatement", new { format = "CSV", content }, "bankStatement", "id lineCount")).ToString());

        await AssertReconciledAsync(business, statement.Text("id"));
    }

    [Fact]
    public async Task Camt053Statement_Should_BeImported_AndReconciled_WithItsDiscrepancies()
    {
        using var business = await PostedAsync();
        var content =
            $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt>
              {Balance("OPBD", "0.00")}{Balance("CLBD", "196.90")}
              {Entry(Day, "120.00", "CRDT", "order 1")}{Entry(Day.AddDays(2), "79.90", "CRDT", "order 2")}{Entry(Day.AddDays(2), "3.00", "DBIT", "fee")}
            </Stmt></BkToCstmrStmt></Document>
            """;
        var statement = await business.MakeAsync("importStatement", new { format = "CAMT053", content }, "bankStatement", "id lineCount");

        await AssertReconciledAsync(business, statement.Text("id"));
        Assert.Equal("STATEMENT_OUT_OF_BALANCE", await business.RefusalAsync("importStatement", new { format = "CAMT053", content = content.Replace("196.90", "196.91", StringComparison.Ordinal) }));
    }

    /// <summary>Two sales and a payment that the bank will not show.</summary>
    private async Task<Business> PostedAsync()
    {
        var business = await Business.RegisterAsync(shared.Deployment);
        await business.PostAsync(Day, "1000", "4000", "120.00", reference: "order 1");
        await business.PostAsync(Day.AddDays(1), "1000", "4000", "80.00", reference: "order 2");
        await business.PostAsync(Day.AddDays(1), "6900", "1000", "15.00", reference: "rent");
        return business;
    }

    private static async Task AssertReconciledAsync(Business business, string statementId)
    {
        var strict = await business.MakeAsync("reconcile", new { statementId }, "reconciliation", Found);
        Assert.Equal(("DISCREPANT", 1), (strict.Text("status"), strict.Value("matchedCount").GetInt32()));
        Assert.Equal(
            ["AMOUNT_DIFFERS -0.10 order 2 order 2", "MISSING_IN_BOOK -3.00 fee ", "MISSING_ON_STATEMENT 15.00  rent"],
            strict.Value("discrepancies").EnumerateArray().Select(Told).Order());

        // With a tolerance of a coin the second order matches too; the bank's fee is posted, and the rent was a mistake.
        await business.PostAsync(Day.AddDays(2), "6900", "1000", "3.00", reference: "fee");
        await business.PostAsync(Day.AddDays(1), "1000", "6900", "15.00", reference: "rent again");
        var tolerant = await business.MakeAsync("reconcile", new { statementId, toleranceAmount = "0.10", toleranceDays = 3 }, "reconciliation", Found);
        Assert.Equal(
            ["fee 0.00 0", "order 1 0.00 0", "order 2 -0.10 1"],
            tolerant.Value("matches").EnumerateArray().Select(match => $"{match.Text("journalEntry.reference")} {match.Text("difference.amount")} {match.Value("daysApart")}").Order());
        Assert.Equal(["MISSING_ON_STATEMENT -15.00  rent again", "MISSING_ON_STATEMENT 15.00  rent"], tolerant.Value("discrepancies").EnumerateArray().Select(Told).Order());

        var kept = await business.Client.DataAsync("{ reconciliations { nodes { matchedCount discrepancyCount account { code } } } }");
        Assert.Equal("""[{"matchedCount":3,"discrepancyCount":2,"account":{"code":"1000"}}]""", kept.Value("reconciliations.nodes").ToString());
    }

    private static string Told(JsonElement found)
        => $"{found.Text("kind")} {found.Text("difference.amount")} {ReferenceOf(found.Value("line"))} {ReferenceOf(found.Value("journalEntry"))}";

    private static string? ReferenceOf(JsonElement side) => side.ValueKind == JsonValueKind.Null ? "" : side.Text("reference");

    private static string Balance(string code, string amount)
        => $"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy=\"USD\">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>";

    private static string Entry(DateOnly day, string amount, string side, string reference)
        => $"<Ntry><Amt Ccy=\"USD\">{amount}</Amt><CdtDbtInd>{side}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>{day:yyyy-MM-dd}</Dt></BookgDt>"
            + $"<NtryDtls><TxDtls><Refs><EndToEndId>{reference}</EndToEndId></Refs></TxDtls></NtryDtls></Ntry>";
}
