using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;
using TradingPlatform.Core.Reconciliation;
using TradingPlatform.Core.Risk;
using TradingPlatform.Core.Secrets;
using TradingPlatform.Core.Tenancy;
using TradingPlatform.Simulation.Kernel;
using TradingPlatform.Simulation.Platform;
using TradingPlatform.Simulation.Venue;

namespace TradingPlatform.Simulation.Workload;

/// <summary>
/// What one tenant's users do: place orders, send them again when they hear nothing, send two at once, change their
/// minds, and stop everything.
/// </summary>
internal sealed class Client(
    World world, Fleet fleet, VenueModel venue, TenantId tenant, IReadOnlyList<ExchangeAccount> accounts)
{
    private static readonly Resolution[] Decisions = [Resolution.Cancel, Resolution.Close, Resolution.Ignore];
    private readonly Chance _chance = world.Work;
    private readonly List<Asked> _asked = [];
    private readonly HashSet<OrderId> _placed = [];
    private readonly HashSet<AccountId> _rotating = [];
    private int _keys;
    private int _inTheAir;
    private bool _isKilled;

    /// <summary>Whether a call of its waits for an answer, or is about to be made.</summary>
    public bool IsWaiting => _inTheAir > 0;

    /// <summary>One thing, whatever comes to mind.</summary>
    public void Act()
    {
        if (world.Faults.Happens(FaultKind.KillSwitch))
        {
            Kill();
        }
        else if (world.Faults.Happens(FaultKind.LimitsChange))
        {
            Change(Limits.Draw(_chance));
        }
        else if (world.Faults.Happens(FaultKind.KeyRotates))
        {
            Rotate();
        }

        switch (_chance.Below(100))
        {
            case < 62:
                Place();
                break;
            case < 68:
                Again();
                break;
            case < 84:
                Cancel();
                break;
            case < 91:
                Amend();
                break;
            case < 95:
                PlacePair();
                break;
            case < 97:
                Decide();
                break;
            case < 98:
                Call(platform => platform.CancelAll.HandleAsync(User, null, null, CancellationToken.None));
                break;
            default:
                OtherBody();
                break;
        }
    }

    /// <summary>Sets limits, as an administrator does.</summary>
    public void Change(RiskLimits limits) =>
        Call(platform => platform.Limits.HandleAsync(User, limits, CancellationToken.None));

    /// <summary>Lets trading go on, where this client has stopped it.</summary>
    public void Release()
    {
        if (_isKilled)
        {
            _isKilled = false;
            Call(platform => platform.KillSwitch.ReleaseAsync(User, CancellationToken.None));
        }
    }

    private Caller User => new(tenant, "u1", Role.Admin, Tier.Unlimited, "c" + _keys);

    private void Place()
    {
        var asked = new Asked(
            IdempotencyKey.Parse("k" + ++_keys), _chance.Pick(accounts).Id, Tickets.Draw(_chance, venue), "f" + _keys);
        _asked.Add(asked);
        Send(asked, tries: 3);
        if (_chance.Happens(0.2))
        {
            // Two at once, on the same computer or on another.
            world.Counts.Saw(Sometimes.InstancesRacedOneKey);
            Send(asked, tries: 1);
        }
    }

    private void Again()
    {
        if (_asked.Count > 0)
        {
            Send(_chance.Pick(_asked), tries: 1);
        }
    }

    private void OtherBody()
    {
        if (_asked.Count > 0)
        {
            var first = _chance.Pick(_asked);
            Send(first with { Ticket = Tickets.Draw(_chance, venue), Fingerprint = "x" + ++_keys }, tries: 1);
        }
    }

    private void Send(Asked asked, int tries)
    {
        Call(
            async platform =>
            {
                var command = new SubmitOrderCommand(User, asked.Key, asked.Account, asked.Ticket, asked.Fingerprint);
                Heard(asked, await platform.Submit.HandleAsync(command, CancellationToken.None));
            },
            // Nothing was heard: the same again, as the contract allows.
            unheard: () =>
            {
                if (tries > 1)
                {
                    Later(_chance.Between(TimeSpan.FromSeconds(0.2), TimeSpan.FromSeconds(5)),
                        () => Send(asked, tries - 1));
                }
            });
    }

    // One key, one body: one order, and every answer is about that one (I14).
    private void Heard(Asked asked, Submission submission)
    {
        var order = submission switch
        {
            Submission.Placed placed => placed.Order,
            Submission.Replayed replayed => replayed.Order,
            _ => null,
        };
        if (order is null)
        {
            var why = ((Submission.Refused)submission).Why;
            world.Trace.Line($"{tenant} hears of {asked.Key.Text}: refused, {why.GetType().Name}");
            See(why);
            return;
        }

        world.Trace.Line($"{tenant} hears of {asked.Key.Text}: {submission.GetType().Name} {order.Status}");
        if (order.Id != OrderId.Derive(tenant, asked.Key) || order.Fingerprint != asked.Fingerprint)
        {
            world.Break("I14", $"The answer to {asked.Key.Text} is another request's order.");
        }
        else if (submission is Submission.Placed && !_placed.Add(order.Id))
        {
            world.Break("I14", $"{asked.Key.Text} placed an order twice.");
        }
    }

    private void See(Refusal why)
    {
        if (why is Refusal.BreaksRisk or Refusal.BreaksInstrument)
        {
            world.Counts.Saw(Sometimes.RefusedAtTheLimit);
        }
        else if (why is Refusal.KeyReused)
        {
            world.Counts.Saw(Sometimes.OtherBodyRefused);
        }
    }

    private void Cancel()
    {
        if (_asked.Count > 0)
        {
            var id = OrderId.Derive(tenant, _chance.Pick(_asked).Key);
            Call(platform => platform.Cancel.HandleAsync(User, id, CancellationToken.None));
        }
    }

    private void Amend()
    {
        if (_asked.Count == 0 || _chance.Pick(_asked) is not { Ticket.Price: { } price } asked)
        {
            return;
        }

        var id = OrderId.Derive(tenant, asked.Key);
        var listing = Listing.All.First(each => each.Symbol == asked.Ticket.Symbol);
        var to = new Price(listing.OnTick(price.Value * (1 + (_chance.Between(-50, 50) * 0.0001m))));
        Call(async platform =>
        {
            var amended = await platform.Amend.HandleAsync(User, id, to, null, CancellationToken.None);
            if (amended is Submission.Placed)
            {
                world.Counts.Saw(Sometimes.Amended);
            }
        });
    }

    private void PlacePair()
    {
        var listing = _chance.Pick(Listing.All);
        var mid = venue.Mid(listing.Spelling);
        var command = new SubmitOcoCommand(
            User, IdempotencyKey.Parse("k" + ++_keys), _chance.Pick(accounts).Id, listing.Symbol, OrderSide.Sell,
            new Quantity(listing.Symbol.Base.Text == "BTC" ? 0.002m : 0.02m), new Price(listing.OnTick(mid * 1.02m)),
            new Price(listing.OnTick(mid * 0.98m)), new Price(listing.OnTick(mid * 0.98m)), "f" + _keys);
        Call(async platform =>
        {
            if (await platform.SubmitPair.HandleAsync(command, CancellationToken.None) is OcoSubmission.Placed)
            {
                world.Counts.Saw(Sometimes.PairPlaced);
            }
        });
    }

    // A person decides what is to become of an orphan, not always with sense.
    private void Decide()
    {
        var how = _chance.Pick(Decisions);
        Call(async platform =>
        {
            var (orphans, _) = await platform.Reconciling.Orphans.ListAsync(tenant, 20, null, CancellationToken.None);
            if (orphans.FirstOrDefault(orphan => orphan.IsOpen) is { } orphan
                && await platform.Reconciling.Resolve.HandleAsync(
                    User, orphan.Id, how, null, CancellationToken.None) is Resolving.Done)
            {
                world.Counts.Saw(Sometimes.OrphanResolved);
            }
        });
    }

    // A new key is made at the exchange first; the old one is taken back there once the platform has the new one.
    private void Rotate()
    {
        var account = _chance.Pick(accounts);
        if (!_rotating.Add(account.Id))
        {
            return;
        }

        var there = venue.Accounts.First(each => each.Owner == $"{tenant.Text}/{account.Id.Text}");
        var old = there.Keys.Keys.ToList();
        var key = $"{WatchedLog.Canary}-key-{tenant.Text}-{++_keys}";
        var secret = $"{WatchedLog.Canary}-secret-{tenant.Text}-{_keys}";
        there.Keys[key] = System.Text.Encoding.UTF8.GetBytes(secret);
        var credentials = new ExchangeCredentials(new Secret(key), new Secret(secret), null);
        async Task RotateAsync(RunningPlatform platform)
        {
            var answer = await platform.Rotate.HandleAsync(User, account.Id, credentials, CancellationToken.None);
            _rotating.Remove(account.Id);
            world.Trace.Line($"{tenant} hears of a new key: {answer.GetType().Name}");
            if (answer is AccountAnswer.Done)
            {
                world.Counts.Saw(Sometimes.KeyChanged);
                world.After(TimeSpan.FromSeconds(10), () => old.ForEach(each => there.Keys.Remove(each)));
            }
        }

        Call(RotateAsync, unheard: () => _rotating.Remove(account.Id));
    }

    private void Kill()
    {
        _isKilled = true;
        var cancels = _chance.Happens(0.7);
        Call(platform => platform.KillSwitch.SetAsync(User, "drill", cancels, CancellationToken.None));
        Later(_chance.Between(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(20)), Release);
    }

    private void Call(Func<RunningPlatform, Task> call, Action? unheard = null)
    {
        if (fleet.Any() is not { } platform)
        {
            unheard?.Invoke();
            return;
        }

        _inTheAir++;
        var isOver = false;
        void End(bool heard)
        {
            if (isOver)
            {
                return;
            }

            isOver = true;
            _inTheAir--;
            if (!heard)
            {
                unheard?.Invoke();
            }
        }

        platform.Computer.Start(async () =>
        {
            Errand.IsFor(tenant);
            End(await Edge.TryAsync(world, platform.Computer, () => call(platform)));
        });
        platform.Computer.OnCrash += () => End(heard: false);
    }

    // What is done after a pause is as good as asked for: nobody may take the client for done in between.
    private void Later(TimeSpan pause, Action what)
    {
        _inTheAir++;
        world.After(pause, () =>
        {
            _inTheAir--;
            what();
        });
    }

    private sealed record Asked(IdempotencyKey Key, AccountId Account, OrderTicket Ticket, string Fingerprint);
}
