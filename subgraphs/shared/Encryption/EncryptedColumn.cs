namespace FinFlow.Encryption;

/// <summary>A column whose values are sealed. Each database has a list of its own, so that whoever turns keys needs no model.</summary>
public sealed record EncryptedColumn
{
    public required string Table { get; init; }

    public required string Column { get; init; }

    /// <summary>The column beside it by which equal values are found; null when there is none.</summary>
    public string? IndexColumn { get; init; }

    /// <summary>
    /// A known text, sealed. A process that cannot open it has wrong keys and does not start. It is written when no row is left plain,
    /// and sealed anew when no row is left that an older key sealed.
    /// </summary>
    public required string Probe { get; init; }

    /// <summary>What is sealed here is sealed for this.</summary>
    public string Place => $"{Table}.{Column}";
}
