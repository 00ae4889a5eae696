namespace FinFlow.Analytics;

/// <summary>A checked expression: every name is known, and amounts are never added to counts.</summary>
public abstract record MetricExpression(MetricType Type)
{
    /// <summary>Computes exactly. Amounts are in minor units; null where it is divided by zero, or where 28 digits do not hold the value.</summary>
    public decimal? ValueOn(IReadOnlyCollection<IDayOfFigures> days)
    {
        try
        {
            return Compute(days);
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    /// <summary>Whether it speaks of anything that happens.</summary>
    public abstract bool HasField { get; }

    protected abstract decimal? Compute(IReadOnlyCollection<IDayOfFigures> days);

    public sealed record Constant(decimal Value) : MetricExpression(MetricType.Number)
    {
        public override bool HasField => false;

        protected override decimal? Compute(IReadOnlyCollection<IDayOfFigures> days) => Value;
    }

    public sealed record Figure(MetricField Field) : MetricExpression(Field.Type)
    {
        public override bool HasField => true;

        protected override decimal? Compute(IReadOnlyCollection<IDayOfFigures> days) => Field.Of(days);
    }

    public sealed record Negated(MetricExpression Inner) : MetricExpression(Inner.Type)
    {
        public override bool HasField => Inner.HasField;

        protected override decimal? Compute(IReadOnlyCollection<IDayOfFigures> days) => -Inner.Compute(days);
    }

    public sealed record Combined(string Operator, MetricExpression Left, MetricExpression Right, MetricType Type) : MetricExpression(Type)
    {
        public override bool HasField => Left.HasField || Right.HasField;

        // What cannot be computed makes everything above it uncomputable too.
        protected override decimal? Compute(IReadOnlyCollection<IDayOfFigures> days)
            => (Left.Compute(days), Right.Compute(days)) is ({ } left, { } right)
                ? Operator switch
                {
                    "+" => left + right,
                    "-" => left - right,
                    "*" => left * right,
                    "/" => right == 0 ? null : left / right,
                    "min" => Math.Min(left, right),
                    _ => Math.Max(left, right),
                }
                : null;
    }
}
