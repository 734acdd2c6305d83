namespace TradingPlatform.Exchanges;
