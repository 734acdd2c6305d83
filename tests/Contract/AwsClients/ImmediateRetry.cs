using Amazon.EventBridge;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.SecretsManager;

namespace TradingPlatform.Contract.AwsClients;

/// <summary>The SDK's own decision what to try again, without its wait.</summary>
internal sealed class ImmediateRetry(IClientConfig config) : StandardRetryPolicy(config)
{
    public override Task WaitBeforeRetryAsync(IExecutionContext executionContext) => Task.CompletedTask;

    public static void Install(RuntimePipeline pipeline, IClientConfig config) =>
        pipeline.ReplaceHandler<RetryHandler>(new RetryHandler(new ImmediateRetry(config)));
}

internal sealed class ImmediateSecretsManager(AWSCredentials credentials, AmazonSecretsManagerConfig config)
    : AmazonSecretsManagerClient(credentials, config)
{
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        base.CustomizeRuntimePipeline(pipeline);
        ImmediateRetry.Install(pipeline, Config);
    }
}

internal sealed class ImmediateEventBridge(AWSCredentials credentials, AmazonEventBridgeConfig config)
    : AmazonEventBridgeClient(credentials, config)
{
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        base.CustomizeRuntimePipeline(pipeline);
        ImmediateRetry.Install(pipeline, Config);
    }
}
