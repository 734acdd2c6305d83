namespace TradingPlatform.Hosting;
