using TradingPlatform.EndToEnd.Harness;

await FragileHost.RunAsync(args);
