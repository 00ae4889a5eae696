using System.Text.Json;

namespace FinFlow.Auth;

/// <summary>What a user is to a business: a set of permissions.</summary>
public enum Role
{
    /// <summary>Runs the business: collects money, keeps its book, asks for credit.</summary>
    Merchant,

    /// <summary>Keeps the book, up to closing a period; moves no money.</summary>
    Accountant,

    /// <summary>Reads everything and changes nothing in the business.</summary>
    Analyst,

    /// <summary>Decides about what was held, screens, reads the audit trail.</summary>
    ComplianceOfficer,

    /// <summary>May do everything, and alone gives roles.</summary>
    Admin,
}

internal static class RoleNames
{
    extension(Role role)
    {
        /// <summary>As tokens, events and the rule book spell it: <c>COMPLIANCE_OFFICER</c>.</summary>
        public string Name => JsonNamingPolicy.SnakeCaseUpper.ConvertName(role.ToString());
    }

    internal static string Join(IEnumerable<Role> roles) => string.Join(',', roles.Select(role => role.Name));

    internal static IReadOnlyList<Role> Split(string names)
        => [.. names.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(name => Enum.GetValues<Role>().Single(role => role.Name == name))];
}
