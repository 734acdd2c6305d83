using Amazon.CDK;
using Amazon.CDK.AWS.CodeDeploy;
using Constructs;
using TradingPlatform.Infra.Catalogue;
using TradingPlatform.Infra.Watch;

namespace TradingPlatform.Infra.Stacks;

/// <summary>Every Lambda function of the catalogue, with what starts it and the way in which it is replaced.</summary>
internal sealed class FunctionsStack : Stack
{
    private readonly Deployment _deployment;

    public FunctionsStack(
        Construct scope, Deployment deployment, NetworkStack network, SecurityStack security, DataStack data,
        MessagingStack messaging)
        : base(scope, deployment.Names.Stack("Functions"), deployment.Stack("Lambda functions and their triggers"))
    {
        _deployment = deployment;
        Failures = new DeadLetters(this, deployment);
        Alarms = new AlarmSet(this, deployment, messaging);
        var parts = new FunctionParts(deployment, network, security, data, Failures);
        var application = new LambdaApplication(this, "Deployments", new LambdaApplicationProps
        {
            ApplicationName = deployment.Names.Of("functions"),
        });
        foreach (var definition in FunctionCatalogue.All)
        {
            var function = new DeployedFunction(this, definition, parts);
            Functions.Add(function);
            _ = new FunctionTriggers(this, deployment, function, security, data, messaging);
            ReplaceStepByStep(application, function);
        }
    }

    /// <summary>The functions.</summary>
    public List<DeployedFunction> Functions { get; } = [];

    /// <summary>Where events end that they could not handle.</summary>
    public DeadLetters Failures { get; }

    /// <summary>The alarms that watch them, and end a replacement which goes wrong.</summary>
    public AlarmSet Alarms { get; }

    // A tenth of the calls for five minutes; then all of them, unless an alarm has gone off: then none.
    private void ReplaceStepByStep(LambdaApplication application, DeployedFunction function) =>
        _ = new LambdaDeploymentGroup(this, $"{function.Definition.Name}-deployment", new LambdaDeploymentGroupProps
        {
            Application = application,
            DeploymentGroupName = _deployment.Names.Of(function.Definition.Name),
            Alias = function.Live,
            DeploymentConfig = LambdaDeploymentConfig.CANARY_10PERCENT_5MINUTES,
            Alarms = [.. FunctionAlarms.Of(Alarms, function)],
            AutoRollback = new AutoRollbackConfig
            {
                FailedDeployment = true, StoppedDeployment = true, DeploymentInAlarm = true,
            },
        });
}
