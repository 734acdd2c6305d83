namespace TradingPlatform.Core;
