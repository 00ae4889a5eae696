using System.Text.Json;

namespace FinFlow.GraphQL.AspNetCore;

/// <summary>What the reference says beyond the schema.</summary>
public sealed record ApiDocsOptions
{
    public string Title { get; init; } = "FinFlow API";

    /// <summary>Paragraphs above the reference; backticks make code.</summary>
    public string Introduction { get; init; } = "";

    /// <summary>The version in the OpenAPI document.</summary>
    public string Version { get; init; } = "1.0";

    /// <summary>The permission that a field demands, by its coordinate (`Mutation.capturePayment`); null for none.</summary>
    public Func<string, string?> Permission { get; init; } = _ => null;

    /// <summary>
    /// The `code` of a refusal, by the name of its type; by the convention of mutations, `PaymentNotCapturableError` has
    /// PAYMENT_NOT_CAPTURABLE. Null when it has none.
    /// </summary>
    public Func<string, string?> ErrorCode { get; init; } = type => type.EndsWith("Error", StringComparison.Ordinal)
        ? JsonNamingPolicy.SnakeCaseUpper.ConvertName(type[..^"Error".Length])
        : null;

    public IReadOnlyList<ApiLimit> Limits { get; init; } = [];

    /// <summary>What is served beside GraphQL, such as webhooks and downloads.</summary>
    public IReadOnlyList<PlainEndpoint> PlainEndpoints { get; init; } = [];
}

/// <summary>A limit that clients meet.</summary>
/// <param name="Name">`Page size`, for example.</param>
/// <param name="Value">With its unit: `at most 100`.</param>
/// <param name="Effect">What happens beyond it.</param>
public sealed record ApiLimit(string Name, string Value, string Effect);

/// <summary>An HTTP endpoint beside GraphQL.</summary>
/// <param name="Method">Upper case, such as POST.</param>
/// <param name="Path">With parameters in braces: `/exports/{token}`.</param>
/// <param name="Summary">One sentence.</param>
public sealed record PlainEndpoint(string Method, string Path, string Summary)
{
    public string Description { get; init; } = "";

    /// <summary>Media type of the request body; null for none.</summary>
    public string? RequestType { get; init; }

    /// <summary>Descriptions of the path's parameters by their names.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<PlainResponse> Responses { get; init; } = [new(200, "Done.")];
}

/// <summary>One possible answer of an endpoint.</summary>
public sealed record PlainResponse(int Status, string Description, string? ContentType = null);
