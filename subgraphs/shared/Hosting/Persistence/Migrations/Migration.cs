using System.Globalization;
using System.Reflection;

namespace FinFlow.Hosting;

/// <summary>One step of a database's schema, as plain SQL of one provider: `0002_refund_reason.postgres.sql`.</summary>
/// <param name="Number">From 1, in the order of application.</param>
public sealed record Migration(int Number, string Name, string Sql)
{
    /// <summary>The steps that are compiled into the context's assembly from its `Data/Migrations`.</summary>
    /// <param name="provider"><c>sqlite</c> or <c>postgres</c>.</param>
    public static IReadOnlyList<Migration> Of(Assembly assembly, string provider)
        => [.. assembly.GetManifestResourceNames()
            .Where(resource => resource.EndsWith($".{provider}.sql", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(resource => Read(assembly, resource))];

    private static Migration Read(Assembly assembly, string resource)
    {
        using var text = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        var (number, name) = resource.Split('.')[0].Split('_', 2) is [var digits, var rest] ? (digits, rest) : throw new InvalidOperationException($"{resource} has no number.");
        return new Migration(int.Parse(number, CultureInfo.InvariantCulture), name, text.ReadToEnd());
    }
}
