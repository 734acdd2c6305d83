using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Secrets;
using TradingPlatform.Core.Tenancy;
using TradingPlatform.Fakes;
using TradingPlatform.Simulation.Checks;
using TradingPlatform.Simulation.Kernel;
using TradingPlatform.Simulation.Mutants;
using TradingPlatform.Simulation.Platform;
using TradingPlatform.Simulation.Storage;
using TradingPlatform.Simulation.Venue;
using TradingPlatform.Simulation.Workload;
using Stream = TradingPlatform.Simulation.Platform.Stream;

namespace TradingPlatform.Simulation.Running;

/// <summary>
/// One seed from beginning to end: tenants trade while things go wrong; then everything heals, and the platform has ten
/// minutes of its time to come to what the exchange says.
/// </summary>
internal sealed class Scenario
{
    private static readonly TimeSpan LongestHealing = TimeSpan.FromMinutes(10);
    private readonly World _world;
    private readonly Models _models;
    private readonly StoreWatch _watch;
    private readonly BooksWatch _books;
    private readonly Mishaps _mishaps;
    private readonly Stream _stream;
    private readonly Fleet _fleet;
    private readonly List<Client> _clients = [];
    private readonly List<TenantId> _tenants = [];
    private readonly List<ExchangeAccount> _accounts = [];
    private bool _isOver;

    public Scenario(World world, Mutant mutant)
    {
        _world = world;
        var store = new StoreModel(world);
        _watch = new StoreWatch(world);
        var venue = new VenueModel(world, Personality.DedupesWhileOpen);
        var watch = new ExchangeWatch(world, _watch);
        watch.Begin(venue);
        _books = new BooksWatch(world, venue);
        _models = new Models(store, new VaultModel(), venue, new VenueSurface(world, venue), new VenueFeed(world, venue), watch);
        _stream = new Stream(world, mutant);
        mutant.Begin(_models, _stream);
        Settle();
        store.OnCommit = changes =>
        {
            _watch.Committed(changes);
            _books.Committed(changes);
            _stream.Committed(changes);
        };
        _fleet = new Fleet(world, _models, mutant, _tenants, world.Work.Pick([1, 1, 2, 3]))
        {
            Followed = world.Work.Happens(0.7) ? _accounts : [],
            // Far more often than the five minutes of the schedule: a run is about as long.
            ReconcileEvery = world.Work.Happens(0.5)
                ? world.Work.Between(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(60))
                : null,
            OnCrash = computer => CrashSights.See(world, _watch, computer),
        };
        _stream.Begin(_fleet);
        _fleet.Begin();
        _mishaps = new Mishaps(world, _models, _fleet, _tenants);
    }

    /// <summary>Runs it; <see cref="World.Broken"/> says how it ended.</summary>
    public void Run(int mostActions)
    {
        Open(mostActions);
        while (!_isOver && _world.Broken is null)
        {
            _world.RunUntil(_world.Now + TimeSpan.FromSeconds(1));
        }

        Heal();
        if (_world.Broken is null)
        {
            Close();
        }

        _world.Counts.Seeds++;
        _world.Counts.Take(_world.Faults);
        _world.Counts.Lifecycles += _watch.Orders.Count(record => record.Stored is not null);
    }

    private void Settle()
    {
        var store = new AccountRepository(new ImmediateItemStore(_models.Store.Table));
        var audit = new AccountAudit(new PlatformCall(), new StoreModel.WorldClock(_world));
        for (var t = _world.Work.Between(1, 3); t > 0; t--)
        {
            var tenant = TenantId.Parse("t" + t);
            _tenants.Add(tenant);
            for (var a = _world.Work.Between(1, 2); a > 0; a--)
            {
                var id = AccountId.Parse("a" + a);
                var key = $"{WatchedLog.Canary}-key-{t}-{a}";
                var secret = $"{WatchedLog.Canary}-secret-{t}-{a}";
                var account = new ExchangeAccount(
                    tenant, id, ExchangeId.Binance, $"label {a}", TradingMode.Sandbox, _world.UtcNow)
                {
                    // The worker that judges accounts is no part of the model.
                    WatchedAt = _world.UtcNow.AddYears(1),
                };
                var credentials = new ExchangeCredentials(new Secret(key), new Secret(secret), null);
                _ = store.TryAddAsync(
                    audit.Record(account with { Version = 0 }, AccountEvents.Linked, Administrator(tenant)),
                    CancellationToken.None);
                _ = _models.Vault.SealAsync(
                    account.Secret, KeyDocument.Write(credentials), "v1", CancellationToken.None);
                _accounts.Add(account);
                _models.Venue.Accounts.Add(new VenueAccount($"{tenant.Text}/{id.Text}", key, secret)
                {
                    PaysInBnb = _world.Work.Happens(0.3),
                });
            }
        }
    }

    private static Caller Administrator(TenantId tenant) => new(tenant, "u1", Role.Admin, Tier.Unlimited, "c0");

    private void Open(int mostActions)
    {
        foreach (var tenant in _tenants)
        {
            var client = new Client(
                _world, _fleet, _models.Venue, tenant,
                [.. _accounts.Where(account => account.Tenant == tenant)]);
            _clients.Add(client);
            client.Change(Limits.Draw(_world.Work));
        }

        var pace = _world.Work.Between(TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(900));
        _world.After(TimeSpan.FromSeconds(1), () => Act(mostActions, pace));
        _world.After(TimeSpan.FromSeconds(1), Tick);
    }

    private void Act(int left, TimeSpan pace)
    {
        _world.Work.Pick(_clients).Act();
        if (left > 1)
        {
            // Bursts and pauses.
            var pause = _world.Work.Happens(0.4) ? TimeSpan.Zero : pace * (_world.Work.Share() * 2);
            _world.After(pause, () => Act(left - 1, pace));
        }
        else
        {
            _world.After(TimeSpan.FromSeconds(3), () => _isOver = true);
        }
    }

    private void Tick()
    {
        if (_isOver)
        {
            return;
        }

        _mishaps.Tick();
        _world.After(_world.Market.Between(TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(800)), Tick);
    }

    private void Heal()
    {
        _world.Faults.Heal();
        _world.Trace.Line($"everything heals");
        foreach (var client in _clients)
        {
            client.Release();
        }

        var checks = new FinalChecks(_models.Store.Table, _models.Venue, _watch);
        var end = _world.Now + LongestHealing;
        while (_world.Broken is null)
        {
            _world.RunUntil(_world.Now + TimeSpan.FromSeconds(5));
            var disagreement = checks.Disagreement();
            if (disagreement is null && _stream.Unheard == 0 && !_clients.Exists(client => client.IsWaiting))
            {
                break;
            }

            if (_world.Now >= end)
            {
                _world.Break(disagreement?.Invariant ?? "I16", disagreement?.What ?? Pending());
            }
        }

        if (_world.Broken is null && checks.BrokenChain() is { } chain)
        {
            _world.Break("I9", chain);
        }

        if (_world.Broken is null && _stream.Untrue() is { } untrue)
        {
            _world.Break("I16", $"The event {untrue} was told, and never happened.");
        }
    }

    private string Pending() => _stream.Unheard > 0
        ? $"{_stream.Unheard} events are heard of by nobody."
        : "A client's call is never answered.";

    private void Close()
    {
        _fleet.Close();
        var orphans = new OrphanChecks(_world, _models.Store.Table, _models.Venue, _watch, _accounts);
        new Closing(_world, _fleet.Build(), _models.Venue, _watch, _books, orphans, _tenants, _accounts).Run();
    }
}
