await TradingPlatform.Hosting.Functions.FunctionHost.RunAsync<TradingPlatform.Credentials.CredentialsModule>(
    args, (_, _) => { });
