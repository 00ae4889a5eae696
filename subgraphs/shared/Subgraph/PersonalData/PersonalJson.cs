using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using FinFlow.Finance;

namespace FinFlow.Subgraph;

/// <summary>Personal data as a machine reads it: amounts exact, codes and enums as the schema shows them.</summary>
public static class PersonalJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters =
        {
            new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseUpper),
            new AsText<Currency>(currency => currency.Code),
            new AsText<CountryCode>(country => country.Alpha2),
            new MoneyAsObject(),
        },
    };

    private sealed class AsText<T>(Func<T, string> text) : JsonConverter<T>
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
            => throw new NotSupportedException("Personal data is told, never read back.");

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(text(value));
    }

    private sealed class MoneyAsObject : JsonConverter<Money>
    {
        public override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
            => throw new NotSupportedException("Personal data is told, never read back.");

        public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            writer.WriteString("amount", value.ToDecimal().ToString(System.Globalization.CultureInfo.InvariantCulture));
            writer.WriteString("currency", value.Currency.Code);
            writer.WriteEndObject();
        }
    }
}
