using System.Globalization;

namespace FinFlow.Analytics;

/// <summary>Reads an expression and checks its types on the way.</summary>
/// <remarks>
/// <code>
/// expression = term, { ("+" | "-"), term } ;
/// term       = factor, { ("*" | "/"), factor } ;
/// factor     = number | field | "-", factor | "(", expression, ")" | ("min" | "max"), "(", expression, ",", expression, ")" ;
/// </code>
/// A method that returns null has said why in <see cref="refusal"/>, and so does everything above it: only the first mistake is told.
/// </remarks>
public sealed class MetricParser
{
    public const int LengthMax = 500;

    /// <summary>Deeper than this nobody reads, and the stack stays short.</summary>
    private const int NestingMax = 16;

    private const int NumberLengthMax = 20;
    private const string FactorExpected = "a field, a number or \"(\"";

    private readonly IReadOnlyList<MetricToken> tokens;
    private int next;
    private int nesting;
    private MetricExpressionInvalid? refusal;

    private MetricParser(string text) => tokens = MetricTokens.Of(text);

    public static Result<MetricExpression> Parse(string text)
    {
        if (text.Length > LengthMax)
        {
            return new MetricExpressionTooLong(LengthMax);
        }

        var parser = new MetricParser(text);
        return parser.Whole() is { } expression ? expression : parser.refusal!;
    }

    private MetricToken Current => tokens[next];

    private MetricExpression? Whole()
    {
        var expression = Expression();
        return expression is null ? null
            : Current.Kind is not MetricTokenKind.End ? Refuse(Current, "+, -, *, / or the end")
            : expression.HasField ? expression
            : Refuse(tokens[0].Position, "a field such as revenue somewhere", "only numbers");
    }

    private MetricExpression? Expression() => Chain(Term, "+", "-");

    private MetricExpression? Term() => Chain(Factor, "*", "/");

    private MetricExpression? Chain(Func<MetricExpression?> part, string first, string second)
    {
        var left = part();
        while (left is not null && Current.Kind is MetricTokenKind.Symbol && (Current.Text == first || Current.Text == second))
        {
            var symbol = tokens[next++].Text;
            var position = Current.Position;
            left = part() is { } right ? Combine(symbol, left, right, position) : null;
        }

        return left;
    }

    private MetricExpression? Factor()
    {
        if (nesting == NestingMax)
        {
            return Refuse(Current.Position, $"at most {NestingMax} levels of nesting", "one more");
        }

        nesting++;
        var token = tokens[next];
        var factor = token.Kind switch
        {
            MetricTokenKind.Number => Number(token),
            MetricTokenKind.Name when token.Text is "min" or "max" => Function(token.Text),
            MetricTokenKind.Name => Field(token),
            MetricTokenKind.Symbol when token.Text == "(" => Parenthesized(),
            MetricTokenKind.Symbol when token.Text == "-" => Negated(),
            _ => Refuse(token, FactorExpected),
        };
        nesting--;
        return factor;
    }

    private MetricExpression? Number(MetricToken token)
    {
        next++;
        return token.Text.Length <= NumberLengthMax
            && token.Text[^1] != '.'
            && decimal.TryParse(token.Text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
                ? new MetricExpression.Constant(value)
                : Refuse(token, $"a number such as 12.5, of at most {NumberLengthMax} characters");
    }

    private MetricExpression? Field(MetricToken token)
    {
        next++;
        return MetricFields.Find(token.Text) is { } field
            ? new MetricExpression.Figure(field)
            : Refuse(token, $"one of {string.Join(", ", MetricFields.All.Select(known => known.Name))}");
    }

    private MetricExpression? Parenthesized()
    {
        next++;
        return Expression() is { } inner && Take(")") ? inner : null;
    }

    private MetricExpression.Negated? Negated()
    {
        next++;
        return Factor() is { } inner ? new MetricExpression.Negated(inner) : null;
    }

    private MetricExpression? Function(string name)
    {
        next++;
        if (!Take("(") || Expression() is not { } left || !Take(","))
        {
            return null;
        }

        var position = Current.Position;
        return Expression() is { } right && Take(")") ? Combine(name, left, right, position) : null;
    }

    private bool Take(string symbol)
    {
        if (Current.Kind is MetricTokenKind.Symbol && Current.Text == symbol)
        {
            next++;
            return true;
        }

        Refuse(Current, $"\"{symbol}\"");
        return false;
    }

    /// <param name="position">Where the right one begins.</param>
    private MetricExpression? Combine(string symbol, MetricExpression left, MetricExpression right, int position)
        => (symbol, left.Type, right.Type) switch
        {
            ("*", MetricType.Money, MetricType.Money) => Refuse(position, "a number", "an amount: the product of two amounts means nothing"),
            ("/", MetricType.Number, MetricType.Money) => Refuse(position, "a number", "an amount"),
            ("/", _, _) when right is MetricExpression.Constant { Value: 0 } => Refuse(position, "a number other than zero", "0"),
            ("/", MetricType.Money, MetricType.Money) => new MetricExpression.Combined(symbol, left, right, MetricType.Number),
            ("/", _, _) => new MetricExpression.Combined(symbol, left, right, left.Type),
            ("*", _, _) => new MetricExpression.Combined(symbol, left, right, left.Type is MetricType.Money ? left.Type : right.Type),
            _ when left.Type != right.Type => Refuse(position, NameOf(left.Type), NameOf(right.Type)),
            _ => new MetricExpression.Combined(symbol, left, right, left.Type),
        };

    private static string NameOf(MetricType type) => type is MetricType.Money ? "an amount" : "a number";

    private MetricExpression? Refuse(MetricToken found, string expected) => Refuse(found.Position, expected, found.Shown);

    private MetricExpression? Refuse(int position, string expected, string found)
    {
        refusal ??= new MetricExpressionInvalid(position, expected, found);
        return null;
    }
}
