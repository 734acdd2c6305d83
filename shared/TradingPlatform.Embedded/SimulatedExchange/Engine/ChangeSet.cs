namespace TradingPlatform.Embedded.SimulatedExchange.Engine;

/// <summary>What changed since the store last took it: the newest state of each thing, and what streams are to say.
/// </summary>
/// <remarks>A set always ends between two requests, so storing one in a single transaction never splits a request.
/// </remarks>
internal sealed class ChangeSet
{
    public Dictionary<LiveOrder, Order> Orders { get; } = [];

    public List<AccountTrade> Trades { get; } = [];

    public Dictionary<(int AccountId, string Asset), Balance> Balances { get; } = [];

    public Dictionary<long, OrderListState> Lists { get; } = [];

    /// <summary>Upper ends of reserved id ranges, by sequence name.</summary>
    public Dictionary<string, long> Counters { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, (decimal Reference, decimal Last, SymbolStatus Status)> Prices { get; } =
        new(StringComparer.Ordinal);

    public List<(string Symbol, Candle Candle)> Candles { get; } = [];

    public List<NewAccount> Accounts { get; } = [];

    public List<KeyRecord> Keys { get; } = [];

    public List<Happening> Happenings { get; } = [];

    public bool IsEmpty => Orders.Count == 0 && Trades.Count == 0 && Balances.Count == 0 && Lists.Count == 0
        && Counters.Count == 0 && Prices.Count == 0 && Candles.Count == 0 && Accounts.Count == 0
        && Keys.Count == 0 && Happenings.Count == 0;
}

/// <summary>A key and its account, when it is made.</summary>
internal sealed record NewAccount(
    int Id, string ApiKey, string SecretKey, SimulatedPermissions Permissions, long CreatedAt)
{
    /// <summary>Names the account alone: neither key nor secret is ever printed.</summary>
    public override string ToString() => $"account {Id}";
}

/// <summary>A key beyond an account's first, or the end of one.</summary>
/// <param name="Key">The key; its id is its account's.</param>
/// <param name="Number">0 for the account's first key.</param>
/// <param name="IsRevoked">It is not accepted any more.</param>
internal sealed record KeyRecord(NewAccount Key, int Number, bool IsRevoked);
