using System.Collections.Immutable;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Markets;

namespace TradingPlatform.Core.Risk;

/// <summary>
/// What a tenant's open orders and holdings take up, as the counters of its risk item say. They err on the high side
/// alone.
/// </summary>
/// <param name="Counters">By the names below.</param>
public sealed record Exposure(ImmutableSortedDictionary<string, decimal> Counters)
{
    /// <summary>Above zero while the kill switch is on.</summary>
    public const string Killed = "killed";

    /// <summary>How many orders may fill.</summary>
    public const string Orders = "orders";

    /// <summary>What is left of them, in USDT.</summary>
    public const string Notional = "notional";

    /// <summary>
    /// The mirror of <see cref="Killed"/>, below zero while it is on: a guard bounds from above alone.
    /// </summary>
    public const string Released = "released";

    /// <summary>
    /// How often the counters were corrected. What is given back is given back under the epoch that was seen before the
    /// order's write, so that a correction that has counted that write already is not undone (ADR 0014).
    /// </summary>
    public const string Epoch = "epoch";

    private const string ClosingPrefix = "closing:";

    /// <summary>How much of an asset is held, open buys included, in units of the asset.</summary>
    public static string Long(Asset asset) => "long:" + asset.Text;

    /// <summary>How long an account's futures position can become, open buys included, in units of the base.</summary>
    public static string Up(AccountId account, Symbol symbol) => $"up:{account.Text}:{symbol.Text}";

    /// <summary>How short an account's futures position can become, open sells included.</summary>
    public static string Down(AccountId account, Symbol symbol) => $"down:{account.Text}:{symbol.Text}";

    /// <summary>How many orders an account has open in a pair.</summary>
    public static string Open(AccountId account, Symbol symbol) => $"open:{account.Text}:{symbol.Text}";

    /// <summary>How many of those wait for a stop price.</summary>
    public static string Waiting(AccountId account, Symbol symbol) => $"waiting:{account.Text}:{symbol.Text}";

    /// <summary>True for a counter that orders and fills decide, and so can be computed anew.</summary>
    public static bool IsCounted(string counter)
    {
        ArgumentNullException.ThrowIfNull(counter);
        return counter is Orders or Notional || counter.StartsWith("long:", StringComparison.Ordinal)
            || counter.StartsWith("up:", StringComparison.Ordinal)
            || counter.StartsWith("down:", StringComparison.Ordinal)
            || counter.StartsWith("open:", StringComparison.Ordinal)
            || counter.StartsWith("waiting:", StringComparison.Ordinal);
    }

    /// <summary>Above zero once unlinking an account was begun; see <see cref="ExchangeAccount.Gate"/>.</summary>
    public static string Closing(AccountId account, int generation) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{ClosingPrefix}{account.Text}:{generation}");

    /// <summary>True for a counter of <see cref="Closing"/>.</summary>
    public static bool IsClosing(string counter)
    {
        ArgumentNullException.ThrowIfNull(counter);
        return counter.StartsWith(ClosingPrefix, StringComparison.Ordinal);
    }

    /// <summary>Futures positions by account and pair, and how far each can go to its further side.</summary>
    public IEnumerable<(Symbol Symbol, decimal Worst)> FuturesPositions => Counters
        .Where(counter => counter.Value > 0 && counter.Key is ['u', 'p', ':', ..] or ['d', 'o', 'w', 'n', ':', ..])
        .GroupBy(counter => counter.Key[counter.Key.IndexOf(':', StringComparison.Ordinal)..], StringComparer.Ordinal)
        .Select(sides => (
            Symbol.Parse(sides.Key[(sides.Key.LastIndexOf(':') + 1)..]), sides.Max(counter => counter.Value)));

    /// <summary>The kill switch is on.</summary>
    public bool IsKilled => this[Killed] > 0;

    /// <summary>A counter; 0 where it is not there.</summary>
    public decimal this[string counter] => Counters.GetValueOrDefault(counter);

    /// <summary>What a reservation adds to each counter.</summary>
    public static ImmutableSortedDictionary<string, decimal> Amounts(Reservation reservation)
    {
        ArgumentNullException.ThrowIfNull(reservation);
        var amounts = Storage.Item.NoCounters.ToBuilder();
        amounts[Orders] = reservation.Orders;
        amounts[Notional] = reservation.Notional;
        if (reservation.Short is { } down)
        {
            amounts[Up(reservation.Account, reservation.Symbol)] = reservation.Long;
            amounts[Down(reservation.Account, reservation.Symbol)] = down;
        }
        else
        {
            amounts[Long(reservation.Base)] = reservation.Long;
        }

        amounts[Open(reservation.Account, reservation.Symbol)] = reservation.Orders;
        if (reservation.Waits)
        {
            amounts[Waiting(reservation.Account, reservation.Symbol)] = reservation.Orders;
        }

        return amounts.ToImmutable();
    }

    /// <summary>What the counters would say were this given back.</summary>
    public Exposure Without(Reservation freed)
    {
        var counters = Counters;
        foreach (var (name, amount) in Amounts(freed))
        {
            counters = counters.SetItem(name, this[name] - amount);
        }

        return new Exposure(counters);
    }

    /// <summary>What the counters change by when an order goes from one state to another; only what changes.</summary>
    public static ImmutableSortedDictionary<string, decimal> Difference(Reservation before, Reservation after)
    {
        var was = Amounts(before);
        return Storage.Item.NoCounters.AddRange(Amounts(after)
            .Select(now => KeyValuePair.Create(now.Key, now.Value - was.GetValueOrDefault(now.Key)))
            .Where(change => change.Value != 0));
    }
}
