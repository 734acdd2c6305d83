using TradingPlatform.Core.Exchanges;

namespace TradingPlatform.Contract.Venues;

/// <summary>
/// An exchange as a test has it: a server that speaks its dialect, and one account over the real adapter.
/// </summary>
internal interface IVenue : IAsyncDisposable
{
    VenueBooks Books { get; }

    DialectServer Server { get; }

    IExchange Exchange { get; }

    IMarketData Market { get; }

    /// <summary>How a request that places an order begins.</summary>
    string PlaceCall { get; }

    /// <summary>Queries know of nothing.</summary>
    bool IsBlind { set; }

    /// <summary>By how much the exchange's clock is ahead of ours.</summary>
    TimeSpan Skew { set; }

    /// <summary>The exchange's id of a trade.</summary>
    string TradeId(VenueTrade trade);

    Task StartAsync();
}
