using Amazon.CDK.AWS.APIGateway;
using Constructs;
using TradingPlatform.Core.Tenancy;
using TradingPlatform.Hosting.RateLimits;

namespace TradingPlatform.Infra.Stacks;

/// <summary>
/// One usage plan a tier, with the same limits that the functions hold a tenant to. They bind callers who are given an
/// API key; everyone else is held by the functions alone (docs/adr/0021).
/// </summary>
internal sealed class UsagePlans(Construct scope, Deployment deployment)
{
    private const double SecondsInMinute = 60;

    /// <summary>Puts the API's stage under them.</summary>
    public void AddTo(SpecRestApi api)
    {
        foreach (var tier in new[] { Tier.Free, Tier.Pro, Tier.Enterprise })
        {
            var perMinute = TierLimits.Of(tier, RateLimited.Requests)!.Value;
            _ = new UsagePlan(scope, $"Plan-{tier}", new UsagePlanProps
            {
                Name = deployment.Names.Of(tier.ToString().ToLowerInvariant()),
                Throttle = new ThrottleSettings { RateLimit = perMinute / SecondsInMinute, BurstLimit = perMinute },
                ApiStages = [new UsagePlanPerApiStage { Api = api, Stage = api.DeploymentStage }],
            });
        }
    }
}
