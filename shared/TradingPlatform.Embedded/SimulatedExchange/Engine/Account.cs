using System.Runtime.InteropServices;

namespace TradingPlatform.Embedded.SimulatedExchange.Engine;

/// <summary>One key's account: what it has, what is held back, and what it has open. Changed by the engine alone.
/// </summary>
internal sealed class Account(int id)
{
    private readonly Dictionary<string, Balance> _balances = new(StringComparer.Ordinal);

    /// <summary>The house: it quotes without limit, pays no fee, and its balances may be below zero.</summary>
    public static int HouseId => 0;

    public int Id => id;

    public bool IsHouse => id == HouseId;

    /// <summary>By client order id: Binance keeps it unique among open orders only.</summary>
    public Dictionary<string, LiveOrder> OpenOrders { get; } = new(StringComparer.Ordinal);

    public Dictionary<long, OrderList> OpenLists { get; } = [];

    /// <summary>True while a user data stream listens: reports are made only then.</summary>
    public bool IsWatched { get; set; }

    public long UpdateTime { get; set; }

    /// <summary>How many orders it placed lately that have not traded.</summary>
    public OrderRate Rate { get; } = new();

    public IReadOnlyDictionary<string, Balance> Balances => _balances;

    public Balance this[string asset] => _balances.GetValueOrDefault(asset);

    /// <summary>Adds to both parts; either may be negative.</summary>
    public Balance Add(string asset, decimal free, decimal locked)
    {
        ref var balance = ref CollectionsMarshal.GetValueRefOrAddDefault(_balances, asset, out _);
        balance = new Balance(balance.Free + free, balance.Locked + locked);
        return balance;
    }

    public void Restore(string asset, Balance balance) => _balances[asset] = balance;
}

/// <summary>An amount of one asset. <c>default</c> is none of it.</summary>
internal readonly record struct Balance(decimal Free, decimal Locked);
