using System.Net;
using System.Net.Sockets;

namespace Gateway.RateLimits;

/// <summary>Which of the limits a request counts against.</summary>
public enum LimitKind
{
    Caller,
    Anonymous,
    SignIn,
}

/// <summary>Whose bucket a request takes from. A value without strings, so that looking it up allocates nothing.</summary>
public readonly record struct LimitKey(LimitKind Kind, Guid First, Guid Second)
{
    public static LimitKey OfCaller(Guid personId, Guid organizationId) => new(LimitKind.Caller, personId, organizationId);

    /// <summary>An IPv6 customer holds a whole /64, so the last eight bytes would be a fresh bucket for each request.</summary>
    public static LimitKey OfAddress(LimitKind kind, IPAddress? address)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        if (address is not null)
        {
            address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
            address.TryWriteBytes(bytes, out _);
            if (address.AddressFamily == AddressFamily.InterNetworkV6)
                bytes[8..].Clear();
        }

        return new LimitKey(kind, new Guid(bytes), Guid.Empty);
    }

    /// <summary>The key in Redis.</summary>
    public override string ToString() => $"rate:{Kind}:{First:n}:{Second:n}";
}
