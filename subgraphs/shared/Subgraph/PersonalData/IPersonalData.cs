namespace FinFlow.Subgraph;

/// <summary>The person whose data is asked for.</summary>
public sealed record DataSubject(string UserId, string? OrganizationId);

/// <summary>
/// What a subgraph holds of a person, by the categories of <see cref="DataRegister"/>. It is called inside a transaction of the
/// subgraph's database, which is committed together with the answer.
/// </summary>
public interface IPersonalData
{
    /// <summary>The subgraph's name.</summary>
    static abstract string Subgraph { get; }

    /// <summary>All records, by category: plain objects that become JSON.</summary>
    Task<IReadOnlyDictionary<string, IReadOnlyList<object>>> CollectAsync(DataSubject subject, CancellationToken cancellationToken);

    /// <summary>Does to each category what the register says, as often as it is asked, and counts the records that there were.</summary>
    Task<IReadOnlyDictionary<string, int>> EraseAsync(DataSubject subject, CancellationToken cancellationToken);
}

/// <summary>What stands where a person's name, address or words stood.</summary>
public static class Pseudonym
{
    /// <summary>Read by people.</summary>
    public const string Text = FinFlow.Messaging.PersonalAttribute.Erased;

    /// <summary>Of an id: the same for the same id, and no way back that does not know the id already.</summary>
    public static string Of(string id)
        => $"erased_{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(id)))[..24]}";
}
