namespace FinFlow.Accounting;

/// <summary>A fiscal year begins on the first of a month, from 1970 to two years from now.</summary>
public sealed record FiscalYearStartInvalid(DateOnly From)
    : Refusal($"A fiscal year begins on the first of a month, at most two years ahead; {From:yyyy-MM-dd} is not such a day.");

/// <summary>A fiscal year's name has 1 to 50 characters.</summary>
public sealed record FiscalYearNameInvalid(int CharactersMax) : Refusal($"A fiscal year's name has 1 to {CharactersMax} characters and no control characters.");

/// <summary>Fiscal years follow one another without a gap.</summary>
public sealed record FiscalYearNotNext(DateOnly ExpectedFrom) : Refusal($"The book's next fiscal year begins on {ExpectedFrom:yyyy-MM-dd}.");

/// <summary>The book has no such fiscal period.</summary>
public sealed record FiscalPeriodNotFound(string Id) : Refusal("There is no such fiscal period in your book.");

/// <summary>The period is closed already.</summary>
public sealed record FiscalPeriodAlreadyClosed(string Period) : Refusal($"{Period} is closed already.");

/// <summary>A period is closed after its last day.</summary>
public sealed record FiscalPeriodNotOver(DateOnly LastDay) : Refusal($"The period lasts until {LastDay:yyyy-MM-dd}; it can be closed after that day.");

/// <summary>Periods are closed in order.</summary>
public sealed record EarlierFiscalPeriodOpen(string Period) : Refusal($"{Period} is open; periods are closed in order.");

/// <summary>Only a closed period can be reopened.</summary>
public sealed record FiscalPeriodNotClosed(string Period) : Refusal($"{Period} is not closed.");

/// <summary>Periods are reopened from the last one back.</summary>
public sealed record LaterFiscalPeriodClosed(string Period) : Refusal($"{Period} is closed; periods are reopened from the last one back.");

/// <summary>Whoever reopens a period says why, in 1 to 500 characters.</summary>
public sealed record ReopeningReasonInvalid(int CharactersMax)
    : Refusal($"Reopening a period needs a reason of 1 to {CharactersMax} characters without control characters.");

/// <summary>The day belongs to a closed period, or lies before one.</summary>
public sealed record FiscalPeriodClosed(DateOnly EffectiveDate, DateOnly OpenFrom)
    : Refusal($"The book is closed on {EffectiveDate:yyyy-MM-dd}; it is open from {OpenFrom:yyyy-MM-dd}.");
