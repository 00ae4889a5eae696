namespace FinFlow.GraphQL.Language;

/// <summary>
/// Gives names that were seen before without allocating. Documents repeat few names, and processes repeat documents, so the table is
/// shared by all threads. It is lossy on purpose: a name may push another out of its slot, and no document can make it grow.
/// </summary>
internal static class NameTable
{
    private const int SlotsMax = 8192;
    private const int NameLengthMax = 64;

    private static readonly string?[] Slots = new string?[SlotsMax];

    public static string Get(ReadOnlySpan<char> name)
    {
        if (name.Length > NameLengthMax)
        {
            return name.ToString();
        }

        ref var slot = ref Slots[Hash(name) & (SlotsMax - 1)];
        var known = slot;
        return known is not null && name.SequenceEqual(known) ? known : slot = name.ToString();
    }

    // FNV-1a: names are short, and a poor distribution costs an allocation, never correctness.
    private static uint Hash(ReadOnlySpan<char> name)
    {
        var hash = 2166136261u;
        foreach (var character in name)
        {
            hash = (hash ^ character) * 16777619u;
        }

        return hash ^ (hash >> 15);
    }
}
