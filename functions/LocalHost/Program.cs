using TradingPlatform.LocalHost;

return await CommandLine.RunAsync(args);
