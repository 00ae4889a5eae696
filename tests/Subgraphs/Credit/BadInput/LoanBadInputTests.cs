using static FinFlow.Subgraphs.Tests.BorrowersOfBadInput;

namespace FinFlow.Subgraphs.Tests;

/// <summary>Ten bad inputs and more for each mutation of scores, offers and loans: each gets its own whole error, and nothing is written or told.</summary>
public sealed class LoanBadInputTests(BorrowersOfBadInput borrowers) : IClassFixture<BorrowersOfBadInput>
{
    private const string NoOffer = "LOAN_OFFER_NOT_FOUND: There is no loan offer with this id.";
    private const string NoLoan = "LOAN_NOT_FOUND: There is no loan with this id.";
    private const string BadKey = "IDEMPOTENCY_KEY_INVALID: The idempotency key must have 1 to 255 characters and no control characters.";
    private const string BadPurpose = "PURPOSE_INVALID: The purpose must have 1 to 500 characters and no control characters.";
    private const string BadTerm = "TERM_OUT_OF_RANGE: The term must be 1 to 360 months.";
    private const string Restricted = "PROCESSING_RESTRICTED: The processing of your data is restricted at your own request; lift the restriction first.";
    private const string Arrears = "BORROWER_IN_ARREARS: A loan of the organization is overdue.";
    private const string NeedsScore = "CREDIT_SCORE_REQUIRED: A credit score of the last 90 days is required; request one first.";

    /// <summary>Ids of nothing and of something else.</summary>
    private static readonly string[] NoIds = ["", " ", "lof_", "lon_0", "csc_1", "org_1", "' OR 1=1 --", "7", "a\\u0000b", "two\\nlines", "LONG", "VERY LONG", "MODEL"];

    private static readonly string[] BadKeys = ["", "   ", "LONG", "a\\u0000b", "two\\nlines"];

    /// <summary>It takes nothing from the client, least of all figures: whatever is brought along refuses the request.</summary>
    [Fact]
    public Task RequestCreditScore_Should_Refuse() => borrowers.RefusesAsync(
        "requestCreditScore",
        new("", Unauthenticated, By.Nobody),
        new("", ExpiredToken, By.Expired),
        new("", Unauthorized, By.Unpermitted),
        new("", Unauthorized, By.Analyst),
        new("", Restricted, By.Restricted),
        new("", "SCORE_LIMIT_REACHED: At most 100 scores can be requested within 24 hours.", By.Full),
        new("(input: { score: 850 })", "Unknown argument \"input\" on field \"Mutation.requestCreditScore\"."),
        new("(input: {})", "Unknown argument \"input\" on field \"Mutation.requestCreditScore\"."),
        new("(income: 1000000)", "Unknown argument \"income\" on field \"Mutation.requestCreditScore\"."),
        new("(organizationId: \"org_2\")", "Unknown argument \"organizationId\" on field \"Mutation.requestCreditScore\"."),
        new("(idempotencyKey: \"a\\u0000b\")", "Unknown argument \"idempotencyKey\" on field \"Mutation.requestCreditScore\"."),
        new("(features: { delinquencies: -50 })", "Unknown argument \"features\" on field \"Mutation.requestCreditScore\"."));

    [Fact]
    public Task RequestLoanOffers_Should_Refuse() => borrowers.RefusesAsync(
        "requestLoanOffers",
        [
            new(Request("0"), "AMOUNT_NOT_POSITIVE: The amount must be above zero, but is 0.00 USD."),
            new(Request("-1000000000"), "AMOUNT_NOT_POSITIVE: The amount must be above zero, but is -1000000000.00 USD."),
            new(Request("100.001"), "AMOUNT_TOO_PRECISE: \"100.001\" has too many digits after the point: USD has 2."),
            new(Request("100000.01"), "LOAN_AMOUNT_TOO_LARGE: At most 100000 USD can be asked for."),
            new(Request("99999999999999999999"), "AMOUNT_OUT_OF_RANGE: \"99999999999999999999\" is beyond the largest amount that can be kept in USD."),
            new(Request("1000.00", currency: "EUR"), "CURRENCY_MISMATCH: The amount must be in USD, but is in EUR."),
            .. ((int[])[0, -6, 361, int.MinValue]).Select(months => new Bad(Request("1000.00", term: $"{months}"), BadTerm)),
            .. ((string[])["", " \\t", "a\\u0000b", "two\\nlines", "LONG", "VERY LONG"]).Select(purpose => new Bad(Request("1000.00", purpose: purpose), BadPurpose)),
            new(Request("1000.00"), NeedsScore, By.Unscored),
            new(Request("1000.00"), NeedsScore, By.Stale),
            new(Request("1000.00"), Arrears, By.Late),
            new(Request("1000.00"), Restricted, By.Restricted),
            new(Request("1e"), Invalid("\"1e\"", "amount.amount", "Decimal cannot represent value: \"1e\". Expected a decimal number of at most 28 digits.")),
            new(Request("NaN"), Invalid("\"NaN\"", "amount.amount", "Decimal cannot represent value: \"NaN\". Expected a decimal number of at most 28 digits.")),
            new(Request("1000.00", currency: "XXQ"), Invalid("\"XXQ\"", "amount.currency", "\"XXQ\" is not a currency code of ISO 4217 with minor units.")),
            new(Request("1000.00", currency: "usd"), Invalid("\"usd\"", "amount.currency", "\"usd\" is not a currency code of ISO 4217 with minor units.")),
            new(Request("1000.00", term: "99999999999"), Invalid("99999999999", "termMonths", "Int cannot represent non 32-bit signed integer value: 99999999999")),
            new(Request("1000.00", term: "6.5"), Invalid("6.5", "termMonths", "Int cannot represent non-integer value: 6.5")),
            new(Request("1000.00", term: "\"six\""), Invalid("\"six\"", "termMonths", "Int cannot represent non-integer value: \"six\"")),
            new("""{ "amount": { "amount": "1000.00", "currency": "USD" }, "termMonths": 6, "purpose": "stock", "creditScore": 99 }""", "Variable \"$input\" got invalid value { amount: { amount: \"1000.00\", currency: \"USD\" }, termMonths: 6, purpose: \"stock\", creditScore: 99 }; Field \"creditScore\" is not defined by type \"RequestLoanOffersInput\"."),
            .. NotAllowed("requestLoanOffers", Request("1000.00"), By.Merchant, ("amount", "MoneyInput!"), ("termMonths", "Int!"), ("purpose", "String!")),
        ]);

    [Fact]
    public Task AcceptLoanOffer_Should_Refuse() => borrowers.RefusesAsync(
        "acceptLoanOffer",
        [
            .. NoIds.Append("LOAN").Append("FOREIGN OFFER").Select(id => new Bad(Accept(id), NoOffer)),
            .. BadKeys.Select(key => new Bad(Accept("OFFER", key), BadKey)),
            new(Accept("OFFER", "borrowed"), "IDEMPOTENCY_KEY_REUSED: The idempotency key \"borrowed\" was used before with another input."),
            new(Accept("ACCEPTED OFFER"), "LOAN_OFFER_NOT_OPEN: The offer is accepted, not open."),
            new(Accept("WITHDRAWN OFFER"), "LOAN_OFFER_NOT_OPEN: The offer is withdrawn, not open."),
            new(Accept("EXPIRED OFFER"), "LOAN_OFFER_EXPIRED: The offer expired on 2026-03-10."),
            new(Accept("LATE OFFER"), Arrears, By.Late),
            new(Accept("OFFER"), Restricted, By.Restricted),
            new("""{ "offerId": "OFFER" }""", "Variable \"$input\" got invalid value { offerId: \"OFFER\" }; Field \"idempotencyKey\" of required type \"String!\" was not provided."),
            new("""{ "idempotencyKey": "new" }""", "Variable \"$input\" got invalid value { idempotencyKey: \"new\" }; Field \"offerId\" of required type \"ID!\" was not provided."),
            new("""{ "offerId": null, "idempotencyKey": "new" }""", Invalid("null", "offerId", "Expected non-nullable type \"ID!\" not to be null.")),
            new("""{ "offerId": true, "idempotencyKey": "new" }""", Invalid("true", "offerId", "ID cannot represent value: true")),
            new("""{ "offerId": "OFFER", "idempotencyKey": 7 }""", Invalid("7", "idempotencyKey", "String cannot represent a non string value: 7")),
            .. NotAllowed("acceptLoanOffer", Accept("OFFER"), By.Merchant, ("offerId", "ID!"), ("idempotencyKey", "String!")),
        ]);

    [Fact]
    public Task RepayLoan_Should_Refuse() => borrowers.RefusesAsync(
        "repayLoan",
        [
            .. NoIds.Append("OFFER").Append("FOREIGN LOAN").Select(id => new Bad(Repay(id), NoLoan)),
            .. BadKeys.Select(key => new Bad(Repay("LOAN", key: key), BadKey)),
            new(Repay("LOAN", "11.00", key: "paid"), "IDEMPOTENCY_KEY_REUSED: The idempotency key \"paid\" was used before with another input."),
            new(Repay("REPAID LOAN"), "LOAN_ALREADY_REPAID: The loan is repaid."),
            new(Repay("REPAID LOAN", null), "LOAN_ALREADY_REPAID: The loan is repaid."),
            new(Repay("LOAN", "0"), "AMOUNT_NOT_POSITIVE: The amount must be above zero, but is 0.00 USD."),
            new(Repay("LOAN", "-5.00"), "AMOUNT_NOT_POSITIVE: The amount must be above zero, but is -5.00 USD."),
            new(Repay("LOAN", "1.001"), "AMOUNT_TOO_PRECISE: \"1.001\" has too many digits after the point: USD has 2."),
            new(Repay("LOAN", "1000000.00"), "REPAYMENT_EXCEEDS_OUTSTANDING: 1000000.00 USD is more than the 5521.87 USD that are still to be paid."),
            new(Repay("LOAN", "99999999999999999999"), "AMOUNT_OUT_OF_RANGE: \"99999999999999999999\" is beyond the largest amount that can be kept in USD."),
            new(Repay("LOAN", "1.00", "JPY"), "AMOUNT_TOO_PRECISE: \"1.00\" has too many digits after the point: JPY has 0."),
            new(Repay("LOAN", "1.00", "EUR"), "CURRENCY_MISMATCH: The amount must be in USD, but is in EUR."),
            new(Repay("LOAN", "ten"), Invalid("\"ten\"", "amount.amount", "Decimal cannot represent value: \"ten\". Expected a decimal number of at most 28 digits.")),
            new(Repay("LOAN", "1.00", "XXQ"), Invalid("\"XXQ\"", "amount.currency", "\"XXQ\" is not a currency code of ISO 4217 with minor units.")),
            new("""{ "loanId": "LOAN" }""", "Variable \"$input\" got invalid value { loanId: \"LOAN\" }; Field \"idempotencyKey\" of required type \"String!\" was not provided."),
            new("""{ "loanId": { "is": "LOAN" }, "idempotencyKey": "new" }""", Invalid("{ is: \"LOAN\" }", "loanId", "ID cannot represent value: { is: \"LOAN\" }")),
            .. NotAllowed("repayLoan", Repay("LOAN"), By.Merchant, ("loanId", "ID!"), ("idempotencyKey", "String!")),
        ]);

    private static string Request(string amount, string currency = "USD", string term = "6", string purpose = "stock")
        => $$"""{ "amount": { "amount": "{{amount}}", "currency": "{{currency}}" }, "termMonths": {{term}}, "purpose": "{{purpose}}" }""";

    private static string Accept(string offer, string key = "new") => $$"""{ "offerId": "{{offer}}", "idempotencyKey": "{{key}}" }""";

    /// <param name="amount">Null: what is left of the next installment.</param>
    private static string Repay(string loan, string? amount = "1.00", string currency = "USD", string key = "new")
        => $$"""{ "loanId": "{{loan}}", "idempotencyKey": "{{key}}"{{(amount is null ? "" : $$""", "amount": { "amount": "{{amount}}", "currency": "{{currency}}" } """)}} }""";
}
