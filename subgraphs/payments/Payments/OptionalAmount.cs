namespace FinFlow.Payments;

/// <summary>The amount of a client who may leave it out to mean "all of it".</summary>
internal readonly record struct OptionalAmount(Money? Money);

internal static class OptionalAmountReading
{
    extension(MoneyInput? input)
    {
        public Result<OptionalAmount> ToMoneyOrNothing()
            => input is null ? new OptionalAmount(null) : input.ToMoney().Then<OptionalAmount>(money => new OptionalAmount(money));
    }
}
