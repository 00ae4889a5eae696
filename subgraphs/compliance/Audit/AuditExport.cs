using System.Globalization;
using System.Text;
using System.Text.Json;

namespace FinFlow.Compliance;

public enum AuditExportFormat { Csv, Json }

/// <summary>Which part of the trail is meant.</summary>
/// <param name="From">Included.</param>
/// <param name="To">Not included.</param>
internal sealed record AuditFilter(DateTimeOffset? From, DateTimeOffset? To, string? Action, string? SubjectId, string? OrganizationId, string? ActorId)
{
    public IQueryable<AuditEntry> On(IQueryable<AuditEntry> entries) => entries.Where(entry =>
        (From == null || entry.OccurredAt >= From)
        && (To == null || entry.OccurredAt < To)
        && (Action == null || entry.Action == Action)
        && (SubjectId == null || entry.SubjectId == SubjectId)
        && (OrganizationId == null || entry.OrganizationId == OrganizationId)
        && (ActorId == null || entry.ActorId == ActorId));
}

/// <summary>A part of the trail as a file's text, for whoever examines it elsewhere.</summary>
/// <param name="Content">Entries in the order of the chain, each with its hash and the one before.</param>
/// <param name="ContentHash">SHA-256 of the content, in hexadecimal digits.</param>
/// <param name="HeadHash">Of the trail's last entry when this was written, so that the export can be placed in the chain.</param>
public sealed record AuditExport(AuditExportFormat Format, string FileName, int EntryCount, string Content, string ContentHash, string HeadHash)
{
    internal const int EntriesMax = 50_000;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    internal static AuditExport Of(AuditExportFormat format, IReadOnlyList<AuditEntry> entries, string headHash, DateTimeOffset now)
    {
        var content = format is AuditExportFormat.Csv ? AsCsv(entries) : AsJson(entries);
        return new AuditExport(
            format, $"audit-trail-{now.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}.{format.ToString().ToLowerInvariant()}", entries.Count, content,
            Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(content))), headHash);
    }

    private static string AsJson(IEnumerable<AuditEntry> entries) => JsonSerializer.Serialize(entries.Select(entry => new
    {
        entry.Sequence, entry.Id, entry.OccurredAt, entry.Action, entry.SubjectId, entry.OrganizationId, entry.ActorId, entry.EventId,
        Details = JsonDocument.Parse(entry.Details).RootElement, entry.PreviousHash, entry.Hash,
    }), Json);

    // RFC 4180; our values are ids, codes and JSON, of which none begins like a formula.
    private static string AsCsv(IReadOnlyList<AuditEntry> entries)
    {
        var text = new StringBuilder("sequence,id,occurredAt,action,subjectId,organizationId,actorId,eventId,details,previousHash,hash\r\n");
        foreach (var entry in entries)
        {
            text.AppendJoin(',', new[]
            {
                entry.Sequence.ToString(CultureInfo.InvariantCulture), entry.Id, entry.OccurredAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture), entry.Action,
                entry.SubjectId, entry.OrganizationId, entry.ActorId, entry.EventId, $"\"{entry.Details.Replace("\"", "\"\"", StringComparison.Ordinal)}\"",
                entry.PreviousHash, entry.Hash,
            }).Append("\r\n");
        }

        return text.ToString();
    }
}

/// <summary>A period begins before it ends.</summary>
public sealed record AuditPeriodInvalid() : Refusal("The period must begin before it ends.");

/// <summary>More entries than one file takes: export a shorter period.</summary>
public sealed record AuditExportTooLarge(int EntriesMax) : Refusal($"The period has more than {EntriesMax} entries; export a shorter one.");

/// <summary>The trail grew faster than the export could be noted in it; try again.</summary>
public sealed record AuditBusy() : Refusal("The export could not be noted in the trail; try again.");
