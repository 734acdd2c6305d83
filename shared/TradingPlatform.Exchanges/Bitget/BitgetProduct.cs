using System.Globalization;
using TradingPlatform.Core.Exchanges;

namespace TradingPlatform.Exchanges.Bitget;

/// <summary>Where one of Bitget's two markets has its endpoints (www.bitget.com/api-doc, v2).</summary>
internal sealed record BitgetProduct
{
    private const string FuturesType = "USDT-FUTURES";

    public static BitgetProduct Spot { get; } = new()
    {
        Exchange = ExchangeId.Bitget,
        InstType = "SPOT",
        BusinessType = "spot",
        Symbols = BitgetEndpoint.Get("/api/v2/spot/public/symbols", 20),
        Ticker = BitgetEndpoint.Get("/api/v2/spot/market/tickers", 20),
        Book = BitgetEndpoint.Get("/api/v2/spot/market/orderbook", 20),
        Trades = BitgetEndpoint.Get("/api/v2/spot/market/fills", 10),
        Candles = BitgetEndpoint.Get("/api/v2/spot/market/candles", 20),
        Account = BitgetEndpoint.Get("/api/v2/spot/account/assets", 10),
        Place = BitgetEndpoint.Post("/api/v2/spot/trade/place-order", 10),
        Cancel = BitgetEndpoint.Post("/api/v2/spot/trade/cancel-order", 10),
        CancelSymbol = BitgetEndpoint.Post("/api/v2/spot/trade/cancel-symbol-order", 5),
        Replace = BitgetEndpoint.Post("/api/v2/spot/trade/cancel-replace-order", 5),
        Find = BitgetEndpoint.Get("/api/v2/spot/trade/orderInfo", 20),
        Open = BitgetEndpoint.Get("/api/v2/spot/trade/unfilled-orders", 20),
        History = BitgetEndpoint.Get("/api/v2/spot/trade/history-orders", 20),
        Fills = BitgetEndpoint.Get("/api/v2/spot/trade/fills", 10),
        PlacePlan = BitgetEndpoint.Post("/api/v2/spot/trade/place-plan-order", 20),
        CancelPlan = BitgetEndpoint.Post("/api/v2/spot/trade/cancel-plan-order", 20),
        CancelPlans = BitgetEndpoint.Post("/api/v2/spot/trade/batch-cancel-plan-order", 5),
        OpenPlans = BitgetEndpoint.Get("/api/v2/spot/trade/current-plan-order", 20),
        PlanHistory = BitgetEndpoint.Get("/api/v2/spot/trade/history-plan-order", 20),
        PlanOrders = BitgetEndpoint.Get("/api/v2/spot/trade/plan-sub-order", 20),
    };

    public static BitgetProduct Futures { get; } = new()
    {
        Exchange = ExchangeId.BitgetFutures,
        InstType = FuturesType,
        BusinessType = "mix",
        Symbols = BitgetEndpoint.Get("/api/v2/mix/market/contracts", 20),
        Ticker = BitgetEndpoint.Get("/api/v2/mix/market/ticker", 20),
        Book = BitgetEndpoint.Get("/api/v2/mix/market/merge-depth", 20),
        Trades = BitgetEndpoint.Get("/api/v2/mix/market/fills", 20),
        Candles = BitgetEndpoint.Get("/api/v2/mix/market/candles", 20),
        Account = BitgetEndpoint.Get("/api/v2/mix/account/accounts", 10),
        Place = BitgetEndpoint.Post("/api/v2/mix/order/place-order", 10),
        Cancel = BitgetEndpoint.Post("/api/v2/mix/order/cancel-order", 10),
        CancelSymbol = BitgetEndpoint.Post("/api/v2/mix/order/cancel-all-orders", 5),
        Find = BitgetEndpoint.Get("/api/v2/mix/order/detail", 10),
        Open = BitgetEndpoint.Get("/api/v2/mix/order/orders-pending", 10),
        History = BitgetEndpoint.Get("/api/v2/mix/order/orders-history", 10),
        Fills = BitgetEndpoint.Get("/api/v2/mix/order/fills", 10),
        PlacePlan = BitgetEndpoint.Post("/api/v2/mix/order/place-plan-order", 10),
        CancelPlan = BitgetEndpoint.Post("/api/v2/mix/order/cancel-plan-order", 10),
        CancelPlans = BitgetEndpoint.Post("/api/v2/mix/order/cancel-plan-order", 10),
        OpenPlans = BitgetEndpoint.Get("/api/v2/mix/order/orders-plan-pending", 10),
        PlanHistory = BitgetEndpoint.Get("/api/v2/mix/order/orders-plan-history", 10),
        PlanOrders = BitgetEndpoint.Get("/api/v2/mix/order/plan-sub-order", 10),
    };

    public static BitgetEndpoint Time { get; } = BitgetEndpoint.Get("/api/v2/public/time", 10);

    public static BitgetEndpoint KeyInfo { get; } = BitgetEndpoint.Get("/api/v2/spot/account/info", 1);

    public static BitgetEndpoint Fees { get; } = BitgetEndpoint.Get("/api/v2/common/trade-rate", 10);

    /// <summary>A futures account's settings for one pair.</summary>
    public static BitgetEndpoint Settings { get; } = BitgetEndpoint.Get("/api/v2/mix/account/account", 10);

    public static BitgetEndpoint Positions { get; } = BitgetEndpoint.Get("/api/v2/mix/position/all-position", 5);

    /// <summary>The most that a page of a list holds.</summary>
    public const int PageSize = 100;

    public required ExchangeId Exchange { get; init; }

    /// <summary>The market's name on a stream; on futures, also in calls.</summary>
    public required string InstType { get; init; }

    public required string BusinessType { get; init; }

    public required BitgetEndpoint Symbols { get; init; }

    public required BitgetEndpoint Ticker { get; init; }

    public required BitgetEndpoint Book { get; init; }

    public required BitgetEndpoint Trades { get; init; }

    public required BitgetEndpoint Candles { get; init; }

    public required BitgetEndpoint Account { get; init; }

    public required BitgetEndpoint Place { get; init; }

    public required BitgetEndpoint Cancel { get; init; }

    public required BitgetEndpoint CancelSymbol { get; init; }

    /// <summary>
    /// Cancel and place in one call; null where the market has none whose new order has an id of ours.
    /// </summary>
    public BitgetEndpoint? Replace { get; init; }

    public required BitgetEndpoint Find { get; init; }

    public required BitgetEndpoint Open { get; init; }

    public required BitgetEndpoint History { get; init; }

    public required BitgetEndpoint Fills { get; init; }

    public required BitgetEndpoint PlacePlan { get; init; }

    public required BitgetEndpoint CancelPlan { get; init; }

    public required BitgetEndpoint CancelPlans { get; init; }

    public required BitgetEndpoint OpenPlans { get; init; }

    public required BitgetEndpoint PlanHistory { get; init; }

    /// <summary>The orders that a plan order has become.</summary>
    public required BitgetEndpoint PlanOrders { get; init; }

    public bool IsFutures => Exchange == ExchangeId.BitgetFutures;

    /// <summary>A query of a page of a list, newest first; before an id where one is given.</summary>
    public string ListQuery(BitgetEndpoint endpoint, string? spelling, long? from, long? to, string? before) => Query(
        ("symbol", spelling),
        ("planType", IsFutures && (endpoint == OpenPlans || endpoint == PlanHistory) ? "normal_plan" : null),
        ("startTime", from?.ToString(CultureInfo.InvariantCulture)),
        ("endTime", to?.ToString(CultureInfo.InvariantCulture)),
        ("limit", "100"),
        ("idLessThan", before));

    /// <summary>A query of this market: futures name themselves in each.</summary>
    public string Query(params IEnumerable<(string Name, string? Value)> parameters) => string.Join('&',
        (IsFutures ? parameters.Append((Name: "productType", Value: FuturesType)) : parameters)
        .Where(parameter => parameter.Value is not null)
        .Select(parameter => parameter.Name + "=" + Uri.EscapeDataString(parameter.Value!)));
}
