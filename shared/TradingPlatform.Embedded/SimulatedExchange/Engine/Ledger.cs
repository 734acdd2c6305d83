namespace TradingPlatform.Embedded.SimulatedExchange.Engine;

/// <summary>Moves money between accounts, and between what is free and what is held back. Nothing is made or lost:
/// what commission takes is kept count of.</summary>
internal sealed class Ledger(SimulatedFees fees)
{
    private readonly Dictionary<string, decimal> _commissions = new(StringComparer.Ordinal);
    private readonly HashSet<(Account Account, string Asset)> _touched = [];

    /// <summary>What the exchange earned since it started, by asset.</summary>
    public IReadOnlyDictionary<string, decimal> Commissions => _commissions;

    public ChangeSet Changes { get; set; } = new();

    public SimulatedFees Fees => fees;

    public void Deposit(Account account, string asset, decimal amount, long now) =>
        Move(account, asset, amount, 0, now);

    /// <summary>Holds back what an order may come to pay.</summary>
    public void Lock(Account account, string asset, decimal amount, long now)
    {
        if (!account.IsHouse && amount != 0)
        {
            Move(account, asset, -amount, amount, now);
        }
    }

    public void Unlock(Account account, string asset, decimal amount, long now) => Lock(account, asset, -amount, now);

    /// <summary>Pays and receives one side of a trade; returns the commission and what it took from the lock.</summary>
    public (decimal Commission, decimal Unlocked) Settle(
        LiveOrder order, decimal price, decimal quantity, bool isMaker, long now)
    {
        var (account, market, side) = (order.Account, order.Market, order.Order.Side);
        var quote = price * quantity;
        var (paid, received) = side is Side.Buy ? (quote, quantity) : (quantity, quote);
        // A limit order locked its own price: what it trades better is free again.
        var unlocked = order.Order.Locked == 0 ? 0
            : side is Side.Buy ? order.Order.Price * quantity : quantity;
        Move(account, market.Pays(side), unlocked - paid, -unlocked, now);
        var commission = account.IsHouse ? 0 : Commission(received, isMaker);
        Move(account, market.Receives(side), received - commission, 0, now);
        if (commission > 0)
        {
            var asset = market.Receives(side);
            _commissions[asset] = _commissions.GetValueOrDefault(asset) + commission;
        }

        return (commission, unlocked);
    }

    /// <summary>Says what watched accounts have now; called once at the end of a request.</summary>
    public void ReportTouched(long now)
    {
        if (_touched.Count == 0)
        {
            return;
        }

        foreach (var touched in _touched.GroupBy(each => each.Account))
        {
            var balances = touched.Select(each => KeyValuePair.Create(each.Asset, each.Account[each.Asset])).ToArray();
            Changes.Happenings.Add(new Happening.Position(touched.Key.Id, balances, now));
        }

        _touched.Clear();
    }

    private decimal Commission(decimal received, bool isMaker) =>
        decimal.Round(received * (isMaker ? fees.Maker : fees.Taker), 8, MidpointRounding.ToZero);

    private void Move(Account account, string asset, decimal free, decimal locked, long now)
    {
        var balance = account.Add(asset, free, locked);
        if (account.IsHouse)
        {
            return;
        }

        account.UpdateTime = now;
        Changes.Balances[(account.Id, asset)] = balance;
        if (account.IsWatched)
        {
            _touched.Add((account, asset));
        }
    }
}
