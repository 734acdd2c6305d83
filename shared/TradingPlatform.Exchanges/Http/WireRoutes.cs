using System.Collections.Immutable;
using Microsoft.Extensions.Logging;

namespace TradingPlatform.Exchanges.Http;

/// <summary>The ways to one exchange: for all its calls, and for those that need no account.</summary>
/// <param name="All">Where every call can go.</param>
/// <param name="Public">Where calls for public data go.</param>
/// <param name="Probe">What an address is probed with: public, and of the least weight.</param>
internal sealed record WireRoutes(WireAddresses All, WireAddresses Public, WireCall Probe)
{
    /// <summary>Which of them a call goes by.</summary>
    public WireAddresses For(WireCall call) => call.IsPublic ? Public : All;

    /// <summary>The ways to the exchange that is known by its first address.</summary>
    /// <param name="first">The address that is wanted.</param>
    /// <param name="others">What serves all calls in its place, in this order.</param>
    /// <param name="publicAlone">What has public data alone, and is tried for that before the others.</param>
    /// <param name="probe">See above.</param>
    /// <param name="time">Monotonic.</param>
    /// <param name="log">Where each move is written.</param>
    public static WireRoutes Of(
        Uri first, ImmutableArray<Uri> others, ImmutableArray<Uri> publicAlone, WireCall probe, TimeProvider time,
        ILogger log)
    {
        var all = Make([first, .. others]);
        return new WireRoutes(all, publicAlone.IsEmpty ? all : Make([first, .. publicAlone, .. others]), probe);

        WireAddresses Make(ImmutableArray<Uri> addresses) => new(
            addresses, new AddressRules(), time, (from, to) => Exchanges.Log.AddressMoved(log, from, to));
    }
}
