namespace FinFlow.Accounting;

public enum AccountType
{
    Asset,
    Liability,
    Equity,
    Revenue,
    Expense,
}

/// <summary>Where a change of the account stands in the cash flow statement.</summary>
public enum CashFlowActivity
{
    /// <summary>Cash and what is as good as cash: its own change is what the statement explains.</summary>
    Cash,
    Operating,
    Investing,
    Financing,
}

/// <summary>An account of an organisation's book.</summary>
public sealed record Account
{
    private const int NameCharactersMax = 100;
    private const int CodeDigitsMin = 3;
    private const int CodeDigitsMax = 10;

    /// <summary>The id, with the prefix <c>acc_</c>.</summary>
    [ID]
    public required string Id { get; init; }

    [GraphQLIgnore]
    public required string OrganizationId { get; init; }

    /// <summary>3 to 10 digits, unique in the book: 1000 is Cash.</summary>
    public required string Code { get; init; }

    public required string Name { get; init; }

    public required AccountType Type { get; init; }

    public required CashFlowActivity CashFlowActivity { get; init; }

    /// <summary>Whether it belongs to the standard chart, to which payments, loans and invoices post by themselves.</summary>
    public bool IsStandard { get; init; }

    /// <summary>A closed account keeps its history and takes no more lines.</summary>
    public bool IsActive { get; init; } = true;

    public required DateTimeOffset OpenedAt { get; init; }

    public DateTimeOffset? ClosedAt { get; init; }

    [GraphQLIgnore]
    public long Version { get; init; } = 1;

    /// <summary>The side on which the account grows.</summary>
    public Side NormalSide => Type is AccountType.Asset or AccountType.Expense ? Side.Debit : Side.Credit;

    /// <summary>Whether it holds money or claims to it, which a revaluation values anew. Inventory and equipment keep the value they were bought at.</summary>
    public bool IsMonetary => Type is AccountType.Asset or AccountType.Liability
        && CashFlowActivity != CashFlowActivity.Investing
        && !(IsStandard && Code == ChartOfAccounts.Inventory);

    /// <summary>A new account; its activity follows from its type when none is given.</summary>
    public static Result<Account> Open(
        string id, string organizationId, string code, string name, AccountType type, CashFlowActivity? activity, DateTimeOffset now) => (code, name, type, activity) switch
    {
        _ when !IsCode(code) => new AccountCodeInvalid(CodeDigitsMin, CodeDigitsMax),
        _ when !IsName(name) => new AccountNameInvalid(NameCharactersMax),
        (_, _, not AccountType.Asset, CashFlowActivity.Cash) => new CashAccountNotAsset(type),
        _ => new Account
        {
            Id = id,
            OrganizationId = organizationId,
            Code = code,
            Name = name.Trim(),
            Type = type,
            CashFlowActivity = activity ?? (type == AccountType.Equity ? CashFlowActivity.Financing : CashFlowActivity.Operating),
            OpenedAt = now,
        },
    };

    /// <param name="balances">What it holds, per currency; it must hold nothing.</param>
    public Result<Account> Close(IReadOnlyList<Money> balances, DateTimeOffset now) => this switch
    {
        { IsActive: false } => new AccountAlreadyClosed(Code),
        { IsStandard: true } => new AccountIsStandard(Code),
        _ when balances.FirstOrDefault(balance => !balance.IsZero) is { IsZero: false } rest => new AccountNotEmpty(Code, rest),
        _ => this with { IsActive = false, ClosedAt = now },
    };

    /// <summary>A sum of debits less credits as this account's balance: positive on its normal side.</summary>
    internal Money ToBalance(Money netDebit) => NormalSide == Side.Debit ? netDebit : -netDebit;

    private static bool IsCode(string code) => code.Length is >= CodeDigitsMin and <= CodeDigitsMax && code.All(char.IsAsciiDigit);

    private static bool IsName(string name) => !string.IsNullOrWhiteSpace(name) && name.Length <= NameCharactersMax && !name.Any(char.IsControl);
}
