using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FinFlow.Credit;

/// <summary>All that a model is: what it asks for, how it answers, what it learned from and how well. This is what a model file holds.</summary>
internal sealed record ModelDocument
{
    public const string CurrentFormat = "finflow-credit-model/1";

    public string Format { get; init; } = CurrentFormat;

    public required string Name { get; init; }

    public required string Version { get; init; }

    public required DateTimeOffset TrainedAt { get; init; }

    public required ModelCard Card { get; init; }

    public required Calibration Calibration { get; init; }

    public required BoostedTrees Model { get; init; }

    /// <summary>What drift is measured against; null in a file of before it was. Left out then, so that such a file keeps its hash.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<FeatureSpread>? Spreads { get; init; }
}

/// <summary>A model document as text, sealed by its hash: whoever scores by a hash knows exactly which model that was.</summary>
internal sealed record ModelFile(string Hash, ModelDocument Document)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseUpper) },
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    public static ModelFile Of(ModelDocument document)
        => new($"sha256:{Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(document, Json)))}", document);

    public string ToText() => JsonSerializer.Serialize(this, Json);

    /// <summary>A model that can score here, or the reason why the text is none.</summary>
    public static Result<ModelFile> Parse(string text)
    {
        ModelFile? file;
        try
        {
            file = JsonSerializer.Deserialize<ModelFile>(text, Json);
        }
        catch (JsonException malformed)
        {
            return new ModelFileInvalid($"it is not the JSON of a model (line {malformed.LineNumber + 1})");
        }

        return file switch
        {
            null or { Document: null } => new ModelFileInvalid("it is empty"),
            { Document.Format: not ModelDocument.CurrentFormat } => new ModelFileInvalid($"its format is not {ModelDocument.CurrentFormat}"),
            _ when Unknown(file) is { Count: > 0 } unknown => new ModelFeaturesUnknown([.. unknown]),
            _ when Fault(file.Document) is { } fault => new ModelFileInvalid(fault),
            _ when Of(file.Document).Hash != file.Hash => new ModelFileInvalid("its hash does not fit its content, so it was changed after training"),
            _ => file,
        };
    }

    private static List<string> Unknown(ModelFile file)
        => [.. file.Document.Model.Features.Select(feature => feature.Name).Where(name => !KnownFeature.ByName.ContainsKey(name))];

    private static string? Fault(ModelDocument document) => document switch
    {
        { Name.Length: 0 or > CreditModel.NameLengthMax } or { Version.Length: 0 or > CreditModel.NameLengthMax } => "its name or version is empty or too long",
        { Model.Features.Count: 0 } => "it has no features",
        { Calibration.Slope: not > 0 } => "its calibration does not rise",
        _ when !double.IsFinite(document.Model.Intercept) || !double.IsFinite(document.Calibration.Shift) || !double.IsFinite(document.Calibration.Slope)
            => "its calibration is no number",
        { Spreads: { } spreads } when !spreads.Select(spread => spread.Name).SequenceEqual(document.Model.Features.Select(feature => feature.Name))
            => "it tells how other features than its own were spread",
        { Spreads: { } spreads } when spreads.Any(spread => spread.Shares.Count != spread.Gaps.Length + 1) => "the spread of a feature has not one share for each bin",
        _ when document.Model.Features.Any(feature => feature.Levels is not null) => "one of its features is a category, and ours are numbers",
        _ => document.Model.Trees.Select(tree => tree.Fault(document.Model.Features.Count)).FirstOrDefault(fault => fault is not null),
    };
}
