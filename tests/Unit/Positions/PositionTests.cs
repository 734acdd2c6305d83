using System.Globalization;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;
using TradingPlatform.Core.Positions;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Unit.Positions;

public sealed class PositionTests
{
    private static readonly Symbol Btc = Symbol.Parse("BTC-USDT");
    private static readonly TenantId Tenant = TenantId.Parse("t1");
    private static readonly Position None = new(AccountId.Parse("a1"), ExchangeId.Binance, Btc);

    [Fact]
    public void Buys_average_and_a_sell_realises_what_is_above_the_average()
    {
        var position = Fold(Buy(1, 100), Buy(3, 200), Sell(2, 300));

        Assert.Equal((2m, 175m, 250m), (position.Quantity, position.AverageCost, position.RealisedProfit));
    }

    [Fact]
    public void Selling_all_leaves_no_cost_and_no_average()
    {
        var position = Fold(Buy(3, 100), Sell(1, 90), Sell(2, 120));

        Assert.Equal((0m, 0m, 0m, 30m),
            (position.Quantity, position.Cost, position.AverageCost, position.RealisedProfit));
    }

    [Fact]
    public void A_sell_of_all_realises_exactly_what_came_in_less_what_went_out()
    {
        // A third of ten has no end in decimals; no such quotient may be left in the profit.
        var position = Fold(Buy(1, 3), Buy(1, 3), Buy(1, 4), Sell(3, 11));

        Assert.Equal((0m, 23m), (position.Quantity, position.RealisedProfit));
    }

    [Fact]
    public void What_turns_a_position_over_begins_anew_at_its_own_price()
    {
        var position = Fold(Buy(1, 100), Sell(3, 110), Buy(1, 90));

        Assert.Equal((-1m, 110m, 30m), (position.Quantity, position.AverageCost, position.RealisedProfit));
    }

    [Fact]
    public void A_fee_in_the_base_asset_leaves_at_what_it_cost()
    {
        var position = Fold(Buy(1, 100, ("BTC", 0.001m)));

        Assert.Equal((0.999m, 100m, 0m), (position.Quantity, position.AverageCost, position.RealisedProfit));
        Assert.Equal(0.001m, position.Fees["BTC"]);
    }

    [Fact]
    public void A_trade_of_nothing_changes_nothing_but_the_count()
    {
        var position = Fold(Buy(1, 100), Sell(0, 120), Buy(0, 80));

        Assert.Equal((1m, 100m, 0m, 3L),
            (position.Quantity, position.AverageCost, position.RealisedProfit, position.Fills));
    }

    [Fact]
    public void Fees_add_up_by_the_asset_they_were_taken_in()
    {
        var position = Fold(Buy(1, 100, ("BNB", 0.1m)), Sell(1, 100, ("USDT", 0.2m)), Buy(1, 1, ("BNB", 0.3m)));

        Assert.Equal((0.4m, 0.2m), (position.Fees["BNB"], position.Fees["USDT"]));
    }

    [Fact]
    public void Money_is_neither_made_nor_lost_in_the_fold()
    {
        for (var seed = 0; seed < 2_000; seed++)
        {
            var random = new Random(seed);
            var trades = Enumerable.Range(0, 30).Select(_ => random.Next(2) == 0
                ? Buy(random.Next(1, 9), random.Next(50, 150))
                : Sell(random.Next(1, 9), random.Next(50, 150))).ToArray();
            var position = Fold(trades);

            var paid = trades.Sum(t => t.Trade.Side is OrderSide.Buy ? t.Trade.Quote : -t.Trade.Quote);
            var held = trades.Sum(t =>
                t.Trade.Side is OrderSide.Buy ? t.Trade.Quantity.Value : -t.Trade.Quantity.Value);

            Assert.Equal(held, position.Quantity);
            // What was paid is what is still bound in the holding, less what was realised; to the last digits kept.
            Assert.Equal(paid, position.Cost - position.RealisedProfit, 15);
        }
    }

    private static Position Fold(params Fill[] fills) => fills.Aggregate(None, (position, fill) => position.After(fill));

    private static Fill Buy(decimal quantity, decimal price, (string Asset, decimal Amount)? fee = null) =>
        Trade(OrderSide.Buy, quantity, price, fee);

    private static Fill Sell(decimal quantity, decimal price, (string Asset, decimal Amount)? fee = null) =>
        Trade(OrderSide.Sell, quantity, price, fee);

    private static Fill Trade(OrderSide side, decimal quantity, decimal price, (string Asset, decimal Amount)? fee) =>
        new(
            Tenant, AccountId.Parse("a1"), ExchangeId.Binance, OrderId.Derive(Tenant, IdempotencyKey.Parse("k")), Btc,
            new ReportedFill(
                price.ToString(CultureInfo.InvariantCulture), "1", new Price(price), new Quantity(quantity),
                price * quantity, Asset.Parse(fee?.Asset ?? "USDT"), fee?.Amount ?? 0, side, null,
                DateTimeOffset.UnixEpoch));
}
