namespace Amazon.Lambda.RuntimeSupport;

/// <summary>Runs once before the first invocation. Answering false ends the process without an invocation.</summary>
public delegate Task<bool> LambdaBootstrapInitializer();
