using TradingPlatform.Core.Exchanges;
using TradingPlatform.Exchanges.Coinbase;

namespace TradingPlatform.Exchanges.CoinbaseAdvanced;

/// <summary>The feed in which an account of Advanced Trade hears of itself.</summary>
internal sealed class AdvancedFeed(CoinbaseFeeds feeds)
{
    /// <summary>What it tells, until cancelled.</summary>
    public IAsyncEnumerable<UserEvent> ReadUserAsync(
        AdvancedSigner signer, CoinbaseAccount account, CancellationToken cancellation) =>
        feeds.ReadUser(events => new AdvancedUserListener(feeds.Venue, account, signer, events), cancellation);
}
