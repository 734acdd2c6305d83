using TradingPlatform.LocalHost;

await using var platform = await LocalPlatform.StartAsync(new LocalSettings(), default);
Console.WriteLine(platform.Url);
await platform.App.WaitForShutdownAsync();
