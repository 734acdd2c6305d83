using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Orders;
using TradingPlatform.Unit.Fakes;

namespace TradingPlatform.Unit.Orders;

public sealed class TestOrderTests
{
    [Fact]
    public async Task An_exchange_without_test_orders_is_said_to_have_none_and_is_not_called_unavailable()
    {
        var desk = await new TradingDesk().OpenAsync();
        var test = new TestOrder(
            new OrderCheck(desk.Accounts, desk.Connections, desk.Risk, desk.Equity, desk.Clock));

        var refused = Assert.IsType<Refusal.ExchangeRefuses>(await test.HandleAsync(
            TradingDesk.Trader, AccountId.Parse("a1"), TradingDesk.Buy(), CancellationToken.None));

        Assert.Equal((ExchangeErrorKind.InvalidRequest, "NOT_SUPPORTED"), (refused.Error.Kind, refused.Error.Code));
    }
}
