using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using TradingPlatform.Core.Health;

namespace TradingPlatform.Exchanges.Http;

/// <summary>
/// The ways to one exchange: for all its calls, and for those that need no account. All of them are one exchange behind
/// one egress address of ours: clock, rate budget, silences and bans are of the exchange and know nothing of this.
/// </summary>
/// <param name="All">Where every call can go.</param>
/// <param name="Public">Where calls for public data go.</param>
/// <param name="Probe">What an address is probed with: public, and of the least weight.</param>
internal sealed record WireRoutes(Fallback<WireAddress> All, Fallback<WireAddress> Public, WireCall Probe)
{
    /// <summary>Which of them a call goes by.</summary>
    public Fallback<WireAddress> For(WireCall call) => call.IsPublic ? Public : All;

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

        Fallback<WireAddress> Make(ImmutableArray<Uri> addresses) => new(
            [.. addresses.Select(address => new WireAddress(address))], new FallbackRules(), time,
            (from, to) => Exchanges.Log.AddressMoved(log, from.Uri, to.Uri));
    }
}
