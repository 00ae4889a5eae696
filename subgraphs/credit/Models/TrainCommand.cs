using System.Globalization;
using System.Security.Cryptography;

namespace FinFlow.Credit;

/// <summary>`train`: makes a model file of a file of examples, without a running FinFlow.</summary>
internal static class TrainCommand
{
    private const int Folds = 10;

    private const string Usage =
        """
        train --data <file> --out <file>   examples in, model out
              --outcome <column>           what became of each example; default: defaulted
              --defaulted <value>          what stands in it for a default; default: 1 or true
              --separator <character>      between values, or "space"; default: a comma
              --no-header                  the columns are called c1, c2, …
              --folds <number>             of the cross-validation, 2 to 20; default: 10
              --name <name>                of the model; default: trained
              --model-version <version>    of the model; default: 1
        """;

    /// <returns>The exit code: 0 done, 1 refused, 2 not understood.</returns>
    public static async Task<int> RunAsync(string[] arguments, TimeProvider clock, TextWriter output, TextWriter errors)
    {
        if (ProgramUsage.IsAskedFor(arguments))
        {
            await output.WriteLineAsync(Usage);
            return 0;
        }

        if (!TryParse(arguments, out var options) || !options.TryGetValue("data", out var data) || !options.TryGetValue("out", out var target)
            || !int.TryParse(options.GetValueOrDefault("folds", $"{Folds}"), CultureInfo.InvariantCulture, out var folds) || folds is < 2 or > 20)
        {
            await errors.WriteLineAsync(Usage);
            return 2;
        }

        try
        {
            var text = await File.ReadAllTextAsync(data);
            if (!LayoutOf(options).Read(text, CancellationToken.None).TryGet(out var table, out var malformed))
            {
                return await RefuseAsync(malformed, errors);
            }

            var origin = new ModelOrigin(
                options.GetValueOrDefault("name", "trained"), options.GetValueOrDefault("model-version", "1"), Path.GetFileName(data),
                $"sha256:{Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(data)))}", clock.GetUtcNow());
            if (!ModelTraining.Train(table, origin, folds, BoostingSettings.For(table.Rows), CancellationToken.None).TryGet(out var model, out var refusal))
            {
                return await RefuseAsync(refusal, errors);
            }

            await File.WriteAllTextAsync(target, model.ToText());
            await output.WriteLineAsync(Print(model));
            return 0;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            await errors.WriteLineAsync(failure.Message);
            return 1;
        }
    }

    private static async Task<int> RefuseAsync(Refusal refusal, TextWriter errors)
    {
        await errors.WriteLineAsync(refusal.Message);
        return 1;
    }

    private static TrainingCsv LayoutOf(Dictionary<string, string> options) => TrainingCsv.Standard with
    {
        Separator = options.GetValueOrDefault("separator", ",") is not "space" and var separator ? separator[0] : null,
        HasHeader = !options.ContainsKey("no-header"),
        Outcome = options.GetValueOrDefault("outcome", TrainingCsv.Standard.Outcome),
        DefaultedAs = options.TryGetValue("defaulted", out var value) ? [value] : TrainingCsv.Standard.DefaultedAs,
        RepaidAs = options.ContainsKey("defaulted") ? null : TrainingCsv.Standard.RepaidAs,
    };

    private static string Print(ModelFile model)
    {
        var card = model.Document.Card;
        var unknown = card.Features.Where(feature => !KnownFeature.ByName.ContainsKey(feature.Name)).Select(feature => feature.Name).ToList();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            {model.Document.Name} {model.Document.Version}  {model.Hash}
            {card.Examples} examples, {card.Defaults} defaults, {card.Folds} folds
            AUC {card.Auc:0.0000}   Brier {card.Brier:0.0000} (the average alone: {card.BrierOfAverage:0.0000})   KS {card.KolmogorovSmirnov:0.000}
            {(unknown is [] ? "It can score here." : $"It cannot score here, because these features cannot be computed: {string.Join(", ", unknown)}.")}
            """);
    }

    private static bool TryParse(string[] arguments, out Dictionary<string, string> options)
    {
        options = [];
        string[] known = ["data", "out", "outcome", "defaulted", "separator", "folds", "name", "model-version"];
        for (var at = 0; at < arguments.Length; at++)
        {
            var option = arguments[at].StartsWith("--", StringComparison.Ordinal) ? arguments[at][2..] : "";
            if (option == "no-header")
            {
                options[option] = "";
            }
            else if (known.Contains(option) && at + 1 < arguments.Length && arguments[at + 1].Length > 0)
            {
                options[option] = arguments[++at];
            }
            else
            {
                return false;
            }
        }

        return true;
    }
}
