using static FinFlow.Subgraphs.Tests.BorrowersOfBadInput;

namespace FinFlow.Subgraphs.Tests;

/// <summary>Ten bad inputs and more for each mutation of models: each gets its own whole error, and nothing is written or told.</summary>
public sealed class ModelBadInputTests(BorrowersOfBadInput borrowers) : IClassFixture<BorrowersOfBadInput>
{
    private const string Good = """{ "content": "income,defaulted\n1,1\n" }""";
    private const string BadName = "CREDIT_MODEL_NAME_INVALID: The model's name must have 1 to 100 characters and no control characters.";

    [Fact]
    public Task TrainCreditModel_Should_Refuse() => borrowers.RefusesAsync(
        "trainCreditModel",
        [
            .. ((string[])["", "  ", "two\\nlines", "a\\u0000b", "LONG", "VERY LONG"]).Select(name => Bad($$"""{ "name": "{{name}}" }""", BadName)),
            Bad("{ }", "TRAINING_DATA_TOO_FEW: There are 1 repaid and 0 defaulted examples; at least 10 of each are needed."),
            Bad("""{ "content": null }""", "TRAINING_DATA_TOO_FEW: There are 1 repaid and 0 defaulted examples; at least 10 of each are needed."),
            Bad(Content(""), "TRAINING_DATA_MALFORMED: Line 1: there are no examples."),
            Bad(Content(" \\n \\n"), "TRAINING_DATA_MALFORMED: Line 1: there are no examples."),
            Bad(Content("\\u0000"), "TRAINING_DATA_MALFORMED: Line 1: there are no examples."),
            Bad(Content("income,defaulted\\n1,1\\n"), "TRAINING_DATA_TOO_FEW: There are 0 repaid and 1 defaulted examples; at least 10 of each are needed."),
            Bad(Content("income,defaulted\\n-1000000000,1\\n"), "TRAINING_DATA_MALFORMED: Line 2: income must be from -10000000 to 10000000000."),
            Bad(Content("income,defaulted\\n1e309,1\\n"), "TRAINING_DATA_MALFORMED: Line 2: income must be a number."),
            Bad(Content("income,defaulted\\n1\\u0000,1\\n"), "TRAINING_DATA_MALFORMED: Line 2: income must be a number."),
            Bad(Content("income,defaulted\\n1\\n"), "TRAINING_DATA_MALFORMED: Line 2: there are 1 values for 2 columns."),
            Bad(Content("income,defaulted\\n1,maybe\\n"), "TRAINING_DATA_MALFORMED: Line 2: defaulted must be one of 1, true, 0, false."),
            Bad(Content("income\\n1\\n"), "TRAINING_DATA_MALFORMED: Line 1: there is no column defaulted."),
            Bad(Content("income,income,defaulted\\n1,1,1\\n"), "TRAINING_DATA_MALFORMED: Line 1: two columns have the same name."),
            Bad(Content($"{new string('x', 101)},defaulted\\n1,1\\n"), "TRAINING_DATA_MALFORMED: Line 1: a column's name has more than 100 characters."),
            Bad(Content("shoeSize,defaulted\\n42,1\\n"), "MODEL_FEATURES_UNKNOWN: Features that cannot be computed: shoeSize. There are: income, monthlyCashFlow, delinquencies, tenureMonths, incomeVolatility, refundRate, failureRate, invoicesIssued, invoicesOverdue, loansRepaid, loansOpen."),
            Bad(Content("income,defaulted\\n" + string.Concat(Enumerable.Repeat("1,0\\n", 5_001))), "TRAINING_DATA_TOO_LARGE: At most 5,000 examples can be sent; train on more by the command."),
            Bad(Content(new string('x', 2_000_001)), "TRAINING_DATA_TOO_LARGE: At most 5,000 examples can be sent; train on more by the command."),
            Bad("""{ "content": 7 }""", Invalid("7", "content", "String cannot represent a non string value: 7")),
            Bad("""{ "name": null }""", Invalid("null", "name", "Expected non-nullable type \"String!\" not to be null.")),
            Bad("""{ "model": "LOAN" }""", "Variable \"$input\" got invalid value { model: \"LOAN\" }; Field \"model\" is not defined by type \"TrainCreditModelInput\"."),
            .. NotAllowed("trainCreditModel", Good, By.Analyst),
            new(Good, Unauthorized),
        ]);

    [Fact]
    public Task TrainCreditModel_Should_Refuse_WhileAnotherIsTrained() => borrowers.WhileTrainingAsync(() => borrowers.RefusesAsync(
        "trainCreditModel", [.. Enumerable.Repeat(Bad(Good, "TRAINING_BUSY: A model is being trained; try again when that is done."), 10)]));

    [Fact]
    public Task ActivateCreditModel_Should_Refuse() => borrowers.RefusesAsync(
        "activateCreditModel",
        [
            .. ((string[])["", " ", "mdl_", "mdl_0", "LOAN", "OFFER", "income-cash-flow-baseline", "' OR 1=1 --", "a\\u0000b", "two\\nlines", "LONG", "VERY LONG", "7"])
                .Select(id => Bad($$"""{ "id": "{{id}}" }""", "CREDIT_MODEL_NOT_FOUND: There is no credit model with this id.")),
            Bad("""{ "id": "mdl_0", "role": "CHALLENGER" }""", "CREDIT_MODEL_NOT_FOUND: There is no credit model with this id."),
            Bad("""{ "id": "MODEL", "role": "KING" }""", Invalid("\"KING\"", "role", "Value \"KING\" does not exist in \"ModelRole\" enum.")),
            Bad("""{ "id": "MODEL", "role": "champion" }""", Invalid("\"champion\"", "role", "Value \"champion\" does not exist in \"ModelRole\" enum. Did you mean the enum value \"CHAMPION\"?")),
            Bad("""{ "id": "MODEL", "role": null }""", Invalid("null", "role", "Expected non-nullable type \"ModelRole!\" not to be null.")),
            Bad("""{ "role": "CHAMPION" }""", "Variable \"$input\" got invalid value { role: \"CHAMPION\" }; Field \"id\" of required type \"ID!\" was not provided."),
            Bad("""{ "id": null }""", Invalid("null", "id", "Expected non-nullable type \"ID!\" not to be null.")),
            Bad("""{ "id": {} }""", Invalid("{}", "id", "ID cannot represent value: {}")),
            .. NotAllowed("activateCreditModel", """{ "id": "MODEL" }""", By.Analyst, ("id", "ID!")),
            new("""{ "id": "MODEL" }""", Unauthorized),
        ]);

    private static Bad Bad(string input, string error) => new(input, error, By.Analyst);

    private static string Content(string csv) => $$"""{ "content": "{{csv}}" }""";
}
