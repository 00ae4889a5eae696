using System.Text.Json;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace FinFlow.Analytics;

/// <summary>A value that is read and written as a whole, never searched: one column of JSON.</summary>
internal sealed class AsJson<T>() : ValueConverter<T, string>(
    value => JsonSerializer.Serialize(value, JsonSerializerOptions.Web),
    text => JsonSerializer.Deserialize<T>(text, JsonSerializerOptions.Web)!)
    where T : class;
