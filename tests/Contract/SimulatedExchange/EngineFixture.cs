using TradingPlatform.Embedded.SimulatedExchange;
using TradingPlatform.Embedded.SimulatedExchange.Engine;

namespace TradingPlatform.Contract.Simulated;

/// <summary>An engine with one market and no house, so that every trade is between the accounts of a test.</summary>
internal sealed class EngineFixture
{
    public const long Now = 1_767_868_200_000;
    private readonly Dictionary<string, Account> _accounts = new(StringComparer.Ordinal);
    private int _ids;

    public EngineFixture(int houseLevels = 0)
    {
        var symbol = DefaultSymbols.All[0] with { HouseLevels = houseLevels };
        Engine = new MatchingEngine([symbol], new SimulatedFees(Maker: 0.001m, Taker: 0.002m));
        Market = Engine.Markets[0];
        if (houseLevels > 0)
        {
            Engine.MovePrice(Market, symbol.StartPrice, Now);
        }
    }

    public MatchingEngine Engine { get; }

    public Market Market { get; }

    public IEnumerable<Account> Accounts => _accounts.Values;

    public Account this[string name]
    {
        get
        {
            if (!_accounts.TryGetValue(name, out var account))
            {
                account = new Account(_accounts.Count + 1);
                _accounts.Add(name, account);
                Engine.Ledger.Deposit(account, "USDT", 1_000_000m, Now);
                Engine.Ledger.Deposit(account, "BTC", 100m, Now);
            }

            return account;
        }
    }

    public NewOrder Ask(Side side, decimal quantity, decimal price, OrderType type = OrderType.Limit) => new()
    {
        Market = Market,
        Side = side,
        Type = type,
        Quantity = quantity,
        Price = price,
        ClientOrderId = "id-" + ++_ids,
    };

    public Placement Place(string who, NewOrder order) => Engine.Place(this[who], order, Now);

    /// <summary>Places and expects it to be taken.</summary>
    public (Order Order, IReadOnlyList<AccountTrade> Fills) Limit(
        string who, Side side, decimal quantity, decimal price)
    {
        var accepted = Assert.IsType<Placement.Accepted>(Place(who, Ask(side, quantity, price)));
        return (accepted.Order, accepted.Fills);
    }

    /// <summary>All of an asset that there is, wherever it is.</summary>
    public decimal Total(string asset) =>
        Accounts.Append(Engine.House).Sum(account => account[asset].Free + account[asset].Locked)
        + Engine.Ledger.Commissions.GetValueOrDefault(asset);
}
