using TradingPlatform.Core.Events;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Health;
using TradingPlatform.Core.Streams;
using TradingPlatform.Core.Tenancy;
using TradingPlatform.Unit.Fakes;
using TradingPlatform.Unit.Streams;

namespace TradingPlatform.Unit.Health;

public sealed class CheckHealthTests
{
    private static readonly ExchangeError Down = new(ExchangeErrorKind.Unavailable, "HTTP 503", "Down.");

    private readonly StreamDesk _desk = new();

    [Fact]
    public void A_check_is_one_probe_and_is_stored_with_how_the_account_is_connected()
    {
        _desk.Start();
        Check(_desk.Checks());

        var health = Stored()!;
        Assert.Equal((1, 100, HealthState.Healthy, 1, 1),
            (_desk.Exchange.Probed, health.Score, health.State, health.Streams, health.LiveStreams));
        var connection = _desk.World.Run(() => _desk.Health.FindAsync(
            TradingDesk.Trader.Tenant, _desk.Desk.Account.Id, CancellationToken.None))!;
        Assert.Equal((_desk.Exchange.Vitals.Address, StreamState.Live), (connection.Address, connection.Stream));
    }

    [Fact]
    public void A_state_that_moves_is_one_event_of_the_platform_and_a_worker_that_starts_anew_does_not_repeat_it()
    {
        _desk.Start();
        Check(_desk.Checks());
        Assert.Empty(Events());
        Fail();
        var checks = _desk.Checks();
        for (var check = 0; check < 5; check++)
        {
            Check(checks);
        }

        Check(_desk.Checks());

        var moved = Assert.Single(Events());
        Assert.Equal(("ExchangeHealthChanged", TenantId.Platform), (moved.Type, moved.Tenant));
        Assert.Contains("\"state\":\"Down\"", moved.Detail, StringComparison.Ordinal);
        Assert.Equal(HealthState.Down, Stored()!.State);
    }

    [Fact]
    public void Another_address_of_the_exchange_is_an_event_of_its_own_and_so_is_the_way_back()
    {
        _desk.Start();
        var checks = _desk.Checks();
        Check(checks);
        Fail();
        var first = _desk.Exchange.Vitals.Address;
        // On the second check in a row the state moves as well.
        Check(checks);
        Use(new Uri("http://other"));
        Check(checks);
        Check(checks);
        Check(_desk.Checks());
        Use(first);
        Check(checks);

        Assert.Equal(
            ["ExchangeAddressChanged", "ExchangeHealthChanged", "ExchangeAddressChanged"],
            Events().OrderBy(Number).Select(e => e.Type));
        Assert.Equal((first, HealthState.Down), (Stored()!.InUse, Stored()!.State));

        static long Number(PlatformEvent e)
        {
            using var detail = System.Text.Json.JsonDocument.Parse(e.Detail);
            return detail.RootElement.GetProperty("number").GetInt64();
        }

        void Use(Uri address) => _desk.Exchange.Vitals = _desk.Exchange.Vitals with { InUse = address };
    }

    [Fact]
    public void A_check_of_a_connection_that_stays_as_it_is_is_stored_every_half_minute()
    {
        _desk.Start();
        var checks = _desk.Checks();
        Check(checks);
        var writes = _desk.Desk.Store.Writes;
        Check(checks);
        Check(checks);
        Assert.Equal(writes, _desk.Desk.Store.Writes);

        _desk.World.Advance(TimeSpan.FromSeconds(30));
        writes = _desk.Desk.Store.Writes;
        Check(checks);
        Assert.Equal(writes + 1, _desk.Desk.Store.Writes);
    }

    private void Fail()
    {
        _desk.Exchange.Trouble = Down;
        _desk.Exchange.Vitals = _desk.Exchange.Vitals with { Failures = _desk.Exchange.Vitals.Calls };
    }

    private void Check(CheckHealth checks) => _desk.World.Run(() => checks.HandleAsync(CancellationToken.None));

    private ConnectionHealth? Stored() => _desk.World.Run(
        () => _desk.Health.FindAsync(_desk.Exchange.Vitals.Address, CancellationToken.None));

    private List<PlatformEvent> Events() =>
        [.. _desk.Desk.Store.All.Where(item => item.Outbound).Select(PlatformEvent.Of)
            .Where(e => e.Tenant == TenantId.Platform)];
}
