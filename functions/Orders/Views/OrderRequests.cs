using TradingPlatform.Core.Orders;

namespace TradingPlatform.Orders.Views;

/// <summary>The body of <c>POST /v1/orders</c>.</summary>
public record OrderRequest(
    string ConfigId,
    string Symbol,
    OrderSide Side,
    OrderType Type,
    decimal? Quantity = null,
    decimal? QuoteQuantity = null,
    decimal? Price = null,
    decimal? StopPrice = null,
    TimeInForce? TimeInForce = null,
    int? TrailingDeltaBps = null,
    decimal? IcebergQuantity = null);

/// <summary>One order of <c>POST /v1/orders/bulk</c>.</summary>
public sealed record BulkOrderRequest(
    string ConfigId,
    string Symbol,
    OrderSide Side,
    OrderType Type,
    string? IdempotencyKey = null,
    decimal? Quantity = null,
    decimal? QuoteQuantity = null,
    decimal? Price = null,
    decimal? StopPrice = null,
    TimeInForce? TimeInForce = null,
    int? TrailingDeltaBps = null,
    decimal? IcebergQuantity = null)
    : OrderRequest(
        ConfigId, Symbol, Side, Type, Quantity, QuoteQuantity, Price, StopPrice, TimeInForce, TrailingDeltaBps,
        IcebergQuantity);

/// <summary>The body of <c>POST /v1/orders/bulk</c>.</summary>
public sealed record BulkRequest(IReadOnlyList<BulkOrderRequest> Orders);

/// <summary>The body of <c>POST /v1/orders/cancel-all</c>.</summary>
public sealed record CancelAllRequest(string? ConfigId = null, string? Symbol = null);

/// <summary>The answer of <c>POST /v1/orders/cancel-all</c>.</summary>
public sealed record CancelAllView(int Requested, int Cancelled, IReadOnlyList<CancelFailureView> Failed);

/// <summary>An order that was not cancelled, and the problem's code.</summary>
public sealed record CancelFailureView(string Id, string Code);

/// <summary>The body of <c>PATCH /v1/orders/{id}</c>.</summary>
public sealed record AmendRequest(decimal? Price = null, decimal? Quantity = null);

/// <summary>The body of <c>POST /v1/orders/oco</c>.</summary>
public sealed record OcoRequest(
    string ConfigId, string Symbol, OrderSide Side, decimal Quantity, decimal Price, decimal StopPrice,
    decimal? StopLimitPrice = null);

/// <summary>The answer of <c>POST /v1/orders/oco</c>: the limit leg and the stop leg.</summary>
public sealed record OcoView(string GroupId, IReadOnlyList<OrderView> Orders);

/// <summary>The answer of <c>POST /v1/orders/test</c>.</summary>
public sealed record TestView(bool Accepted);

/// <summary>The body of <c>PUT /v1/risk/kill-switch</c>.</summary>
public sealed record KillSwitchRequest(string Reason, bool CancelOpenOrders = false);
