using System.Globalization;

namespace FinFlow.Compliance;

/// <summary>Who is screened.</summary>
/// <param name="Type">Null when unknown.</param>
/// <param name="Identifiers">Passport, registration and other numbers; one that is listed is a match whatever the name.</param>
internal sealed record ScreeningSubject(string Name, EntityType? Type, DateOnly? BirthDate, CountryCode? Country, IReadOnlyList<string> Identifiers);

/// <summary>What else is known of both sides speaks against a match or leaves it as it is. It never raises it: many people share a birth date.</summary>
internal static class Adjustments
{
    private const float OtherType = 0.9f;
    private const float OtherBirthDate = 0.85f;
    private const float OtherCountry = 0.98f;

    public static (float Score, string Explanation) Apply(ScreeningSubject subject, ListedEntity entity, NameFit fit)
    {
        var score = fit.Score;
        var reasons = new List<string> { $"name {fit.Score.ToString("0.00", CultureInfo.InvariantCulture)}: {fit}" };
        if (subject.Type is { } type && entity.Type != EntityType.Other && type != entity.Type)
        {
            score *= OtherType;
            reasons.Add($"listed as {entity.Type.ToString().ToUpperInvariant()}");
        }

        if (subject.BirthDate is { } birthDate && entity.BirthDates.Count > 0)
        {
            var far = entity.BirthDates.All(listed => ListedDate.IsFar(listed, birthDate));
            score *= far ? OtherBirthDate : 1f;
            reasons.Add(far ? $"born {string.Join(" or ", entity.BirthDates)}" : entity.BirthDates.Any(listed => ListedDate.Agrees(listed, birthDate)) ? "birth date agrees" : "birth date is near");
        }

        if (subject.Country is { } country && entity.Country is { } listedCountry)
        {
            score *= country == listedCountry ? 1f : OtherCountry;
            reasons.Add(country == listedCountry ? "country agrees" : $"country {listedCountry.Alpha2}");
        }

        return (score, string.Join("; ", reasons));
    }
}
