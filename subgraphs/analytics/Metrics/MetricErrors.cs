namespace FinFlow.Analytics;

/// <summary>The expression cannot be read, or adds what cannot be added.</summary>
/// <param name="Position">The character at which it goes wrong, counted from 1.</param>
/// <param name="Expected">What could have stood there.</param>
/// <param name="Found">What stands there.</param>
public sealed record MetricExpressionInvalid(int Position, string Expected, string Found)
    : Refusal($"At position {Position}: expected {Expected}, but found {Found}.");

/// <summary>The expression is too long.</summary>
public sealed record MetricExpressionTooLong(int LengthMax) : Refusal($"An expression has at most {LengthMax} characters.");

/// <summary>A name is one line.</summary>
public sealed record MetricNameInvalid(int LengthMax) : Refusal($"The name must have 1 to {LengthMax} characters and no control characters.");

/// <summary>A description is one line.</summary>
public sealed record MetricDescriptionInvalid(int LengthMax) : Refusal($"The description must have 1 to {LengthMax} characters and no control characters.");

/// <summary>The organisation has a metric of this name.</summary>
public sealed record MetricNameTaken(string Name) : Refusal($"There is a metric \"{Name}\" already.");

/// <summary>The organisation has as many metrics as it may have.</summary>
public sealed record MetricLimitReached(int MetricsMax) : Refusal($"An organisation has at most {MetricsMax} metrics; remove one first.");

/// <summary>There is no such metric of the caller's organisation.</summary>
public sealed record MetricNotFound(string Id) : Refusal("There is no metric with this id.");

/// <summary>Others were writing at the same time, again and again.</summary>
public sealed record AnalyticsBusy() : Refusal("Others are writing at the same time; try again.");
