namespace FinFlow.Hosting;

/// <summary>Reads <c>.env</c>: <c>NAME=value</c> lines, <c>#</c> comments, an optional <c>export</c>, optional quotes.</summary>
internal static class DotEnvFile
{
    /// <exception cref="ConfigurationInvalidException">A line is none of these.</exception>
    internal static Dictionary<string, string> Read(string path)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!File.Exists(path))
        {
            return variables;
        }

        var number = 0;
        foreach (var line in File.ReadLines(path).Select(line => line.Trim()))
        {
            number++;
            if (line.Length == 0 || line.StartsWith('#'))
            {
                continue;
            }

            var assignment = line.StartsWith("export ", StringComparison.Ordinal) ? line["export ".Length..] : line;
            var equals = assignment.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1)
            {
                // The line itself stays unsaid, because it may be a secret with a typing error.
                throw new ConfigurationInvalidException([$"{path} line {number} is not NAME=value."]);
            }

            variables[assignment[..equals].Trim()] = Unquote(assignment[(equals + 1)..].Trim());
        }

        return variables;
    }

    private static string Unquote(string value)
    {
        if (value is ['"', .., '"'] or ['\'', .., '\''])
        {
            return value[1..^1];
        }

        var comment = value.IndexOf(" #", StringComparison.Ordinal);
        return comment < 0 ? value : value[..comment].TrimEnd();
    }
}
