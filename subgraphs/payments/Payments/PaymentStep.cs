using System.Globalization;

namespace FinFlow.Payments;

/// <summary>A step in a payment's life, kept in order, so that whoever watches can resume where it stopped.</summary>
public sealed record PaymentStep
{
    /// <summary>Grows with every step of every payment.</summary>
    public long Sequence { get; private init; }

    public required string PaymentId { get; init; }

    public required string OrganizationId { get; init; }

    public required PaymentStatus Status { get; init; }

    public required DateTimeOffset OccurredAt { get; init; }

    internal static string CursorOf(long sequence) => sequence.ToString(CultureInfo.InvariantCulture);

    internal static bool TryReadCursor(string cursor, out long sequence)
        => long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out sequence);
}
