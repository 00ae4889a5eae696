using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Globalization;
using System.Linq.Expressions;
using System.Text;
using System.Text.Json;
using FinFlow.GraphQL.Execution;

namespace FinFlow.GraphQL.Data;

/// <summary>An item's key values, opaque to clients: base64url of a JSON list of strings.</summary>
internal static class Cursor
{
    private const string InvalidCode = "HC0078";

    private static readonly ConcurrentDictionary<(Type, string), Delegate> Getters = new();

    public static string Of<T>(T item, IReadOnlyList<OrderKey> keys)
        => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(keys.Select(key => ToText(GetterOf<T>(key)(item))).ToArray()));

    /// <exception cref="GraphQLException">The text is no cursor of a list in this order.</exception>
    public static object[] Read(string cursor, IReadOnlyList<OrderKey> keys)
    {
        try
        {
            var texts = JsonSerializer.Deserialize<string[]>(Base64Url.DecodeFromChars(cursor));
            return texts is not null && texts.Length == keys.Count
                ? [.. texts.Zip(keys, (text, key) => FromText(text, key.ValueType))]
                : throw Invalid();
        }
        catch (Exception failure) when (failure is FormatException or JsonException or OverflowException or ArgumentException)
        {
            throw Invalid();
        }
    }

    private static GraphQLException Invalid() => new("The cursor does not belong to this list.", InvalidCode);

    // Keys are properties, so that their text names them; compiling one anew for every page would cost more than the page.
    private static Func<T, object> GetterOf<T>(OrderKey key)
        => (Func<T, object>)Getters.GetOrAdd(
            (typeof(T), key.Selector.ToString()),
            _ => Expression.Lambda<Func<T, object>>(Expression.Convert(key.Selector.Body, typeof(object)), key.Selector.Parameters).Compile());

    private static string ToText(object value) => value switch
    {
        string text => text,
        DateTimeOffset time => time.UtcTicks.ToString(CultureInfo.InvariantCulture),
        DateOnly date => date.DayNumber.ToString(CultureInfo.InvariantCulture),
        bool flag => flag ? "1" : "0",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new InvalidOperationException($"A list cannot be paged by a key of type {value.GetType().Name}."),
    };

    private static object FromText(string text, Type type) => type switch
    {
        _ when type == typeof(string) => text,
        _ when type == typeof(DateTimeOffset) => new DateTimeOffset(long.Parse(text, CultureInfo.InvariantCulture), TimeSpan.Zero),
        _ when type == typeof(DateOnly) => DateOnly.FromDayNumber(int.Parse(text, CultureInfo.InvariantCulture)),
        _ when type == typeof(bool) => text == "1",
        _ when type == typeof(Guid) => Guid.Parse(text),
        _ => Convert.ChangeType(text, type, CultureInfo.InvariantCulture),
    };
}
