namespace FinFlow.Repository.Tests;

/// <summary>What <c>kubectl apply -k</c> makes of a folder, as far as ours goes: manifests, and JSON patches of all that a target names.</summary>
internal static class Kustomization
{
    /// <returns>The documents with the files that they are from.</returns>
    public static List<(string File, object? Document)> Build(string folder)
    {
        var kustomization = YamlFiles.Documents($"{folder}/kustomization.yaml").Single();
        Assert.Equal(["apiVersion", "kind", "patches", "resources"], ((IDictionary<object, object>)kustomization!).Keys.Select(key => $"{key}").Order(StringComparer.Ordinal));
        var documents = kustomization.ItemsAt("resources").SelectMany(file => YamlFiles.Documents($"{folder}/{file}").Select(document => (File: $"{file}", Document: document))).ToList();
        foreach (var patch in kustomization.ItemsAt("patches"))
        {
            var (kind, name) = (patch.TextAt("target.kind"), patch.TextAt("target.name"));
            var targets = documents.Where(document => document.Document.TextAt("kind") == kind && (name is null || document.Document.TextAt("metadata.name") == name)).ToList();
            Assert.NotEmpty(targets);
            foreach (var operation in (IList<object>)YamlFiles.Parse(patch.TextAt("patch")!).Single()!)
            {
                targets.ForEach(target => Apply(target.Document, operation));
            }
        }

        return documents;
    }

    // https://www.rfc-editor.org/rfc/rfc6902: the place must be there, except for the last step of what is added.
    private static void Apply(object? document, object operation)
    {
        var steps = operation.TextAt("path")!.Split('/')[1..].Select(step => step.Replace("~1", "/", StringComparison.Ordinal)).ToArray();
        var place = steps[..^1].Aggregate(document, (node, step) => node switch
        {
            IDictionary<object, object> map => map[step],
            IList<object> list => list[int.Parse(step, System.Globalization.CultureInfo.InvariantCulture)],
            _ => throw new InvalidOperationException($"There is no {step} for {operation.TextAt("path")}."),
        });
        if (place is IList<object> items)
        {
            Assert.Equal(("add", "-"), (operation.TextAt("op"), steps[^1]));
            items.Add(operation.At("value")!);
            return;
        }

        var fields = Assert.IsAssignableFrom<IDictionary<object, object>>(place);
        Assert.Equal(operation.TextAt("op") == "replace", fields.ContainsKey(steps[^1]));
        fields[steps[^1]] = operation.At("value")!;
    }
}
