using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using FinFlow.Finance;

namespace FinFlow.Hosting;

/// <summary>How records are written into the second level of a cache, and read back as they were: also what only they themselves may set.</summary>
internal static class CachedJson
{
    public static JsonSerializerOptions Options { get; } = new()
    {
        Converters = { new AsText<Currency>(currency => currency.Code, Currency.Of), new AsText<CountryCode>(country => country.Alpha2, CountryCode.Of) },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { RestoreWhatIsPrivate } },
    };

    private static void RestoreWhatIsPrivate(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            if (property.Set is null && property.AttributeProvider is PropertyInfo { SetMethod: { } setter })
            {
                property.Set = (target, value) => setter.Invoke(target, [value]);
            }
        }
    }

    private sealed class AsText<T>(Func<T, string> text, Func<string, T> value) : JsonConverter<T>
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => value(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(text(value));
    }
}
