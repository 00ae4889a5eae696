using System.Collections.Frozen;

namespace FinFlow.GraphQL.Types;

/// <summary>The custom scalars that this engine brings, by the names under which schemas know them.</summary>
public static class StandardScalars
{
    public static FrozenDictionary<string, ScalarBehavior> All { get; } = new Dictionary<string, ScalarBehavior>
    {
        ["Decimal"] = DecimalScalar.Instance,
        ["Long"] = LongScalar.Instance,
        ["Date"] = DateScalar.Instance,
        ["DateTime"] = DateTimeScalar.Instance,
        ["Duration"] = DurationScalar.Instance,
        ["URL"] = UrlScalar.Instance,
        ["UUID"] = UuidScalar.Instance,
        ["JSON"] = JsonScalar.Instance,
        ["EmailAddress"] = EmailAddressScalar.Instance,
        ["Upload"] = UploadScalar.Instance,
        ["PhoneNumber"] = PhoneNumberScalar.Instance,
    }.ToFrozenDictionary(StringComparer.Ordinal);
}
