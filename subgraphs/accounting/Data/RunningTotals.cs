namespace FinFlow.Accounting;

/// <summary>
/// What the lines of an account add up to by day and currency. A balance is the sum of its days, so that reading one does not
/// grow with the number of entries.
/// </summary>
/// <remarks>The database adds each entry as its head is written, whoever writes it; our code only reads.</remarks>
public sealed record AccountDay
{
    public required string AccountId { get; init; }

    public required Currency Currency { get; init; }

    public required DateOnly Day { get; init; }

    public required string OrganizationId { get; init; }

    /// <summary>Debits less credits.</summary>
    public required long NetDebitMinor { get; init; }
}

/// <summary>The trigger that keeps <see cref="AccountDay"/>, in both dialects.</summary>
internal static class RunningTotals
{
    private const string Columns = """("AccountId", "Currency", "Day", "OrganizationId", "NetDebitMinor")""";

    private const string SumOfLines =
        """
        SELECT "AccountId", "Amount_Currency", "EffectiveDate", "OrganizationId",
               SUM(CASE "Side" WHEN 'DEBIT' THEN "Amount_Minor" ELSE -"Amount_Minor" END)
        FROM journal_lines
        """;

    private const string ByDay = """GROUP BY "AccountId", "Amount_Currency", "EffectiveDate", "OrganizationId" """;

    // Ordered, so that two entries which are written at once never wait for each other in a circle.
    private const string AddEntry =
        $"""
        INSERT INTO account_days {Columns}
        {SumOfLines} WHERE "JournalEntryId" = NEW."Id" {ByDay} ORDER BY "AccountId", "Amount_Currency"
        ON CONFLICT ("AccountId", "Currency", "Day")
        DO UPDATE SET "NetDebitMinor" = account_days."NetDebitMinor" + excluded."NetDebitMinor";
        """;

    /// <summary>A book from before there were running totals gets them once.</summary>
    private const string AddWhatWasPostedBefore =
        $"""
        INSERT INTO account_days {Columns}
        {SumOfLines} WHERE NOT EXISTS (SELECT 1 FROM account_days) AND "JournalEntryId" IN (SELECT "Id" FROM journal_entries) {ByDay};
        """;

    internal static IEnumerable<string> Sqlite =>
    [
        AddWhatWasPostedBefore,
        $"""
        DROP TRIGGER IF EXISTS account_days_kept;
        CREATE TRIGGER account_days_kept AFTER INSERT ON journal_entries BEGIN
          {AddEntry}
        END;
        """,
    ];

    // The sum of a bigint is a numeric in PostgreSQL; storing it refuses what does not fit.
    internal static IEnumerable<string> Postgres =>
    [
        AddWhatWasPostedBefore,
        $"""
        CREATE OR REPLACE FUNCTION account_days_kept() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN
          {AddEntry}
          RETURN NULL;
        END $body$;
        CREATE OR REPLACE TRIGGER account_days_kept AFTER INSERT ON journal_entries FOR EACH ROW EXECUTE FUNCTION account_days_kept();
        """,
    ];
}
