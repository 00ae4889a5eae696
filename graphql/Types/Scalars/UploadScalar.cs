using System.Text.Json;
using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>
/// A file, sent beside the operation in a multipart request. The JSON of the variables holds the part's name in its place, and only
/// <see cref="JsonCoercion"/>, which knows the request's files, can read it. https://github.com/jaydenseric/graphql-multipart-request-spec
/// </summary>
public sealed class UploadScalar : ScalarBehavior
{
    private const string Refusal = "Upload values are files of a multipart request.";

    public static UploadScalar Instance { get; } = new();

    public override Type RuntimeType => typeof(IFile);

    public override string SpecifiedByUrl => "https://github.com/jaydenseric/graphql-multipart-request-spec";

    public override object ParseLiteral(ValueNode literal) => throw new ScalarException(Refusal);

    public override object ParseValue(JsonElement value) => throw new ScalarException(Refusal);

    public override void Write(JsonBuffer output, object value) => throw new ScalarException("An Upload comes in and never goes out.");

    public override ValueNode ToLiteral(object value) => throw new ScalarException(Refusal);

    /// <exception cref="ScalarException">The value does not stand for a file of the request.</exception>
    internal static IFile Find(JsonElement value, IReadOnlyDictionary<string, IFile>? files)
        => value.ValueKind == JsonValueKind.String && files is not null && files.TryGetValue(value.GetString()!, out var file)
            ? file
            : throw new ScalarException(Refusal);
}
