namespace FinFlow.Credit;

/// <summary>The CHAMPION scores. The CHALLENGER scores beside it, and nothing rests on that until it is activated in its place.</summary>
public enum ModelRole { Champion, Challenger }

/// <summary>A rule or a trained model that can score. It stays as it is; the next training makes another.</summary>
public sealed record CreditModel
{
    internal const int NameLengthMax = 100;

    [ID]
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string Version { get; init; }

    /// <summary>SHA-256 of the model. Scores bear it, so that they can be computed again.</summary>
    public required string Hash { get; init; }

    /// <summary>Null for the rule that scores until a trained model is activated.</summary>
    public ModelCard? Card { get; init; }

    public required DateTimeOffset TrainedAt { get; init; }

    internal static CreditModel Of(ModelFile file, string id) => new()
    {
        Id = id,
        Name = file.Document.Name,
        Version = file.Document.Version,
        Hash = file.Hash,
        Card = file.Document.Card,
        TrainedAt = file.Document.TrainedAt,
    };
}

/// <summary>The text of a trained model, apart from what lists show of it.</summary>
public sealed record StoredModel
{
    public required string Hash { get; init; }

    public required string Text { get; init; }
}

/// <summary>That a model took a role. The latest of a role holds; to go back is to activate an earlier model again.</summary>
public sealed record ModelActivation
{
    /// <summary>From 1.</summary>
    public required int Number { get; init; }

    public required ModelRole Role { get; init; }

    [GraphQLIgnore]
    public required string ModelId { get; init; }

    /// <summary>Who did it; null when the operator did, by `MODEL_PATH`.</summary>
    [GraphQLIgnore]
    public string? UserId { get; init; }

    public required DateTimeOffset ActivatedAt { get; init; }
}
