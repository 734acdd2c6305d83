using TradingPlatform.Core.Exchanges;

namespace TradingPlatform.Exchanges.Http;

/// <summary>A call was refused here, before any of it left: by the rate budget or the breaker.</summary>
internal sealed class NotSentException(ExchangeError error) : Exception("The call was not sent.")
{
    public ExchangeError Error { get; } = error;
}
