using System.Text.Json;
using FinFlow.Hosting;
using static FinFlow.Subgraphs.Tests.AnalyticsOfBadInput;

namespace FinFlow.Subgraphs.Tests;

/// <summary>Bad input for metrics of one's own: each gets its own refusal, and nothing is written.</summary>
[Collection(AnalyticsBadInputCollection.Name)]
public sealed class MetricBadInputTests(AnalyticsOfBadInput analytics)
{
    private const string NameInvalid = "METRIC_NAME_INVALID: The name must have 1 to 80 characters and no control characters.";
    private const string DescriptionInvalid = "METRIC_DESCRIPTION_INVALID: The description must have 1 to 500 characters and no control characters.";
    private const string Fields =
        "revenue, refunds, fees, netRevenue, capturedAmount, transactionVolume, paymentCount, authorizedCount, heldCount, failedCount, voidedCount, refundCount, disputeCount, "
        + "transactionCount, transactionHeldCount, transactionRejectedCount, highRiskCount, actionCount, activeUserCount";

    [Fact]
    public Task DefineMetric_Should_Refuse() => analytics.RefusesAsync(
        "defineMetric",
        [
            .. ((string[])["", " ", "\t", "a\nb", "a\u0000b", "a\u007fb", "a\u0085b", new('a', 81), new('a', 100_000)]).Select(name => new BadCase(With("name", name), NameInvalid)),
            .. ((string[])["", " ", "a\u0007", "two\r\nlines", new('a', 501), new('a', 100_000)]).Select(description => new BadCase(With("description", description), DescriptionInvalid)),
            new(With("expression", ""), "METRIC_EXPRESSION_INVALID: At position 1: expected a field, a number or \"(\", but found the end."),
            new(With("expression", "revenue +"), "METRIC_EXPRESSION_INVALID: At position 10: expected a field, a number or \"(\", but found the end."),
            new(With("expression", "revenue + paymentCount"), "METRIC_EXPRESSION_INVALID: At position 11: expected an amount, but found a number."),
            new(With("expression", "revenue * fees"), "METRIC_EXPRESSION_INVALID: At position 11: expected a number, but found an amount: the product of two amounts means nothing."),
            new(With("expression", "revenue / 0"), "METRIC_EXPRESSION_INVALID: At position 11: expected a number other than zero, but found 0."),
            new(With("expression", "(revenue"), "METRIC_EXPRESSION_INVALID: At position 9: expected \")\", but found the end."),
            new(With("expression", "revenue fees"), "METRIC_EXPRESSION_INVALID: At position 9: expected +, -, *, / or the end, but found \"fees\"."),
            new(With("expression", "password"), $"METRIC_EXPRESSION_INVALID: At position 1: expected one of {Fields}, but found \"password\"."),
            new(With("expression", "revenue; drop table metrics"), "METRIC_EXPRESSION_INVALID: At position 8: expected +, -, *, / or the end, but found \";\"."),
            new(With("expression", "revenue\u0000"), "METRIC_EXPRESSION_INVALID: At position 8: expected +, -, *, / or the end, but found \"\u0000\"."),
            new(With("expression", "1"), "METRIC_EXPRESSION_INVALID: At position 1: expected a field such as revenue somewhere, but found only numbers."),
            new(With("expression", $"{new string('(', 17)}revenue{new string(')', 17)}"), "METRIC_EXPRESSION_INVALID: At position 17: expected at most 16 levels of nesting, but found one more."),
            new(With("expression", $"revenue{new string(' ', 494)}"), "METRIC_EXPRESSION_TOO_LONG: An expression has at most 500 characters."),
            new(With("expression", new string('(', 100_000)), "METRIC_EXPRESSION_TOO_LONG: An expression has at most 500 characters."),
            new(With("currency", "XXQ"), Invalid("\"XXQ\" at \"input.currency\"; \"XXQ\" is not a currency code of ISO 4217 with minor units.")),
            new(With("currency", 7), Invalid("7 at \"input.currency\"; CurrencyCode cannot represent a non-string value: 7")),
            new(With("expression", 7), Invalid("7 at \"input.expression\"; String cannot represent a non string value: 7")),
            new(With("name", null), Invalid("null at \"input.name\"; Expected non-nullable type \"String!\" not to be null.")),
            new(With("from", "2020-01-01"), Invalid("{ name: \"a\", expression: \"revenue\", from: \"2020-01-01\" }; Field \"from\" is not defined by type \"DefineMetricInput\".")),
            new("""{ "name": "a" }""", Invalid("{ name: \"a\" }; Field \"expression\" of required type \"String!\" was not provided.")),
            new("""{ "expression": "revenue" }""", Invalid("{ expression: \"revenue\" }; Field \"name\" of required type \"String!\" was not provided.")),
            new(With("name", "Sales"), "METRIC_NAME_TAKEN: There is a metric \"Sales\" already."),
            .. analytics.Callers(With("name", "a"), Roles.Accountant, Roles.ComplianceOfficer),
        ]);

    [Fact]
    public Task RemoveMetric_Should_Refuse() => analytics.RefusesAsync(
        "removeMetric",
        [
            .. analytics.NoIds.Append(analytics.Report).Append(analytics.Schedule).Select(id => new BadCase(IdOf(id), "METRIC_NOT_FOUND: There is no metric with this id.")),
            new(IdOf(analytics.Metric), "METRIC_NOT_FOUND: There is no metric with this id.", analytics.Stranger),
            new("{}", Invalid("{}; Field \"id\" of required type \"ID!\" was not provided.")),
            new("""{ "id": null }""", Invalid("null at \"input.id\"; Expected non-nullable type \"ID!\" not to be null.")),
            new("""{ "id": {} }""", Invalid("{} at \"input.id\"; ID cannot represent value: {}")),
            .. analytics.Callers(IdOf(analytics.Metric), Roles.Accountant, Roles.ComplianceOfficer),
        ]);

    private static string With(string field, object? value)
        => JsonSerializer.Serialize(new Dictionary<string, object?> { ["name"] = "a", ["expression"] = "revenue", [field] = value });
}
