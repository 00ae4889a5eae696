using FinFlow.Accounting;

namespace FinFlow.Subgraphs.Tests;

/// <summary>What a statement's text may be, and the line that is named when it is not that.</summary>
public sealed class StatementReadingTests
{
    private const string Header = "date,amount,currency,reference,description\n";

    [Fact]
    public void Csv_Should_BeReadInAnyOrderOfColumns_WithQuotesAndBlankLines()
    {
        var read = CsvStatement.Read("\uFEFFReference, currency,AMOUNT,date\r\n\"order \"\"7\"\", again\",USD,-12.50,2026-03-01\r\n\r\n,JPY,1000,2026-03-02").Value;

        Assert.Equal(
            ["2026-03-01 -12.50 USD order \"7\", again", "2026-03-02 1000 JPY "],
            read.Select(movement => $"{movement.Date:yyyy-MM-dd} {movement.Amount} {movement.Reference}"));
    }

    [Theory]
    [InlineData("", "The statement has no booked movements.")]
    [InlineData("date,amount\n2026-03-01,1", "The first line must name the columns date, amount and currency once each, and may name reference and description; look at \"currency\".")]
    [InlineData("date,amount,currency,date\n", "The first line must name the columns date, amount and currency once each, and may name reference and description; look at \"date\".")]
    [InlineData("date,amount,currency,shoe\n", "The first line must name the columns date, amount and currency once each, and may name reference and description; look at \"shoe\".")]
    [InlineData(Header + "2026-03-01,1.00,USD,a", "Line 2: expected 5 values, found 4.")]
    [InlineData(Header + "2026-03-01,1.00,USD,a,b\n01.03.2026,1.00,USD,a,b", "Line 3: the date must look like 2026-03-31.")]
    [InlineData(Header + "2026-02-30,1.00,USD,a,b", "Line 2: the date must look like 2026-03-31.")]
    [InlineData(Header + "2026-03-01,1.001,USD,a,b", "Line 2: the amount must be a number such as -12.50, with at most 2 digits after the point.")]
    [InlineData(Header + "2026-03-01,1e5,USD,a,b", "Line 2: the amount must be a number such as -12.50, with at most 2 digits after the point.")]
    [InlineData(Header + "2026-03-01,\"1,00\",USD,a,b", "Line 2: the amount must be a number such as -12.50, with at most 2 digits after the point.")]
    [InlineData(Header + "2026-03-01,,USD,a,b", "Line 2: the amount must be a number such as -12.50, with at most 2 digits after the point.")]
    [InlineData(Header + "2026-03-01,0.00,USD,a,b", "Line 2: the amount is zero, or too large for a book.")]
    [InlineData(Header + "2026-03-01,99999999999999.00,USD,a,b", "Line 2: the amount is zero, or too large for a book.")]
    [InlineData(Header + "2026-03-01,1.00,XYZ,a,b", "Line 2: the currency must be a code of ISO 4217, such as USD.")]
    [InlineData(Header + "2026-03-01,1.00,USD,a\u0001,b", "Line 2: a reference has at most 255 characters, a description 500, and no control characters.")]
    [InlineData(Header + "2026-03-01,1.00,USD,\"a\nb,b", "Line 2: a quoted value does not end.")]
    [InlineData(Header + "2026-03-01,1.00,USD,a\"b,b", "Line 2: a quotation mark stands inside a value that is not quoted.")]
    [InlineData(Header + "2026-03-01,1.00,USD,\"a\"b,b", "Line 2: something follows a quoted value.")]
    public void Csv_Should_BeRefused_WithTheLine(string content, string message)
        => Assert.Equal(message, CsvStatement.Read(content) is { IsRefused: true } refused ? refused.Refusal.Message : "The statement has no booked movements.");

    [Fact]
    public void Camt_Should_GiveItsBookedEntries()
    {
        var read = Camt053Statement.Read(Camt(Entry("100.00", "CRDT") + Entry("30.00", "DBIT") + Entry("5.00", "CRDT", "PDNG"), closing: "170.00"));

        Assert.Equal(
            ["2026-03-01 100.00 USD order 7 Thanks", "2026-03-01 -30.00 USD order 7 Thanks"],
            read.Value.Select(movement => $"{movement.Date:yyyy-MM-dd} {movement.Amount} {movement.Reference} {movement.Description}"));
    }

    [Fact]
    public void Camt_Should_LeadFromTheOpeningToTheClosingBalance()
        => Assert.Equal(
            "Opening balance and movements make 200.00 USD, but the closing balance is 199.99 USD.",
            Camt053Statement.Read(Camt(Entry("100.00", "CRDT"), closing: "199.99")).Refusal?.Message);

    public static TheoryData<string, int> BadXml => new()
    {
        { "", 1 },
        { "no xml", 1 },
        { "<Document>", 1 },
        { "<Document>\n<a></b></Document>", 2 },
        { "<Other/>", 1 },
        { "<Document/>", 1 },
        { "<!DOCTYPE d [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><Document>&e;</Document>", 1 },
        { "<!DOCTYPE d [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]>\n<Document>&b;</Document>", 1 },
        { "<!DOCTYPE Document SYSTEM \"http://evil.example/d.dtd\"><Document/>", 1 },
        { Camt(Entry("-1.00", "CRDT"), "100.00"), 4 },
        { Camt(Entry("1.00", "BOTH"), "100.00"), 4 },
        { Camt(Entry("1.001", "CRDT"), "100.00"), 4 },
        { Camt(Entry("1.00", "CRDT").Replace("USD", "DOLLAR", StringComparison.Ordinal), "100.00"), 4 },
        { Camt(Entry("1.00", "CRDT").Replace("2026-03-01", "yesterday", StringComparison.Ordinal), "100.00"), 4 },
        { Camt(Entry("1.00", "CRDT"), "much"), 3 },
    };

    [Theory, MemberData(nameof(BadXml))]
    public void Camt_Should_BeRefused_WithTheLine(string content, int line)
        => Assert.Equal(line, Assert.IsType<StatementMalformed>(Camt053Statement.Read(content).Refusal).Line);

    internal static string Camt(string entries, string closing)
        => $"""
            <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt>
            <Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="USD">100.00</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>
            <Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="USD">{closing}</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>
            {entries}
            </Stmt></BkToCstmrStmt></Document>
            """;

    internal static string Entry(string amount, string side, string status = "BOOK", string reference = "order 7")
        => $"<Ntry><Amt Ccy=\"USD\">{amount}</Amt><CdtDbtInd>{side}</CdtDbtInd><Sts><Cd>{status}</Cd></Sts><BookgDt><Dt>2026-03-01</Dt></BookgDt>"
            + $"<NtryDtls><TxDtls><Refs><EndToEndId>{reference}</EndToEndId></Refs><RmtInf><Ustrd>Thanks</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>";
}
