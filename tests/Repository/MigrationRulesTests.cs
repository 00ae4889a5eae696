using System.Text.RegularExpressions;

namespace FinFlow.Repository.Tests;

/// <summary>A migration only adds: what a process of the release before reads and writes stays as it is, so that it goes on beside a newer one.</summary>
public sealed partial class MigrationRulesTests
{
    /// <summary>What takes something away from a process that does not know the migration.</summary>
    private static readonly (Regex Statement, string Why)[] Refused =
    [
        (DropTable(), "an older process still reads it"),
        (DropColumn(), "an older process still reads it"),
        (Rename(), "an older process still asks for it by its old name"),
        (ChangeType(), "an older process still writes the old type"),
        (SetNotNull(), "an older process may still write a null"),
        (AddNotNull(), "an older process does not write it, and there is no default"),
        (DropDefault(), "an older process relies on it"),
        (AddConstraint(), "an older process does not know it"),
        (DeleteRows(), "an older process still reads them"),
    ];

    /// <summary>
    /// They came before the rule was tested, in one release with encryption, which wants processes of earlier releases stopped first anyway.
    /// Nothing may be added here.
    /// </summary>
    private static readonly string[] Exceptions =
    [
        "subgraphs/analytics/Data/Migrations/0002_documents_as_jsonb.postgres.sql: ALTER TABLE report_contents ALTER COLUMN \"Table\" TYPE jsonb USING \"Table\"::jsonb: an older process still writes the old type",
        "subgraphs/compliance/Data/Migrations/0002_encryption.postgres.sql: ALTER TABLE screenings ALTER COLUMN \"BirthDate\" TYPE text USING to_char(\"BirthDate\", 'YYYY-MM-DD'): an older process still writes the old type",
    ];

    [Fact]
    public void Migrations_Should_OnlyAdd()
    {
        var later = RepositoryTree.Files.Where(file => LaterMigration().IsMatch(file)).ToList();
        Assert.True(later.Count >= 16, $"Only {later.Count} migrations after the first ones were found.");
        Assert.Equal(Exceptions, later.SelectMany(file => Complaints(RepositoryTree.Text(file)).Select(complaint => $"{file}: {complaint}")).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("DROP TABLE payments")]
    [InlineData("DROP TABLE IF EXISTS \"payments\"")]
    [InlineData("ALTER TABLE payments DROP COLUMN \"Reason\"")]
    [InlineData("ALTER TABLE payments DROP \"Reason\"")]
    [InlineData("alter table payments drop column \"Reason\"")]
    [InlineData("ALTER TABLE payments RENAME COLUMN \"Reason\" TO \"Why\"")]
    [InlineData("ALTER TABLE payments RENAME TO charges")]
    [InlineData("ALTER TABLE payments ALTER COLUMN \"Reason\" TYPE jsonb")]
    [InlineData("ALTER TABLE payments ALTER \"Reason\" SET DATA TYPE jsonb")]
    [InlineData("ALTER TABLE payments ALTER COLUMN \"Reason\" SET NOT NULL")]
    [InlineData("ALTER TABLE payments ALTER COLUMN \"Reason\" DROP DEFAULT")]
    [InlineData("ALTER TABLE payments ADD \"Reason\" text NOT NULL")]
    [InlineData("ALTER TABLE payments ADD COLUMN \"Reason\" text\n    NOT NULL")]
    [InlineData("ALTER TABLE payments ADD \"Reason\" text NOT NULL DEFAULT ''; ALTER TABLE payments ADD \"Why\" text NOT NULL")]
    [InlineData("ALTER TABLE payments ADD CONSTRAINT positive CHECK (\"Amount\" > 0)")]
    [InlineData("CREATE UNIQUE INDEX \"IX_payments_Reference\" ON payments (\"Reference\")")]
    [InlineData("DELETE FROM payments")]
    [InlineData("-- tidy\nTRUNCATE payments")]
    public void WhatTakesAway_Should_BeRefused(string sql) => Assert.Single(Complaints($"{sql};\n"));

    [Theory]
    [InlineData("CREATE TABLE notes (\"Id\" text NOT NULL, \"Text\" text NOT NULL, CONSTRAINT \"PK_notes\" PRIMARY KEY (\"Id\")); CREATE UNIQUE INDEX \"IX_notes_Text\" ON notes (\"Text\")")]
    [InlineData("ALTER TABLE payments ADD \"Reason\" text; CREATE UNIQUE INDEX \"IX_payments_Reason\" ON payments (\"Reason\")")]
    [InlineData("ALTER TABLE payments ADD \"Count\" integer NOT NULL DEFAULT 0")]
    [InlineData("DROP INDEX \"IX_payments_DueAt\"; CREATE INDEX \"IX_payments_DueAt\" ON payments (\"DueAt\")")]
    [InlineData("-- a column that was dropped; and a table: DROP TABLE notes\nALTER TABLE payments ALTER COLUMN \"Reason\" DROP NOT NULL")]
    public void WhatAdds_Should_BeAllowed(string sql) => Assert.Empty(Complaints($"{sql};\n"));

    private static IEnumerable<string> Complaints(string sql)
    {
        var statements = Comment().Replace(sql, "").Split(';').Select(statement => Space().Replace(statement, " ").Trim()).Where(statement => statement.Length > 0).ToList();
        foreach (var statement in statements)
        {
            foreach (var (refused, why) in Refused.Where(rule => rule.Statement.IsMatch(statement)))
            {
                yield return $"{statement}: {why}";
            }

            if (UniqueIndex().Match(statement) is { Success: true } index && !statements.Any(other => Adds(other, index.Groups["table"].Value, index.Groups["columns"].Value)))
            {
                yield return $"{statement}: an older process may still write what is there already";
            }
        }
    }

    // What nobody before wrote may be unique.
    private static bool Adds(string statement, string table, string columns)
        => (CreateTable().Match(statement) is { Success: true } created && created.Groups["table"].Value == table)
            || (AddColumn().Match(statement) is { Success: true } added && added.Groups["table"].Value == table
                && columns.Split(',').Any(column => column.Trim().Trim('"') == added.Groups["column"].Value));

    [GeneratedRegex(@"^subgraphs/\w+/Data/Migrations/(?!0001_)\d{4}_\w+\.(sqlite|postgres)\.sql$")]
    private static partial Regex LaterMigration();

    [GeneratedRegex(@"--[^\n]*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();

    [GeneratedRegex(@"^DROP (TABLE|VIEW|SCHEMA|SEQUENCE)\b", RegexOptions.IgnoreCase)]
    private static partial Regex DropTable();

    [GeneratedRegex(@"^ALTER TABLE \S+ .*\bDROP (COLUMN\b|(IF EXISTS )?"")", RegexOptions.IgnoreCase)]
    private static partial Regex DropColumn();

    [GeneratedRegex(@"^ALTER \w+ .*\bRENAME\b", RegexOptions.IgnoreCase)]
    private static partial Regex Rename();

    [GeneratedRegex(@"^ALTER TABLE \S+ .*\bALTER (COLUMN )?\S+ (SET DATA )?TYPE\b", RegexOptions.IgnoreCase)]
    private static partial Regex ChangeType();

    [GeneratedRegex(@"\bSET NOT NULL\b", RegexOptions.IgnoreCase)]
    private static partial Regex SetNotNull();

    [GeneratedRegex(@"^ALTER TABLE \S+ ADD (?!.*\bDEFAULT\b).*\bNOT NULL\b", RegexOptions.IgnoreCase)]
    private static partial Regex AddNotNull();

    [GeneratedRegex(@"\bDROP DEFAULT\b", RegexOptions.IgnoreCase)]
    private static partial Regex DropDefault();

    [GeneratedRegex(@"^ALTER TABLE \S+ .*\bADD (CONSTRAINT|CHECK|UNIQUE|FOREIGN|PRIMARY)\b", RegexOptions.IgnoreCase)]
    private static partial Regex AddConstraint();

    [GeneratedRegex(@"^(DELETE|TRUNCATE)\b", RegexOptions.IgnoreCase)]
    private static partial Regex DeleteRows();

    [GeneratedRegex(@"^CREATE UNIQUE INDEX .*\bON ""?(?<table>\w+)""? \((?<columns>[^)]*)\)", RegexOptions.IgnoreCase)]
    private static partial Regex UniqueIndex();

    [GeneratedRegex(@"^CREATE TABLE ""?(?<table>\w+)", RegexOptions.IgnoreCase)]
    private static partial Regex CreateTable();

    [GeneratedRegex(@"^ALTER TABLE ""?(?<table>\w+)""? ADD (COLUMN )?""(?<column>\w+)""", RegexOptions.IgnoreCase)]
    private static partial Regex AddColumn();
}
