using System.Net;
using System.Net.Sockets;
using System.Security.Claims;
using System.Threading.RateLimiting;
using FinFlow.GraphQL.Types;
using FinFlow.Hosting;

namespace FinFlow.Gateway;

/// <summary>
/// How many operations a client may send in a minute: a user wherever they are, and an address for all who sent no token from there, so
/// that nobody tries addresses and passwords by the thousand. Each gateway counts for itself.
/// </summary>
/// <remarks>
/// A bucket holds what a minute allows and fills second by second, so that a page's burst passes and a loop does not. Buckets that are full
/// again are forgotten, which bounds the memory by the clients of a minute.
/// </remarks>
public sealed class RateLimits : IDisposable
{
    private const int SecondsPerMinute = 60;

    // A network gives one customer at least so much of IPv6: whoever counts single addresses counts nothing.
    private const int CustomerPrefixBytes = 8;

    private readonly PartitionedRateLimiter<OperationRequest> limiter;

    /// <param name="perUser">Operations of a user in a minute; 0 for no limit.</param>
    /// <param name="perAddress">Operations without a token from an address in a minute; 0 for no limit.</param>
    public RateLimits(int perUser, int perAddress)
    {
        (PerUser, PerAddress) = (perUser, perAddress);
        limiter = PartitionedRateLimiter.Create<OperationRequest, string>(request => request.User?.FindFirstValue("sub") is { } user
            ? PartitionOf($"user {user}", perUser)
            : PartitionOf(request.ClientAddress is { } address ? $"address {PrefixOf(address)}" : "within", request.ClientAddress is null ? 0 : perAddress));
    }

    /// <summary>Operations of a user in a minute; 0 for no limit.</summary>
    public int PerUser { get; }

    /// <summary>Operations without a token from an address in a minute; 0 for no limit.</summary>
    public int PerAddress { get; }

    public static RateLimits Of(FinFlowConfiguration configuration)
        => new(configuration.Number("RATE_LIMIT_PER_USER"), configuration.Number("RATE_LIMIT_PER_ADDRESS"));

    /// <summary>Takes the operations from what the caller has left; false when that is less.</summary>
    /// <param name="operations">How many came together.</param>
    internal bool TryTake(OperationRequest request, int operations)
    {
        using var lease = limiter.AttemptAcquire(request, operations);
        return lease.IsAcquired;
    }

    public void Dispose() => limiter.Dispose();

    private static RateLimitPartition<string> PartitionOf(string client, int perMinute)
    {
        if (perMinute == 0)
        {
            return RateLimitPartition.GetNoLimiter("unlimited");
        }

        var atOnce = Math.Max(1, perMinute / SecondsPerMinute);
        return RateLimitPartition.GetTokenBucketLimiter(client, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = perMinute,
            TokensPerPeriod = atOnce,
            ReplenishmentPeriod = TimeSpan.FromMinutes((double)atOnce / perMinute),
        });
    }

    private static string PrefixOf(IPAddress address)
        => address switch
        {
            { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
            { AddressFamily: AddressFamily.InterNetworkV6 } => Convert.ToHexString(address.GetAddressBytes().AsSpan(0, CustomerPrefixBytes)),
            _ => address.ToString(),
        };
}
