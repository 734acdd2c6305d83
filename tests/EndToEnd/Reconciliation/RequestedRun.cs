using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using TradingPlatform.Core.Reconciliation;
using TradingPlatform.EndToEnd.Harness;

namespace TradingPlatform.EndToEnd.Reconciliation;

/// <summary>A run that takes longer than its caller can wait: accepted, and brought to its end by the queue.</summary>
public sealed class RequestedRun
{
    [Fact]
    public async Task A_run_that_nobody_waits_for_is_accepted_and_can_be_read_until_it_has_ended()
    {
        await using var platform = await RunningPlatform.StartAsync(
            null, isIdle: true,
            services => services.AddSingleton(new ReconciliationTimes { Patience = TimeSpan.Zero }));
        var tenant = await Tenant.JoinAsync(platform);
        await tenant.SetLimitsAsync(Tenant.NoLimits);
        (await tenant.PlaceAsync("k1", tenant.Resting())).Must(201);

        var accepted = (await tenant.Trader.PostAsync("/v1/reconciliation/runs", """{"configId":null}""")).Must(202);

        Assert.Equal("RUNNING", accepted["status"]);
        Assert.Equal("/v1/reconciliation/runs/" + accepted["runId"], accepted.Headers["Location"]);
        var ended = await EndedAsync(tenant, accepted);
        Assert.Equal("COMPLETED", ended.GetProperty("status").GetString());
        Assert.Equal(accepted["runId"], ended.GetProperty("runId").GetString());
        Assert.Equal(
            (1, 1), (ended.GetProperty("totalOrders").GetInt32(), ended.GetProperty("matched").GetInt32()));
        Assert.Empty(ended.GetProperty("errors").EnumerateArray());
        Assert.Single((await tenant.Viewer.GetAsync("/v1/reconciliation/runs")).Must(200).Items);
    }

    /// <summary>The run that an answer tells of, once it has ended.</summary>
    internal static async Task<JsonElement> EndedAsync(Tenant tenant, Answer answer)
    {
        var read = await RunningPlatform.UntilAsync(
            () => answer.Status == 200
                ? Task.FromResult(answer)
                : tenant.Viewer.GetAsync("/v1/reconciliation/runs/" + answer["runId"]),
            now => now.Must(200)["status"] != "RUNNING", "the run ends");
        return read.Json;
    }
}
