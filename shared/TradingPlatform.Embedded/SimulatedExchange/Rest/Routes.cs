using Microsoft.AspNetCore.Http;

namespace TradingPlatform.Embedded.SimulatedExchange.Rest;

/// <summary>An endpoint: the name that faults know it by, what it asks of its caller, and what answers.</summary>
internal sealed record Route(string Operation, Security Security, Func<RestCall, ValueTask<Reply>> Handle);

/// <summary>Every REST endpoint of the exchange.</summary>
internal static class Routes
{
    private static readonly Route Ping = new("ping", Security.None, MarketEndpoints.Ping);
    private static readonly Route Time = new("time", Security.None, MarketEndpoints.Time);
    private static readonly Route Info = new("exchangeInfo", Security.None, MarketEndpoints.Info);
    private static readonly Route Depth = new("depth", Security.None, MarketEndpoints.Depth);
    private static readonly Route Trades = new("trades", Security.None, MarketEndpoints.Trades);
    private static readonly Route Aggregates = new("aggTrades", Security.None, MarketEndpoints.Aggregates);
    private static readonly Route Klines = new("klines", Security.None, MarketEndpoints.Klines);
    private static readonly Route Price = new("ticker.price", Security.None, MarketEndpoints.Price);
    private static readonly Route BookTicker = new("ticker.book", Security.None, MarketEndpoints.BookTicker);
    private static readonly Route Day = new("ticker.24hr", Security.None, MarketEndpoints.Day);
    private static readonly Route Average = new("avgPrice", Security.None, MarketEndpoints.AveragePrice);

    private static readonly Route Place = new("order.place", Security.Trade, OrderEndpoints.PlaceAsync);
    private static readonly Route FindOrder = new("order.query", Security.Read, QueryEndpoints.FindAsync);
    private static readonly Route Cancel = new("order.cancel", Security.Trade, OrderEndpoints.CancelAsync);
    private static readonly Route Test = new("order.test", Security.Trade, OrderEndpoints.Test);
    private static readonly Route Replace = new("order.replace", Security.Trade, CancelReplaceEndpoint.HandleAsync);
    private static readonly Route Amend = new("order.amend", Security.Trade, OrderEndpoints.AmendAsync);
    private static readonly Route PlacePair = new("orderList.place", Security.Trade, PairEndpoints.PlaceAsync);
    private static readonly Route FindPair = new("orderList.query", Security.Read, PairEndpoints.FindAsync);
    private static readonly Route CancelPair = new("orderList.cancel", Security.Trade, PairEndpoints.CancelAsync);
    private static readonly Route OpenPairs = new("orderList.open", Security.Read, PairEndpoints.OpenAsync);
    private static readonly Route AllPairs = new("orderList.all", Security.Read, PairEndpoints.AllAsync);
    private static readonly Route Open = new("openOrders", Security.Read, QueryEndpoints.OpenAsync);
    private static readonly Route CancelAll = new("order.cancelAll", Security.Trade, OrderEndpoints.CancelAllAsync);
    private static readonly Route All = new("allOrders", Security.Read, QueryEndpoints.AllAsync);
    private static readonly Route MyTrades = new("myTrades", Security.Read, QueryEndpoints.TradesAsync);
    private static readonly Route Account = new("account", Security.Read, AccountEndpoints.AccountAsync);
    private static readonly Route Commission =
        new("account.commission", Security.Read, AccountEndpoints.Commission);
    private static readonly Route OrderRates = new("rateLimit", Security.Read, AccountEndpoints.OrderRates);
    private static readonly Route Coins = new("coins", Security.Read, AccountEndpoints.CoinsAsync);
    private static readonly Route Margin = new("margin", Security.None, AccountEndpoints.NoMargin);
    private static readonly Route Restrictions =
        new("apiRestrictions", Security.Read, AccountEndpoints.Restrictions);

    /// <summary>Returns null where there is no such endpoint.</summary>
    public static Route? Find(string method, string path, bool testnet) =>
        HttpMethods.IsGet(method) ? Get(path, testnet)
        : HttpMethods.IsPost(method) ? path switch
        {
            "/api/v3/order" => Place,
            "/api/v3/order/test" => Test,
            "/api/v3/order/cancelReplace" => Replace,
            "/api/v3/orderList/oco" => PlacePair,
            _ => null,
        }
        : HttpMethods.IsDelete(method) ? path switch
        {
            "/api/v3/order" => Cancel,
            "/api/v3/openOrders" => CancelAll,
            "/api/v3/orderList" => CancelPair,
            _ => null,
        }
        : HttpMethods.IsPut(method) && path is "/api/v3/order/amend/keepPriority" ? Amend
        : null;

    private static Route? Get(string path, bool testnet) => path switch
    {
        "/api/v3/order" => FindOrder,
        "/api/v3/openOrders" => Open,
        "/api/v3/account" => Account,
        "/api/v3/myTrades" => MyTrades,
        "/api/v3/allOrders" => All,
        "/api/v3/orderList" => FindPair,
        "/api/v3/openOrderList" => OpenPairs,
        "/api/v3/allOrderList" => AllPairs,
        "/api/v3/account/commission" => Commission,
        "/api/v3/rateLimit/order" => OrderRates,
        "/sapi/v1/account/apiRestrictions" => testnet ? null : Restrictions,
        "/sapi/v1/capital/config/getall" => testnet ? null : Coins,
        "/sapi/v1/margin/allPairs" or "/sapi/v1/margin/isolated/allPairs" or "/sapi/v1/margin/allAssets" =>
            testnet ? null : Margin,
        "/api/v3/ping" => Ping,
        "/api/v3/time" => Time,
        "/api/v3/exchangeInfo" => Info,
        "/api/v3/depth" => Depth,
        "/api/v3/trades" or "/api/v3/historicalTrades" => Trades,
        "/api/v3/aggTrades" => Aggregates,
        "/api/v3/klines" or "/api/v3/uiKlines" => Klines,
        "/api/v3/ticker/price" => Price,
        "/api/v3/ticker/bookTicker" => BookTicker,
        "/api/v3/ticker/24hr" => Day,
        "/api/v3/avgPrice" => Average,
        _ => null,
    };
}
