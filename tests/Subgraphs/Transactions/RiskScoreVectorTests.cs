using System.Text.Json;
using FinFlow.Finance;
using FinFlow.Transactions;

namespace FinFlow.Subgraphs.Tests;

/// <summary>The original's limits, codes and weights come out equal on its golden vectors (USD, no history).</summary>
public sealed class RiskScoreVectorTests
{
    [SharedDataFact("risk-score-vectors.json")]
    public void Validation_Should_EqualTheOriginal_OnEveryVector()
    {
        using var vectors = JsonDocument.Parse(File.ReadAllBytes(SharedData.PathOf("risk-score-vectors.json")));
        var differing = vectors.RootElement.EnumerateArray().Select(Compare).OfType<string>().ToList();

        Assert.Empty(differing);
        Assert.Equal(332, vectors.RootElement.GetArrayLength());
    }

    private static string? Compare(JsonElement vector)
    {
        var validation = Validation.Of(DraftOf(vector), AccountHistory.None);
        var expected = $"{vector.GetProperty("valid").GetBoolean()} {vector.GetProperty("level_readme_era")} {Names(vector, "errors")} {Names(vector, "warnings")}";
        var actual = $"{validation.IsValid} {Upper(validation.RiskLevel)} {Names(validation.Errors)} {Names(validation.Warnings)}";
        var distance = Math.Abs(validation.RiskScore - (decimal)vector.GetProperty("score").GetDouble());
        return expected == actual && distance < 1e-9m ? null : $"{vector}: got {validation.RiskScore} {actual}";
    }

    private static TransactionDraft DraftOf(JsonElement vector)
    {
        var amount = vector.GetProperty("amount").GetDecimal();
        var type = Enum.Parse<TransactionType>(vector.GetProperty("type").GetString()!.Replace("_", "", StringComparison.Ordinal), ignoreCase: true);
        CountryCode? country = vector.GetProperty("country").GetString() is { } code ? CountryCode.Of(code) : null;
        return new TransactionDraft(type, new Money((long)(amount * 100), Currency.Of("USD")), amount, "acc_source", "acc_destination", country, "reference");
    }

    private static string Names(JsonElement vector, string property)
        => string.Join(',', vector.GetProperty(property).EnumerateArray().Select(name => name.GetString()).Order(StringComparer.Ordinal));

    private static string Names<T>(IEnumerable<T> codes) where T : struct, Enum => string.Join(',', codes.Select(Upper).Order(StringComparer.Ordinal));

    private static string Upper<T>(T value) where T : struct, Enum
        => JsonNamingPolicy.SnakeCaseUpper.ConvertName(value.ToString()!);
}
