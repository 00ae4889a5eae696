namespace FinFlow.Accounting;

/// <summary>
/// The journal's rules as triggers, for whoever writes to the tables past our code: an entry has two lines or more and balances in
/// each currency, lines are on active accounts of its own book, its day is open, and nothing posted is changed, deleted or added to.
/// </summary>
/// <remarks>An entry's lines are written first. Its head closes it: then they can be checked together, and no line comes after.</remarks>
internal static class LedgerGuards
{
    private const string LineAfterHead = "A posted entry takes no more lines.";
    private const string LineOffBook = "A line needs an active account of its own book.";
    private const string TooShort = "An entry has two lines or more.";
    private const string Unbalanced = "An entry balances in each currency.";
    private const string Stray = "An entry and its lines are of one book and one date.";
    private const string PeriodClosed = "The book is closed on this day.";
    private const string Immutable = "The journal is append-only.";

    private const string HeadExists = """EXISTS (SELECT 1 FROM journal_entries WHERE "Id" = NEW."JournalEntryId")""";

    private const string AccountTakesLines =
        """EXISTS (SELECT 1 FROM accounts WHERE "Id" = NEW."AccountId" AND "OrganizationId" = NEW."OrganizationId" AND "IsActive")""";

    private const string LineCount = """(SELECT COUNT(*) FROM journal_lines WHERE "JournalEntryId" = NEW."Id")""";

    private const string CurrencyOutOfBalance =
        """
        EXISTS (SELECT 1 FROM journal_lines WHERE "JournalEntryId" = NEW."Id" GROUP BY "Amount_Currency"
                HAVING SUM(CASE "Side" WHEN 'DEBIT' THEN "Amount_Minor" WHEN 'CREDIT' THEN -"Amount_Minor" END) <> 0)
        """;

    private const string StrayLine =
        """
        EXISTS (SELECT 1 FROM journal_lines WHERE "JournalEntryId" = NEW."Id"
                AND ("OrganizationId" <> NEW."OrganizationId" OR "EffectiveDate" <> NEW."EffectiveDate"))
        """;

    private const string InClosedPeriod =
        """
        EXISTS (SELECT 1 FROM fiscal_periods WHERE "OrganizationId" = NEW."OrganizationId" AND "Status" = 'CLOSED' AND "To" >= NEW."EffectiveDate")
        """;

    private static readonly (string Condition, string Message)[] OnLine =
        [(HeadExists, LineAfterHead), ($"NOT {AccountTakesLines}", LineOffBook)];

    private static readonly (string Condition, string Message)[] OnHead =
        [($"{LineCount} < 2", TooShort), (CurrencyOutOfBalance, Unbalanced), (StrayLine, Stray), (InClosedPeriod, PeriodClosed)];

    internal static IEnumerable<string> Sqlite =>
    [
        SqliteTrigger("journal_lines_checked", "INSERT ON journal_lines", OnLine),
        SqliteTrigger("journal_entries_checked", "INSERT ON journal_entries", OnHead),
        .. from table in Tables from change in Changes select SqliteTrigger($"{table}_no_{change}", $"{change} ON {table}", [("TRUE", Immutable)]),
    ];

    internal static IEnumerable<string> Postgres =>
    [
        PostgresTrigger("journal_lines_checked", "INSERT ON journal_lines", OnLine),
        PostgresTrigger("journal_entries_checked", "INSERT ON journal_entries", OnHead),
        .. from table in Tables from change in Changes select PostgresTrigger($"{table}_no_{change}", $"{change} ON {table}", [("TRUE", Immutable)]),
    ];

    private static string[] Tables => ["journal_entries", "journal_lines"];

    private static string[] Changes => ["UPDATE", "DELETE"];

    private static string SqliteTrigger(string name, string on, IEnumerable<(string Condition, string Message)> rules)
        => $"""
            DROP TRIGGER IF EXISTS {name};
            CREATE TRIGGER {name} BEFORE {on} BEGIN
              {string.Join("\n", rules.Select(rule => $"SELECT RAISE(ABORT, '{rule.Message}') WHERE {rule.Condition};"))}
            END;
            """;

    private static string PostgresTrigger(string name, string on, IEnumerable<(string Condition, string Message)> rules)
        => $"""
            CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN
              {string.Join("\n", rules.Select(rule => $"IF {rule.Condition} THEN RAISE EXCEPTION '{rule.Message}' USING ERRCODE = 'check_violation'; END IF;"))}
              RETURN NEW;
            END $body$;
            CREATE OR REPLACE TRIGGER {name} BEFORE {on} FOR EACH ROW EXECUTE FUNCTION {name}();
            """;
}
