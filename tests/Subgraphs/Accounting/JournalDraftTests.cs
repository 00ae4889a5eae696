using FinFlow.Accounting;
using FinFlow.Finance;

namespace FinFlow.Subgraphs.Tests;

/// <summary>What may be posted: every rule, and the refusal that names it.</summary>
public sealed class JournalDraftTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Account Cash = AccountOf("1000", AccountType.Asset);
    private static readonly Account Sales = AccountOf("4000", AccountType.Revenue);
    private static readonly Account Closed = AccountOf("1900", AccountType.Asset) with { IsActive = false };

    [Fact]
    public void Post_Should_GiveTheEntryAndItsLines()
    {
        var posting = Draft(LineDraft.Debit(Cash, Usd(100)), LineDraft.Credit(Sales, Usd(100))).Post("je_1", Noon).Value;

        Assert.Equal(("je_1", Noon), (posting.Entry.Id, posting.Entry.PostedAt));
        Assert.Equal([(1, Side.Debit, Usd(100)), (2, Side.Credit, Usd(100))], posting.Lines.Select(line => (line.Number, line.Side, line.Amount)));
    }

    public static TheoryData<string, LineDraft[]> Refused => new()
    {
        { "A journal entry has two lines or more, but this one has 0.", [] },
        { "A journal entry has two lines or more, but this one has 1.", [LineDraft.Debit(Cash, Usd(100))] },
        { "The entry does not balance in USD: debits are 1.00 USD, credits are 0.99 USD.", [LineDraft.Debit(Cash, Usd(100)), LineDraft.Credit(Sales, Usd(99))] },
        {
            "The entry does not balance in EUR: debits are 1.00 EUR, credits are 0.00 EUR.",
            [LineDraft.Debit(Cash, new Money(100, Currency.Of("EUR"))), LineDraft.Credit(Sales, Usd(100))]
        },
        { "The amount must be above zero, but is 0.00 USD.", [LineDraft.Debit(Cash, Usd(0)), LineDraft.Credit(Sales, Usd(0))] },
        { "The amount must be above zero, but is -1.00 USD.", [LineDraft.Debit(Cash, Usd(-100)), LineDraft.Credit(Sales, Usd(-100))] },
        { "Account 1900 is closed.", [LineDraft.Debit(Closed, Usd(100)), LineDraft.Credit(Sales, Usd(100))] },
        {
            "Every line is on account 1000; an entry moves value between accounts.",
            [LineDraft.Debit(Cash, Usd(100)), LineDraft.Credit(Cash, Usd(100))]
        },
        {
            "10000000000000.01 USD is more than a line can hold.",
            [LineDraft.Debit(Cash, Usd(1_000_000_000_000_001)), LineDraft.Credit(Sales, Usd(1_000_000_000_000_001))]
        },
    };

    [Theory, MemberData(nameof(Refused))]
    public void Post_Should_Refuse_WhatBreaksARule(string message, LineDraft[] lines)
        => Assert.Equal(message, Draft(lines).Post("je_1", Noon).Refusal?.Message);

    [Fact]
    public void Post_Should_Refuse_TomorrowsTomorrow_And_EmptyTexts()
    {
        var draft = Draft(LineDraft.Debit(Cash, Usd(100)), LineDraft.Credit(Sales, Usd(100)));

        Assert.Equal(new EffectiveDateInFuture(new DateOnly(2026, 3, 3)), (draft with { EffectiveDate = new DateOnly(2026, 3, 3) }).Post("je_1", Noon).Refusal);
        Assert.False((draft with { EffectiveDate = new DateOnly(2026, 3, 2) }).Post("je_1", Noon).IsRefused);
        Assert.IsType<DescriptionInvalid>((draft with { Description = " " }).Post("je_1", Noon).Refusal);
        Assert.IsType<ReferenceInvalid>((draft with { Reference = "" }).Post("je_1", Noon).Refusal);
    }

    [Fact]
    public void Close_Should_Refuse_AnAccountThatHoldsSomething()
    {
        Assert.Equal("Account 1000 still has a balance of -0.05 USD.", Cash.Close([Usd(0), Usd(-5)], Noon).Refusal?.Message);
        Assert.Equal("Account 1900 is closed already.", Closed.Close([], Noon).Refusal?.Message);
        Assert.Equal("Account 1000 belongs to the standard chart and stays open.", (Cash with { IsStandard = true }).Close([], Noon).Refusal?.Message);
        Assert.False(Cash.Close([], Noon).Value.IsActive);
    }

    [Theory]
    [InlineData("12", "Name", AccountType.Asset, null, "ACCOUNT_CODE_INVALID")]
    [InlineData("12345678901", "Name", AccountType.Asset, null, "ACCOUNT_CODE_INVALID")]
    [InlineData("12a4", "Name", AccountType.Asset, null, "ACCOUNT_CODE_INVALID")]
    [InlineData("1234", " ", AccountType.Asset, null, "ACCOUNT_NAME_INVALID")]
    [InlineData("1234", "Till", AccountType.Liability, CashFlowActivity.Cash, "CASH_ACCOUNT_NOT_ASSET")]
    [InlineData("1234", "Till", AccountType.Asset, CashFlowActivity.Cash, null)]
    public void Open_Should_Refuse_WhatIsNoAccount(string code, string name, AccountType type, CashFlowActivity? activity, string? refusal)
        => Assert.Equal(refusal, Account.Open("acc_1", "org_1", code, name, type, activity, Noon).Refusal?.Code);

    internal static Account AccountOf(string code, AccountType type, CashFlowActivity activity = CashFlowActivity.Operating) => new()
    {
        Id = $"acc_{code}", OrganizationId = "org_1", Code = code, Name = code, Type = type, CashFlowActivity = activity, OpenedAt = Noon,
    };

    private static Money Usd(long minor) => new(minor, Currency.Of("USD"));

    private static JournalDraft Draft(params LineDraft[] lines)
        => new("org_1", "usr_1", JournalSource.Manual, null, new DateOnly(2026, 3, 1), "A sale", lines);
}
