await TradingPlatform.Hosting.Functions.FunctionHost.RunAsync<TradingPlatform.Orders.OrdersModule>(
    args, TradingPlatform.Orders.LambdaAdapters.Add);
