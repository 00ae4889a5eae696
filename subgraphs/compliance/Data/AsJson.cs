using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace FinFlow.Compliance;

/// <summary>A value that is read and written as a whole, never searched: one column of JSON.</summary>
internal sealed class AsJson<T>() : ValueConverter<T, string>(value => StoredJson.Write(value), text => StoredJson.Read<T>(text))
    where T : class;

/// <summary>A date as every database writes it.</summary>
internal static class IsoDate
{
    private const string Format = "yyyy-MM-dd";

    internal static string Write(DateOnly date) => date.ToString(Format, CultureInfo.InvariantCulture);

    internal static DateOnly Read(string text) => DateOnly.ParseExact(text, Format, CultureInfo.InvariantCulture);
}

internal static class StoredJson
{
    // Enums as the schema shows them, so that a row can be read without this code.
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseUpper) },
    };

    internal static string Write<T>(T value) => JsonSerializer.Serialize(value, Json);

    internal static T Read<T>(string text) => JsonSerializer.Deserialize<T>(text, Json)!;
}
