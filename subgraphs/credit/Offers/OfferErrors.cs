using System.Globalization;

namespace FinFlow.Credit;

/// <summary>There is no such offer for the caller's organisation.</summary>
public sealed record LoanOfferNotFound(string Id) : Refusal("There is no loan offer with this id.");

/// <summary>The offer was accepted or withdrawn before.</summary>
public sealed record LoanOfferNotOpen(LoanOfferStatus Status) : Refusal($"The offer is {Status.ToString().ToLowerInvariant()}, not open.");

/// <summary>The offer was not accepted in time.</summary>
public sealed record LoanOfferExpired(DateTimeOffset ExpiredAt)
    : Refusal($"The offer expired on {ExpiredAt.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}.");

/// <summary>Offers rest on a credit score that is at most 90 days old.</summary>
public sealed record CreditScoreRequired() : Refusal("A credit score of the last 90 days is required; request one first.");

/// <summary>Nobody borrows more who is late with what is borrowed already.</summary>
public sealed record BorrowerInArrears() : Refusal("A loan of the organization is overdue.");

/// <summary>More is not lent.</summary>
public sealed record LoanAmountTooLarge(decimal AmountMax, Currency Currency)
    : Refusal($"At most {AmountMax.ToString(CultureInfo.InvariantCulture)} {Currency.Code} can be asked for.");

/// <summary>Loans run for a number of whole months.</summary>
public sealed record TermOutOfRange(int MonthsMin, int MonthsMax) : Refusal($"The term must be {MonthsMin} to {MonthsMax} months.");

/// <summary>A loan has a purpose, told in one line.</summary>
public sealed record PurposeInvalid(int LengthMax) : Refusal($"The purpose must have 1 to {LengthMax} characters and no control characters.");
