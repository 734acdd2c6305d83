namespace TradingPlatform.Embedded;
