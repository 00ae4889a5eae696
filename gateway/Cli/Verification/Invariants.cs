using FinFlow.Hosting;
using FinFlow.Messaging;

namespace FinFlow.Cli;

/// <summary>What an installation promises about its data, whatever was killed, stopped or delivered twice.</summary>
internal static class Invariants
{
    /// <summary>A payment whose money was collected, whatever became of it since.</summary>
    private const string IsCollected = """p."Status" IN ('CAPTURED', 'PARTIALLY_REFUNDED', 'REFUNDED', 'DISPUTED')""";

    /// <summary>Each posted line with its account's code and its entry.</summary>
    private const string PostedLines =
        """
        accounting.journal_lines l
        JOIN accounting.accounts a ON a."Id" = l."AccountId"
        JOIN accounting.journal_entries e ON e."Id" = l."JournalEntryId"
        """;

    private const string Net = """SUM(CASE l."Side" WHEN 'DEBIT' THEN l."Amount_Minor" ELSE -l."Amount_Minor" END)""";

    private const string Debit = """CASE l."Side" WHEN 'DEBIT' THEN l."Amount_Minor" ELSE 0 END""";

    private const string Credit = """CASE l."Side" WHEN 'CREDIT' THEN l."Amount_Minor" ELSE 0 END""";

    /// <summary>What a dashboard counts of the ledger: sales and processor fees by day. A reversal takes back what its original counted.</summary>
    private static readonly string RevenueInLedger =
        $"""
        SELECT l."OrganizationId", CAST(l."EffectiveDate" AS TEXT), l."Amount_Currency", e."SourceType",
          CAST(SUM(CASE WHEN a."Code" <> '4000' THEN 0 WHEN e."SourceType" = 'REVERSAL' THEN -({Debit}) ELSE {Credit} END) AS BIGINT),
          CAST(SUM(CASE WHEN a."Code" <> '4000' THEN 0 WHEN e."SourceType" = 'REVERSAL' THEN -({Credit}) ELSE {Debit} END) AS BIGINT),
          CAST(SUM(CASE WHEN a."Code" = '6000' THEN {Debit} - ({Credit}) ELSE 0 END) AS BIGINT)
        FROM {PostedLines} WHERE a."Code" IN ('4000', '6000') GROUP BY 1, 2, 3, 4
        """;

    private const string RevenueOnDashboards =
        """
        SELECT "OrganizationId", CAST("Day" AS TEXT), "Currency", "Source", "RevenueMinor", "RefundsMinor", "FeesMinor" FROM analytics.revenue_days
        """;

    public static IReadOnlyList<Invariant> InSql { get; } =
    [
        Booked(
            "every captured payment has exactly one journal entry", "payments", "PAYMENT", "CREDIT",
            $"""SELECT p."Id", p."CapturedAmount_Minor", p."CapturedAmount_Currency" FROM payments.payments p WHERE {IsCollected}"""),
        Booked(
            "every refund has exactly one journal entry", "refunds", "REFUND", "DEBIT",
            """SELECT r."Id", r."Amount_Minor", r."Amount_Currency" FROM payments.refunds r WHERE r."Status" = 'SUCCEEDED'"""),
        new(
            "debits equal credits in every entry and currency",
            "entries",
            "SELECT COUNT(*) FROM accounting.journal_entries",
            $"""
            SELECT l."JournalEntryId" || ' is off by ' || CAST({Net} AS TEXT) || ' ' || l."Amount_Currency" AS broken
            FROM accounting.journal_lines l GROUP BY l."JournalEntryId", l."Amount_Currency" HAVING {Net} <> 0
            UNION ALL
            SELECT e."Id" || ' has fewer than two lines' FROM accounting.journal_entries e
            WHERE (SELECT COUNT(*) FROM accounting.journal_lines l WHERE l."JournalEntryId" = e."Id") < 2
            """),
        new(
            "balances are what the lines add up to",
            "balances by day",
            "SELECT COUNT(*) FROM accounting.account_days",
            Differences(
                $"""SELECT l."AccountId", l."Amount_Currency", CAST(l."EffectiveDate" AS TEXT), CAST({Net} AS BIGINT) FROM accounting.journal_lines l GROUP BY 1, 2, 3""",
                """SELECT "AccountId", "Currency", CAST("Day" AS TEXT), "NetDebitMinor" FROM accounting.account_days""",
                "key1 || ' ' || key2 || ' on ' || key3",
                values: 1)),
        new(
            "every event has left its outbox",
            "subgraphs",
            "SELECT 7",
            string.Join(" UNION ALL ", FinFlowProcess.All.Where(process => process.Name != "gateway").Select(process =>
                $"SELECT '{process.Name} has ' || CAST(COUNT(*) AS TEXT) || ' waiting' AS broken FROM {process.Name}.outbox HAVING COUNT(*) > 0"))),
        new(
            "dashboards show what the ledger says",
            "days of figures",
            "SELECT COUNT(*) FROM analytics.revenue_days",
            Differences(RevenueInLedger, RevenueOnDashboards, "key1 || ' ' || key4 || ' on ' || key2 || ' in ' || key3", values: 3, keys: 4)),
    ];

    /// <summary>In the event log: each group has handled what it was told, or somebody has to look.</summary>
    public static Invariant NothingGivenUp { get; } = new(
        "no event was given up as a dead letter and not told again",
        "events",
        "SELECT COUNT(*) FROM event WHERE topic NOT LIKE '%.dlq'",
        $"""
        SELECT id || ' of ' || topic AS broken FROM event WHERE topic LIKE '%.dlq' AND position >
          COALESCE((SELECT position FROM consumer_offset WHERE consumer = '{DeadLetterReplay.Group}' AND consumer_offset.topic = event.topic), 0)
        """);

    /// <param name="moved">What moved money, as its id, amount and currency.</param>
    /// <param name="source">How the journal calls what it books.</param>
    /// <param name="side">On which side of sales its amount stands.</param>
    private static Invariant Booked(string name, string unit, string source, string side, string moved)
    {
        var booked =
            $"""
            SELECT e."SourceId", CAST(SUM(l."Amount_Minor") AS BIGINT), l."Amount_Currency" FROM {PostedLines}
            WHERE e."SourceType" = '{source}' AND a."Code" = '4000' AND l."Side" = '{side}' GROUP BY e."Id", e."SourceId", l."Amount_Currency"
            """;
        return new Invariant(
            name,
            unit,
            $"SELECT COUNT(*) FROM ({moved}) AS moved",
            $"""
            SELECT id || ' is not booked with ' || CAST(minor AS TEXT) || ' ' || currency AS broken FROM (SELECT * FROM ({Named(moved)}) AS m EXCEPT SELECT * FROM ({Named(booked)}) AS b) AS unbooked
            UNION ALL
            SELECT id || ' is booked with ' || CAST(minor AS TEXT) || ' ' || currency || ' and did not move it' FROM (SELECT * FROM ({Named(booked)}) AS b EXCEPT SELECT * FROM ({Named(moved)}) AS m) AS unmoved
            UNION ALL
            SELECT e."SourceId" || ' is booked ' || CAST(COUNT(*) AS TEXT) || ' times' FROM accounting.journal_entries e
            WHERE e."SourceType" = '{source}' GROUP BY e."SourceId" HAVING COUNT(*) > 1
            """);

        static string Named(string rows) => $"WITH named (id, minor, currency) AS ({rows}) SELECT id, minor, currency FROM named";
    }

    /// <summary>The keys whose figures are not the same on both sides.</summary>
    private static string Differences(string expected, string actual, string key, int values, int keys = 3)
    {
        var columns = string.Join(", ", Enumerable.Range(1, keys).Select(number => $"key{number}").Concat(Enumerable.Range(1, values).Select(number => $"value{number}")));
        return $"""
            SELECT DISTINCT {key} AS broken FROM (
              SELECT * FROM (WITH one ({columns}) AS ({expected}), other ({columns}) AS ({actual}) SELECT * FROM one EXCEPT SELECT * FROM other) AS lacking
              UNION ALL
              SELECT * FROM (WITH one ({columns}) AS ({expected}), other ({columns}) AS ({actual}) SELECT * FROM other EXCEPT SELECT * FROM one) AS surplus) AS differing
            """;
    }
}
