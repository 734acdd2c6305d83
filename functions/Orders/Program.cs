await TradingPlatform.Hosting.Functions.FunctionHost.RunAsync<TradingPlatform.Orders.OrdersModule>(
    args, (_, _) => { });
