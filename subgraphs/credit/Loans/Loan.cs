namespace FinFlow.Credit;

/// <summary>OVERDUE from the day after an unpaid due date, DEFAULTED 90 days later, REPAID when nothing is owed.</summary>
public enum LoanStatus { Active, Overdue, Defaulted, Repaid }

/// <summary>Money lent to the business, paid back in monthly installments.</summary>
public sealed record Loan
{
    /// <summary>So many days after an unpaid due date a loan is given up for lost.</summary>
    internal const int DaysToDefault = 90;

    [ID]
    public required string Id { get; init; }

    [GraphQLIgnore]
    public required string OrganizationId { get; init; }

    [GraphQLIgnore]
    public required string UserId { get; init; }

    [GraphQLIgnore]
    public required string LoanOfferId { get; init; }

    public required Money Principal { get; init; }

    /// <summary>The principal that is still owed.</summary>
    public required Money OutstandingPrincipal { get; init; }

    /// <summary>4.5 is 4.5 % a year.</summary>
    public required decimal AnnualRatePercent { get; init; }

    public required int TermMonths { get; init; }

    public required DayCount DayCount { get; init; }

    public required string Purpose { get; init; }

    public LoanStatus Status { get; init; }

    public required DateTimeOffset DisbursedAt { get; init; }

    /// <summary>Of the oldest installment that is not fully paid; null when the loan is repaid.</summary>
    public DateOnly? NextDueDate { get; init; }

    public DateTimeOffset? RepaidAt { get; init; }

    [GraphQLIgnore]
    public long Version { get; private init; }

    /// <summary>Where the loan stands on a day, by the oldest installment that is not paid.</summary>
    public Loan OnDay(DateOnly today) => this switch
    {
        { NextDueDate: null } => this with { Status = LoanStatus.Repaid },
        { Status: LoanStatus.Defaulted } => this,
        _ when DaysOverdue(today) >= DaysToDefault => this with { Status = LoanStatus.Defaulted },
        _ when DaysOverdue(today) > 0 => this with { Status = LoanStatus.Overdue },
        _ => this with { Status = LoanStatus.Active },
    };

    /// <summary>Days since the oldest unpaid due date; 0 when nothing is late.</summary>
    public int DaysOverdue(DateOnly today) => NextDueDate is { } due ? Math.Max(0, today.DayNumber - due.DayNumber) : 0;
}

/// <summary>One month's payment of a loan.</summary>
public sealed record LoanInstallment
{
    [GraphQLIgnore]
    public required string LoanId { get; init; }

    /// <summary>From 1.</summary>
    public required int Number { get; init; }

    public required DateOnly DueDate { get; init; }

    public required Money Principal { get; init; }

    public required Money Interest { get; init; }

    [GraphQLIgnore]
    public required Money PaidPrincipal { get; init; }

    [GraphQLIgnore]
    public required Money PaidInterest { get; init; }

    /// <summary>When the last of it was paid.</summary>
    public DateTimeOffset? PaidAt { get; init; }

    /// <summary>Principal and interest together.</summary>
    public Money Amount => Principal + Interest;

    /// <summary>What is still to be paid of it.</summary>
    public Money Outstanding => Amount - PaidPrincipal - PaidInterest;

    public bool IsLateOn(DateOnly day) => (PaidAt is { } paid ? DateOnly.FromDateTime(paid.UtcDateTime) : day) > DueDate;

    /// <summary>Pays interest first, then principal; <paramref name="amount"/> is at most what is outstanding.</summary>
    internal LoanInstallment Pay(Money amount, DateTimeOffset now)
    {
        var interest = Money.Min(amount, Interest - PaidInterest);
        var paid = this with { PaidInterest = PaidInterest + interest, PaidPrincipal = PaidPrincipal + amount - interest };
        return paid.Outstanding.IsZero ? paid with { PaidAt = now } : paid;
    }
}

/// <summary>Money that was paid back.</summary>
public sealed record LoanRepayment
{
    [ID]
    public required string Id { get; init; }

    [GraphQLIgnore]
    public required string LoanId { get; init; }

    public required Money PrincipalPaid { get; init; }

    public required Money InterestPaid { get; init; }

    public required DateTimeOffset PaidAt { get; init; }

    public Money Amount => PrincipalPaid + InterestPaid;
}
