using System.Text.Json.Serialization;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Orders;
using TradingPlatform.Hosting.Json;
using TradingPlatform.Hosting.Problems;
using TradingPlatform.Orders.Views;

namespace TradingPlatform.Orders;

/// <summary>The JSON of this function.</summary>
[JsonSerializable(typeof(OrderRequest))]
[JsonSerializable(typeof(BulkRequest))]
[JsonSerializable(typeof(CancelAllRequest))]
[JsonSerializable(typeof(AmendRequest))]
[JsonSerializable(typeof(OcoRequest))]
[JsonSerializable(typeof(KillSwitchRequest))]
[JsonSerializable(typeof(OrderView))]
[JsonSerializable(typeof(OcoView))]
[JsonSerializable(typeof(TestView))]
[JsonSerializable(typeof(CancelAllView))]
[JsonSerializable(typeof(FillView))]
[JsonSerializable(typeof(EventsView))]
[JsonSerializable(typeof(LimitsView))]
[JsonSerializable(typeof(KillSwitchView))]
[JsonSerializable(typeof(RiskStatusView))]
[JsonSerializable(typeof(BalancesView))]
[JsonSerializable(typeof(PositionsView))]
[JsonSerializable(typeof(PageView<OrderView>))]
[JsonSerializable(typeof(PageView<FillView>))]
[JsonSerializable(typeof(Problem))]
internal sealed partial class OrdersJson : JsonSerializerContext
{
    public static OrdersJson Wire { get; } = new(PlatformJson.Options(
        new WireEnumJsonConverter<OrderSide>(), new WireEnumJsonConverter<OrderType>(),
        new WireEnumJsonConverter<TimeInForce>(), new WireEnumJsonConverter<OrderStatus>(),
        new WireEnumJsonConverter<ExchangeId>(), new WireEnumJsonConverter<Liquidity>()));
}
