using System.Collections.Concurrent;
using System.Text.Json;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;
using TradingPlatform.Exchanges.Http;
using TradingPlatform.Exchanges.Sockets;

namespace TradingPlatform.Exchanges.Bitget;

/// <summary>
/// Hears of an account's orders, trades, plan orders and balances. A trade that is told by its own channel and not by
/// its order's is asked about over REST: one of the two may lose a message (FAILURES.md F05).
/// </summary>
internal sealed class BitgetUserStream(
    BitgetVenue venue, BitgetAccount account, BitgetSigner signer, BitgetLookup lookup)
{
    private const int MostWaiting = 100_000;
    private const int MostTrades = 50_000;

    // How long the message of the order may be behind that of its trade.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly EventQueue<UserEvent> _events = new(MostWaiting);
    private readonly ConcurrentDictionary<string, bool> _told = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _asked = new(StringComparer.Ordinal);
    private readonly Lock _standing = new();
    private CancellationToken _ending;
    private bool _stands;

    /// <summary>At which market.</summary>
    public BitgetVenue Venue => venue;

    /// <summary>Signs for the account.</summary>
    public BitgetSigner Signer => signer;

    /// <summary>What is told, until cancelled.</summary>
    public IAsyncEnumerable<UserEvent> ReadAsync(CancellationToken cancellation)
    {
        var options = venue.SocketsOf("/v2/ws/private");
        return _events.ReadAsync(
            token =>
            {
                _ending = token;
                return new SocketLink(
                    options, venue.Handshake, venue.Time, venue.Gateway.Log, () => new BitgetUserSession(this))
                    .RunAsync(token);
            },
            cancellation);
    }

    public static BitgetChannel[] Channels { get; } =
        [new("orders", null), new("orders-algo", null), new("fill", null), new("account", null)];

    /// <summary>False where a subscriber is too slow.</summary>
    public bool Tell(UserEvent what) => _events.TryTell(what);

    /// <summary>Tells on what a message says; false where a subscriber is too slow.</summary>
    public bool Hear(JsonElement message, RuleBook book) => BitgetFrames.Channel(message).Name switch
    {
        "orders" => message.List("data").All(row => HearOrder(row, book)),
        "orders-algo" => message.List("data").All(row => HearPlan(row, book)),
        "fill" => message.List("data").All(row => HearFill(row, book)),
        "account" => HearAccount(message),
        _ => true,
    };

    private bool HearOrder(JsonElement row, RuleBook book)
    {
        if (!book.Pairs.TryGetValue(BitgetOrders.Spelling(row), out var symbol))
        {
            venue.LeaveOut(BitgetOrders.Spelling(row));
            return true;
        }

        var report = account.AsPlaced(BitgetOrders.Report(row, symbol, venue.Product.IsFutures));
        foreach (var fill in report.Fills)
        {
            Remember(fill.TradeId);
        }

        return Tell(new UserEvent.OrderChanged(report));
    }

    private bool HearPlan(JsonElement row, RuleBook book)
    {
        var spelling = BitgetOrders.Spelling(row);
        if (!book.Pairs.TryGetValue(spelling, out var symbol))
        {
            return true;
        }

        if (!BitgetOrders.HasWoken(row))
        {
            return Tell(new UserEvent.OrderChanged(BitgetOrders.Plan(row, symbol)));
        }

        // Its order has other ids, which only a call tells.
        _ = FollowAsync(async () => await lookup.PlanAsync(row, symbol, spelling, _ending));
        return true;
    }

    private bool HearFill(JsonElement row, RuleBook book)
    {
        if (row.Text("tradeId") is { } trade && row.Text("orderId") is { } order && !_told.ContainsKey(trade)
            && book.Pairs.TryGetValue(BitgetOrders.Spelling(row), out var symbol) && _asked.TryAdd(trade, true))
        {
            _ = CheckAsync(trade, order, symbol);
        }

        return Tell(new UserEvent.Alive());
    }

    private bool HearAccount(JsonElement message)
    {
        var data = message.Member("data") ?? default;
        var balances = venue.Product.IsFutures
            ? BitgetAccountAnswers.Margins(data, venue.LeaveOut).Balances
            : BitgetAccountAnswers.Assets(data, venue.LeaveOut).Balances;
        return Tell(new UserEvent.BalancesChanged(balances));
    }

    private void Remember(string trade)
    {
        if (_told.Count >= MostTrades)
        {
            _told.Clear();
        }

        _told[trade] = true;
    }

    private async Task CheckAsync(string trade, string order, Symbol symbol)
    {
        try
        {
            await Task.Delay(Patience, venue.Time, _ending);
            if (!_told.ContainsKey(trade))
            {
                Remember(trade);
                // The report says that more is filled than its trades account for, and so they are fetched.
                await FollowAsync(async () => await lookup.FindAsync(
                    new OrderReference(symbol, new ClientOrderId(order), order), _ending));
            }
        }
        catch (OperationCanceledException)
        {
            // Nobody listens any more.
        }
        finally
        {
            _asked.TryRemove(trade, out _);
        }
    }

    private async Task FollowAsync(Func<Task<OrderReport?>> ask)
    {
        try
        {
            if (await ask() is not { } report || Tell(new UserEvent.OrderChanged(report)))
            {
                return;
            }
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
            return;
        }
        catch (Exception failure) when (failure is ExchangeException or OperationCanceledException)
        {
            // Told below.
        }

        lock (_standing)
        {
            // The connection stands all the same: what was left out is caught up as after a new one.
            if (_stands)
            {
                _events.Tell(new UserEvent.Lost("what a message pointed to could not be told"));
                _events.Tell(new UserEvent.Connected());
            }
        }
    }

    /// <summary>A session stands.</summary>
    public void Stand()
    {
        lock (_standing)
        {
            _stands = true;
            _events.Tell(new UserEvent.Connected());
        }
    }

    /// <summary>The session that stood is over, and none has taken its place.</summary>
    public void Fall(string why)
    {
        lock (_standing)
        {
            _stands = false;
            _events.Tell(new UserEvent.Lost(why));
        }
    }
}
