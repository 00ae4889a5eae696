using System.Net;
using System.Net.Sockets;

namespace FinFlow.Transactions;

/// <summary>By what a user was seen to come.</summary>
internal enum SightingKind { Address, Device }

/// <summary>A device or an address from which a user's transaction was accepted.</summary>
internal sealed record Sighting(SightingKind Kind, string Value, string UserId)
{
    public required string OrganizationId { get; init; }

    public required DateTimeOffset FirstSeenAt { get; init; }

    public required DateTimeOffset LastSeenAt { get; init; }

    /// <summary>What a submission shows of its user.</summary>
    public static IEnumerable<Sighting> Of(Circumstances circumstances, string userId, string organizationId, DateTimeOffset at)
        => new[] { (SightingKind.Address, circumstances.IpAddress), (SightingKind.Device, circumstances.DeviceId) }
            .Where(shown => shown.Item2 is not null)
            .Select(shown => new Sighting(shown.Item1, shown.Item2!, userId) { OrganizationId = organizationId, FirstSeenAt = at, LastSeenAt = at });
}

/// <summary>Which addresses a customer on the internet can have.</summary>
internal static class PublicAddress
{
    /// <summary>One spelling for each address, so that two spellings are not two addresses; null when it is none.</summary>
    public static string? Normalize(string text)
        => text.Length <= 45 && text.All(c => char.IsAsciiHexDigit(c) || c is '.' or ':') && (text.Contains(':', StringComparison.Ordinal) || text.Count(c => c == '.') == 3)
            && IPAddress.TryParse(text, out var address)
            ? (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString()
            : null;

    /// <summary>Loopback, private, link-local, shared, documentation, multicast and reserved ranges are nobody's on the internet (RFC 6890).</summary>
    public static bool IsPublic(string text)
    {
        var address = IPAddress.Parse(text);
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            return !(address.Equals(IPAddress.IPv6Any) || IPAddress.IsLoopback(address) || address.IsIPv6LinkLocal || address.IsIPv6UniqueLocal || address.IsIPv6Multicast
                || address.GetAddressBytes() is [0x20, 0x01, 0x0d, 0xb8, ..]);
        }

        return address.GetAddressBytes() is not ([0 or 10 or 127 or >= 224, ..] or [100, >= 64 and < 128, ..] or [169, 254, ..] or [172, >= 16 and < 32, ..]
            or [192, 168, ..] or [192, 0, 0 or 2, _] or [198, 18 or 19, ..] or [198, 51, 100, _] or [203, 0, 113, _]);
    }
}
