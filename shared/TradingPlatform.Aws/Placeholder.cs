namespace TradingPlatform.Aws;
