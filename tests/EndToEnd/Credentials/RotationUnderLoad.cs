using System.Globalization;
using TradingPlatform.EndToEnd.Harness;

namespace TradingPlatform.EndToEnd.Credentials;

/// <summary>A key is changed again and again while orders run.</summary>
public sealed class RotationUnderLoad : IAsyncLifetime
{
    private const int Orders = 2_000;
    private const int Callers = 32;
    private const int Rotations = 10;

    private RunningPlatform _platform = null!;

    public async Task InitializeAsync() => _platform = await RunningPlatform.StartAsync(null);

    public async Task DisposeAsync() => await _platform.DisposeAsync();

    [Fact]
    public async Task Two_thousand_orders_at_thirty_two_callers_run_through_ten_rotations_and_none_fails()
    {
        var tenant = await Tenant.JoinAsync(_platform);
        await tenant.SetLimitsAsync("""{"maxOpenOrders":100000,"maxPositionNotional":"1000000","maxLeverage":"10"}""");
        var (next, done) = (-1, 0);
        var old = new List<VenueKey>();
        var callers = Enumerable.Range(0, Callers).Select(_ => Task.Run(async () =>
        {
            for (var i = Interlocked.Increment(ref next); i < Orders; i = Interlocked.Increment(ref next))
            {
                var answer = await tenant.PlaceAsync("k" + i.ToString(CultureInfo.InvariantCulture), tenant.Resting());
                Assert.Equal("OPEN", answer.Must(201)["status"]);
                Interlocked.Increment(ref done);
            }
        })).ToList();
        var all = Task.WhenAll(callers);
        for (var rotation = 1; rotation <= Rotations; rotation++)
        {
            // Spread over the run: each begins once its share of the orders is through.
            var due = rotation * Orders / (Rotations + 1);
            await RunningPlatform.UntilAsync(
                () => Task.FromResult(Volatile.Read(ref done)), count => count >= due || all.IsFaulted, "orders run");
            old.Add(tenant.Key);
            await tenant.RotateAsync(await _platform.Venue.AnotherKeyAsync(tenant.Key));
        }

        await all;
        var there = await tenant.AtExchangeAsync();
        Assert.Equal(Orders, there.Count(order => order.IsOpen));
        Assert.Equal(Orders, there.Select(order => order.ClientOrderId).Distinct(StringComparer.Ordinal).Count());
        foreach (var key in old)
        {
            await _platform.Venue.RevokeAsync(key);
        }

        // What is left works with the new key alone.
        (await tenant.PlaceAsync("last", tenant.Resting())).Must(201);
        Assert.Equal("ACTIVE", (await tenant.Trader.PostAsync(
            $"/v1/exchange-configs/{tenant.ConfigId}/validate", null)).Must(200)["status"]);
    }
}
