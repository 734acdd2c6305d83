namespace Amazon.Lambda.RuntimeSupport.Bootstrap;

/// <summary>Where the Runtime API is, when the environment does not say it.</summary>
public class LambdaBootstrapOptions
{
    /// <summary>Host and port; null (the default) takes <c>AWS_LAMBDA_RUNTIME_API</c>.</summary>
    public string? RuntimeApiEndpoint { get; set; }
}
