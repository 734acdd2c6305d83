using TradingPlatform.Core.Exchanges;
using TradingPlatform.Exchanges.Coinbase;

namespace TradingPlatform.Exchanges.CoinbaseExchange;

/// <summary>Asks how an order stands. Null where the exchange knows it no more.</summary>
internal delegate Task<OrderReport?> OrderLook(OrderReference order, CancellationToken cancellation);

/// <summary>The feed in which an account of the Exchange API hears of itself.</summary>
internal sealed class ExchangeApiFeed(CoinbaseFeeds feeds)
{
    /// <summary>What it tells, until cancelled.</summary>
    public IAsyncEnumerable<UserEvent> ReadUserAsync(
        ExchangeApiSigner signer, CoinbaseAccount account, OrderLook look, CancellationToken cancellation) =>
        feeds.ReadUser(
            events => new ExchangeApiUserListener(feeds.Venue, account, signer, look, events), cancellation);
}
