using TradingPlatform.Core.Exchanges;
using TradingPlatform.Exchanges.Sockets;

namespace TradingPlatform.Exchanges.Binance;

/// <summary>One who hears of an account.</summary>
internal sealed class UserSubscriber(BinanceAccount account, BinanceSigner signer)
{
    private const int MostWaiting = 50_000;

    public BinanceAccount Account { get; } = account;

    public BinanceSigner Signer { get; } = signer;

    public EventQueue<UserEvent> Events { get; } = new(MostWaiting);
}
