using System.Globalization;

namespace FinFlow.Credit;

/// <summary>There is no such model.</summary>
public sealed record CreditModelNotFound(string Id) : Refusal("There is no credit model with this id.");

/// <summary>A model's name, or the description of its data, is empty or too long.</summary>
public sealed record CreditModelNameInvalid(int LengthMax) : Refusal($"The model's name must have 1 to {LengthMax} characters and no control characters.");

/// <summary>A model is trained at this moment; try again when it is done.</summary>
public sealed record TrainingBusy() : Refusal("A model is being trained; try again when that is done.");

/// <summary>Others change the models at the same time; try again.</summary>
public sealed record ModelsBusy() : Refusal("The models are being changed by others; try again.");

/// <summary>Too little has happened to learn from.</summary>
public sealed record TrainingDataTooFew(int Repaid, int Defaulted, int OutcomesMin) : Refusal(
    $"There are {Repaid.ToString(CultureInfo.InvariantCulture)} repaid and {Defaulted.ToString(CultureInfo.InvariantCulture)} defaulted examples; " +
    $"at least {OutcomesMin} of each are needed.");

/// <summary>More examples than are trained on while a client waits; the command has no such limit.</summary>
public sealed record TrainingDataTooLarge(int ExamplesMax)
    : Refusal($"At most {ExamplesMax.ToString("N0", CultureInfo.InvariantCulture)} examples can be sent; train on more by the command.");

/// <summary>The training data cannot be read.</summary>
public sealed record TrainingDataMalformed(int Line, string Reason) : Refusal($"Line {Line}: {Reason}.");

/// <summary>A model asks for what cannot be computed from a business's history.</summary>
public sealed record ModelFeaturesUnknown(IReadOnlyList<string> Names) : Refusal(
    $"Features that cannot be computed: {string.Join(", ", Names.Take(ModelFeaturesUnknown.ShownMax))}{(Names.Count > ModelFeaturesUnknown.ShownMax ? ", …" : "")}. " +
    $"There are: {string.Join(", ", KnownFeature.All.Select(feature => feature.Name))}.")
{
    private const int ShownMax = 5;
}

/// <summary>A model file cannot be used.</summary>
public sealed record ModelFileInvalid(string Reason) : Refusal($"The model cannot be used: {Reason}.");
