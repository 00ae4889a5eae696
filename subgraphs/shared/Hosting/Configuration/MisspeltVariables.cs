namespace FinFlow.Hosting;

/// <summary>Variables that are set, that nobody reads, and that look like one that is read.</summary>
internal static class MisspeltVariables
{
    // Two letters in the wrong order, or one too many and one too few.
    private const int DistanceMax = 2;

    // Among shorter names everything resembles everything.
    private const int CharactersMin = 7;

    private static readonly string[] Known = [.. ConfigurationVariables.All.SelectMany(variable => variable.Aliases.Prepend(variable.Name))];

    internal static IEnumerable<string> Find(IEnumerable<string> names)
        => from name in names.Except(Known).Order(StringComparer.Ordinal)
           where name.Length >= CharactersMin
           let meant = Known.Where(known => known.Length >= CharactersMin).MinBy(known => Distance(name, known))
           where Distance(name, meant) <= DistanceMax
           select $"{name} is set but not read; {meant} is.";

    /// <summary>How many letters have to be put in, taken out or replaced to make one of the other.</summary>
    private static int Distance(string left, string right)
    {
        if (Math.Abs(left.Length - right.Length) > DistanceMax)
        {
            return DistanceMax + 1;
        }

        var above = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 0; i < left.Length; i++)
        {
            var row = new int[right.Length + 1];
            row[0] = i + 1;
            for (var j = 0; j < right.Length; j++)
            {
                row[j + 1] = Math.Min(Math.Min(row[j], above[j + 1]) + 1, above[j] + (left[i] == right[j] ? 0 : 1));
            }

            above = row;
        }

        return above[^1];
    }
}
