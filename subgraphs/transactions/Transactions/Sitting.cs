using System.Collections.Immutable;

namespace FinFlow.Transactions;

/// <summary>Transactions of one organisation that are judged one after another, each with the earlier ones counted.</summary>
internal sealed class Sitting(string organizationId, Standing? standing, AccountHistory history, BaseRates rates, Dossier dossier)
{
    private readonly AccountHistory _opening = history;
    private AccountHistory _history = history;
    private ImmutableDictionary<(string, Currency), long> _drawn = ImmutableDictionary<(string, Currency), long>.Empty;

    /// <summary>The organisation's standing as it was read; null before its first transaction.</summary>
    public Standing? Standing { get; } = standing;

    /// <summary>Whether anything was judged that stays judged.</summary>
    public bool HasJudged => !ReferenceEquals(_history, _opening);

    /// <summary>The standing with everything counted that was judged.</summary>
    public Standing Outcome => (Standing ?? new Standing(organizationId)).As(_history);

    public Dossier Dossier => dossier;

    public Validation Validate(Matter matter) => Validation.Of(DraftOf(matter), _history);

    public Transaction Judge(Matter matter)
    {
        var draft = DraftOf(matter);
        var validation = Validation.Of(draft, _history);
        _history = _history.After(draft, validation.Outcome);
        if (validation.IsValid && Limits.Outgoing.Contains(draft.Type))
        {
            var account = (draft.SourceAccountId, draft.Amount.Currency);
            _drawn = _drawn.SetItem(account, checked(_drawn.GetValueOrDefault(account) + draft.Amount.Minor));
        }

        return matter.Transaction.Judged(validation, rates.ToMinor(draft.BaseAmount));
    }

    /// <summary>Judges, and forgets what was judged when <paramref name="stays"/> says that it does not stay.</summary>
    public TResult Try<TResult>(Func<TResult> judge, Func<TResult, bool> stays)
    {
        var (history, drawn) = (_history, _drawn);
        var result = judge();
        if (!stays(result))
        {
            (_history, _drawn) = (history, drawn);
        }

        return result;
    }

    private TransactionDraft DraftOf(Matter matter)
    {
        var (transaction, circumstances) = matter;
        return new TransactionDraft(
            transaction.Type, transaction.Amount, rates.ToBase(transaction.Amount), transaction.SourceAccountId,
            transaction.DestinationAccountId, transaction.Country, transaction.Reference)
        {
            LoanId = circumstances.LoanId,
            Evidence = dossier.Of(transaction, circumstances, _drawn, _history.Accepted >= Limits.DeviceHistoryMin),
            Hour = transaction.CreatedAt.UtcDateTime.Hour,
        };
    }
}
