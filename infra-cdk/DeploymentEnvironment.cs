using Amazon.CDK;

namespace TradingPlatform.Infra;

/// <summary>One of the places that the platform is deployed to.</summary>
/// <param name="Name">Stands in stack names and tags: <c>dev</c>, <c>staging</c>, <c>prod</c>.</param>
internal sealed record DeploymentEnvironment(string Name)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<DeploymentEnvironment> All { get; } =
        [new("dev"), new("staging"), new("prod")];

    /// <summary>Adds this environment's stacks to the app. There is nothing in them yet.</summary>
    public void AddTo(App app)
    {
        var stack = new Stack(app, $"TradingPlatform-{Name}", new StackProps
        {
            Description = $"The trading platform, {Name}.",
        });
        Tags.Of(stack).Add("environment", Name);
    }
}
