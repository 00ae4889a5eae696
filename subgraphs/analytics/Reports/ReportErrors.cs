using System.Globalization;

namespace FinFlow.Analytics;

/// <summary>A period has two ends.</summary>
public sealed record ReportPeriodIncomplete() : Refusal("Give both from and to, or neither of them and a range.");

/// <summary>A period ends on its first day or later.</summary>
public sealed record ReportPeriodBackwards(DateOnly From, DateOnly To)
    : Refusal(string.Create(CultureInfo.InvariantCulture, $"The period begins on {From:O}, after its end on {To:O}."));

/// <summary>What has not happened cannot be reported.</summary>
public sealed record ReportPeriodInFuture(DateOnly Today)
    : Refusal(string.Create(CultureInfo.InvariantCulture, $"The period must end today, {Today:O} (UTC), or before."));

/// <summary>The period has too many days.</summary>
public sealed record ReportPeriodTooLong(int DaysMax) : Refusal($"A report covers at most {DaysMax} days.");

/// <summary>A title is one line.</summary>
public sealed record ReportTitleInvalid(int LengthMax) : Refusal($"The title must have 1 to {LengthMax} characters and no control characters.");

/// <summary>There is no such report of the caller's organisation.</summary>
public sealed record ReportNotFound(string Id) : Refusal("There is no report with this id.");

/// <summary>This installation lacks what the format needs.</summary>
public sealed record ExportFormatUnavailable(ExportFormat Format) : Refusal($"Reports cannot be written as {Format.ToString().ToUpperInvariant()} here: the font is not installed.");
