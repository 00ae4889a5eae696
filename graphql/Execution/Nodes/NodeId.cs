using System.Buffers.Text;
using System.Text;
using FinFlow.GraphQL.Types;

namespace FinFlow.GraphQL.Execution;

/// <summary>
/// An id that is unique in the whole schema: `Product:7` in base64, as HotChocolate writes it. Clients must take it as it is.
/// https://relay.dev/graphql/objectidentification.htm
/// </summary>
/// <param name="TypeName">The object type's name in the schema.</param>
/// <param name="Key">What identifies the object among those of its type.</param>
internal readonly record struct NodeId(string TypeName, string Key)
{
    public const string InvalidCode = "NODE_ID_INVALID";

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public override string ToString() => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{TypeName}:{Key}"));

    /// <summary>Reads an id, also one whose base64 was made fit for an address.</summary>
    /// <exception cref="GraphQLException">No schema has ever given such an id.</exception>
    public static NodeId Parse(string id)
    {
        try
        {
            var text = Strict.GetString(Base64Url.DecodeFromChars(id.Replace('+', '-').Replace('/', '_')));
            var colon = text.IndexOf(':', StringComparison.Ordinal);
            return colon > 0 ? new NodeId(text[..colon], text[(colon + 1)..]) : throw Invalid(id);
        }
        catch (Exception exception) when (exception is FormatException or DecoderFallbackException)
        {
            throw Invalid(id);
        }
    }

    /// <summary>The key as a runtime type.</summary>
    /// <exception cref="GraphQLException">The id is of the right type, but its key cannot be one.</exception>
    public object KeyAs(Type type)
        => type == typeof(string) ? Key
            : type == typeof(int) && int.TryParse(Key, out var number) ? number
            : type == typeof(long) && long.TryParse(Key, out var big) ? big
            : type == typeof(Guid) && Guid.TryParse(Key, out var guid) ? guid
            : throw Invalid(ToString());

    /// <summary>Whether ids may have keys of the runtime type.</summary>
    public static bool CanBe(Type type) => type == typeof(string) || type == typeof(int) || type == typeof(long) || type == typeof(Guid);

    public static GraphQLException Invalid(string id) => new($"`{id}` is not the id of an object.", InvalidCode);

    public static GraphQLException OfAnotherType(string id, string expected, string actual)
        => new(new GraphQLError($"`{id}` is the id of a {actual}, not of a {expected}.") { Code = InvalidCode });
}
