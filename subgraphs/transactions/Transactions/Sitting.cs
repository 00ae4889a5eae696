namespace FinFlow.Transactions;

/// <summary>Transactions of one organisation that are judged one after another, each with the earlier ones counted.</summary>
internal sealed class Sitting(string organizationId, Standing? standing, AccountHistory history, BaseRates rates)
{
    private readonly AccountHistory _opening = history;
    private AccountHistory _history = history;

    /// <summary>The organisation's standing as it was read; null before its first transaction.</summary>
    public Standing? Standing { get; } = standing;

    /// <summary>Whether anything was judged that stays judged.</summary>
    public bool HasJudged => !ReferenceEquals(_history, _opening);

    /// <summary>The standing with everything counted that was judged.</summary>
    public Standing Outcome => (Standing ?? new Standing(organizationId)).As(_history);

    public Validation Validate(TransactionDraft draft) => Validation.Of(draft with { BaseAmount = rates.ToBase(draft.Amount) }, _history);

    public Transaction Judge(Transaction transaction)
    {
        var draft = new TransactionDraft(
            transaction.Type, transaction.Amount, rates.ToBase(transaction.Amount), transaction.SourceAccountId,
            transaction.DestinationAccountId, transaction.Country, transaction.Reference);
        var validation = Validation.Of(draft, _history);
        _history = _history.After(draft, validation.Outcome);
        return transaction.Judged(validation, rates.ToMinor(draft.BaseAmount));
    }

    /// <summary>Judges, and forgets what was judged when <paramref name="stays"/> says that it does not stay.</summary>
    public TResult Try<TResult>(Func<TResult> judge, Func<TResult, bool> stays)
    {
        var before = _history;
        var result = judge();
        _history = stays(result) ? _history : before;
        return result;
    }
}
