using System.Text.Json;

namespace FinFlow.Accounting;

/// <summary>Entries in the words of the event contracts.</summary>
internal static class JournalEvents
{
    internal static IEvent Of(Posting posting, IReadOnlyList<LineDraft> drafts)
    {
        var entry = posting.Entry;
        PostedLine[] lines = [.. drafts.Select(LineOf)];
        return entry.ReversesEntryId is { } reversed
            ? new JournalReversed(entry.Id, reversed, entry.OrganizationId, entry.UserId, entry.EffectiveDate, lines, entry.PostedAt)
            : new JournalPosted(
                entry.Id, entry.OrganizationId, entry.UserId, Upper(entry.SourceType), entry.SourceId, entry.EffectiveDate, lines, entry.PostedAt);
    }

    private static PostedLine LineOf(LineDraft line) => new(
        line.Account.Id,
        line.Account.Code,
        Upper(line.Account.Type),
        line.Side == Side.Debit ? line.Amount.Minor : 0,
        line.Side == Side.Credit ? line.Amount.Minor : 0,
        line.Amount.Currency.Code);

    private static string Upper<T>(T value) where T : struct, Enum => JsonNamingPolicy.SnakeCaseUpper.ConvertName(value.ToString());
}
