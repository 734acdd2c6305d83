using System.Collections.Concurrent;
using System.Collections.Immutable;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Orders;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Core.Streams;

/// <summary>What a sweep found.</summary>
/// <param name="Unsettled">How many orders are still not settled.</param>
/// <param name="Changed">The orders that rested and had changed at the exchange, without our knowing.</param>
/// <param name="WasAnswered">The exchange has answered a signed call.</param>
public sealed record Sweep(int Unsettled, ImmutableArray<OrderId> Changed, bool WasAnswered);

/// <summary>
/// Compares an account's unsettled orders with what its exchange lists, and brings those that differ up to date: what a
/// stream may have missed before it stood, or while it seemed to stand. Orders that rest as they did cost no read.
/// </summary>
public sealed class SweepAccount(
    OrderRepository orders, Accounts.ExchangeConnections connections, SyncAccount sync)
{
    /// <summary>Sweeps all of the account's unsettled orders.</summary>
    /// <exception cref="ExchangeException">The exchange's list could not be had, so nothing is proven.</exception>
    public async Task<Sweep> HandleAsync(AccountStream stream, Caller caller, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var unsettled = await ReadUnsettledAsync(stream, cancellation);
        var exchange = await connections.OpenAsync(stream.Account, cancellation);
        if (unsettled.Count == 0)
        {
            // Nothing can be missed, so nothing is asked; unless something is to be proven.
            if (stream.Standing.Trouble is null && !stream.NeedsProof)
            {
                return new Sweep(0, [], false);
            }

            await exchange.GetAccountAsync(cancellation);
            return new Sweep(0, [], true);
        }

        // Listed after the ids were read, so an order that is missing here is not merely too new.
        var open = await SyncAccount.ReadOpenAsync(
            exchange, [.. unsettled.Select(order => order.Symbol).Distinct()], cancellation);
        var differing = unsettled.Where(order =>
            !open.TryGetValue(order.Id.ToClientOrderId().Text, out var report)
            || !stream.Resting.Agrees(order.Id, report.FilledQuantity));
        return await SyncAsync(stream, [.. differing], exchange, open, caller, null, unsettled.Count, cancellation);
    }

    /// <summary>
    /// Looks only at the orders that are not known to rest: new ones, and those in doubt. For while a stream tells of
    /// the others.
    /// </summary>
    /// <param name="stream">The account's.</param>
    /// <param name="caller">For whom it is recorded.</param>
    /// <param name="sendersSince">See <see cref="SyncAccount.HandleAsync"/>.</param>
    /// <param name="cancellation">Ends the call.</param>
    public async Task<Sweep> LookAtDoubtsAsync(
        AccountStream stream, Caller caller, DateTimeOffset? sendersSince, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var unsettled = await ReadUnsettledAsync(stream, cancellation);
        var doubtful = unsettled.Where(order => !stream.Resting.Holds(order.Id)).ToList();
        if (doubtful.Count == 0)
        {
            return new Sweep(unsettled.Count, [], false);
        }

        var exchange = await connections.OpenAsync(stream.Account, cancellation);
        return await SyncAsync(
            stream, doubtful, exchange, null, caller, sendersSince, unsettled.Count, cancellation);
    }

    private async Task<List<UnsettledOrder>> ReadUnsettledAsync(
        AccountStream stream, CancellationToken cancellation)
    {
        var account = stream.Account;
        var unsettled = new List<UnsettledOrder>();
        await foreach (var order in orders.GetUnsettledIdsAsync(account.Tenant, account.Id, null, cancellation))
        {
            unsettled.Add(order);
        }

        stream.Counted(unsettled);
        stream.Resting.Keep(unsettled.Select(order => order.Id).ToHashSet());
        return unsettled;
    }

    private async Task<Sweep> SyncAsync(
        AccountStream stream, List<UnsettledOrder> differing, IExchange exchange,
        Dictionary<string, OrderReport>? open, Caller caller, DateTimeOffset? sendersSince, int unsettled,
        CancellationToken cancellation)
    {
        var settled = 0;
        var changed = new ConcurrentBag<OrderId>();
        await SideBySide.ForEachAsync(
            differing,
            async (one, token) =>
            {
                if (await orders.FindAsync(stream.Account.Tenant, one.Id, token) is not { } before)
                {
                    return;
                }

                var restsStill = open is null && before.Status is OrderStatus.Open or OrderStatus.PartiallyFilled
                    && before.TradesAreWhole;
                var after = restsStill
                    ? before
                    : await sync.SyncAsync(before, open ?? [], exchange, caller, sendersSince, token);
                stream.Resting.Saw(after);
                if (after.IsSettled)
                {
                    Interlocked.Increment(ref settled);
                }

                // Only an order that rested can have changed unheard; one in doubt was being asked about.
                if (before.Status is OrderStatus.Open or OrderStatus.PartiallyFilled
                    && (after.Status, after.Filled) != (before.Status, before.Filled))
                {
                    changed.Add(after.Id);
                }
            },
            cancellation);
        return new Sweep(unsettled - settled, [.. changed], open is not null);
    }
}
