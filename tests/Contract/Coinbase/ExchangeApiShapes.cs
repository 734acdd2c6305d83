using System.Globalization;
using System.Text.Json;
using TradingPlatform.Contract.Venues;

namespace TradingPlatform.Contract.Coinbase;

/// <summary>How the Exchange API writes what it says.</summary>
internal static class ExchangeApiShapes
{
    public const string Products = """
        [{"id":"BTC-USDT","base_currency":"BTC","quote_currency":"USDT","quote_increment":"0.01",
          "base_increment":"0.00000001","display_name":"BTC/USDT","min_market_funds":"1","margin_enabled":false,
          "post_only":false,"limit_only":false,"cancel_only":false,"status":"online","status_message":"",
          "trading_disabled":false,"auction_mode":false,"from_the_future":{"a":[1]}},
         {"id":"USDT-USD","base_currency":"USDT","quote_currency":"USD","quote_increment":"0.00001","status":"online"},
         {"id":"BTC-USD","base_currency":"BTC","quote_currency":"USD","quote_increment":"0.01","status":"online"},
         {"id":"ETH-USDT","base_currency":"ETH","quote_currency":"USDT","quote_increment":"0.01",
          "base_increment":"0.00000001","status":"delisted"},
         {"id":"00-USD","base_currency":"币","quote_currency":"USD","quote_increment":"0.01","status":"online"}]
        """;

    public const string Accounts = """
        [{"id":"a","currency":"BTC","balance":"1.5000000000000000","available":"1.0","hold":"0.5","profile_id":"p",
          "trading_enabled":true},
         {"id":"b","currency":"USDT","balance":"10000.00","available":"10000.00","hold":"0","trading_enabled":true},
         {"id":"c","currency":"USDT","balance":"5.00","available":"5.00","hold":"0","trading_enabled":true}]
        """;

    public static string Ticker(VenueBooks books) => Text(
        $$"""
        {"trade_id":1,"price":"{{books.Market}}","size":"0.1","bid":"{{books.Market - 1}}","ask":"{{books.Market + 1}}",
         "volume":"1","time":"2026-01-08T10:30:00.123456Z"}
        """);

    public static VenueOrder Read(JsonElement asked, string id, DateTimeOffset now)
    {
        string? Of(string name) => asked.TryGetProperty(name, out var value) ? value.ToString() : null;
        decimal? Number(string name) => Of(name) is { } text ? decimal.Parse(text, CultureInfo.InvariantCulture) : null;
        return new VenueOrder
        {
            Id = id,
            // Only an id in the form of a UUID of version 4 is kept.
            ClientId = Of("client_oid") is { Length: 36 } own && own[14] == '4' ? own : null,
            Product = Of("product_id")!,
            IsBuy = Of("side") == "buy",
            Kind = Of("stop") is not null ? "stop" : Of("type")!,
            Size = Number("size"),
            Funds = Number("funds"),
            Price = Number("price"),
            StopPrice = Number("stop_price"),
            StopsUpward = Of("stop") == "entry",
            PostOnly = Of("post_only") == "True",
            TimeInForce = Of("time_in_force") ?? "GTC",
            CreatedAt = now,
        };
    }

    public static string List<T>(IEnumerable<T> rows, Func<T, string> write) =>
        "[" + string.Join(',', rows.Select(write)) + "]";

    public static string Order(VenueOrder order)
    {
        var optional = (order.ClientId is { } own ? $",\"client_oid\":\"{own}\"" : "")
            + Optional("price", order.Price) + Optional("size", order.Size) + Optional("specified_funds", order.Funds)
            + Optional("stop_price", order.StopPrice)
            + (order.Kind == "stop" ? $",\"stop\":\"{(order.StopsUpward ? "entry" : "loss")}\"" : "")
            + (order.DoneAt is { } done
                ? $",\"done_at\":\"{Time(done)}\",\"done_reason\":\"{(order.IsCancelled ? "canceled" : "filled")}\""
                : "");
        return Text($$"""
            {"id":"{{order.Id}}","product_id":"{{order.Product}}","side":"{{(order.IsBuy ? "buy" : "sell")}}",
             "type":"{{(order.Kind == "market" ? "market" : "limit")}}","time_in_force":"{{order.TimeInForce}}",
             "post_only":{{(order.PostOnly ? "true" : "false")}},"created_at":"{{Time(order.CreatedAt)}}",
             "fill_fees":"{{order.Fees}}","filled_size":"{{order.Filled}}","executed_value":"{{order.Quote}}",
             "status":"{{(order.IsWaiting ? "active" : order.IsOpen ? "open" : "done")}}","settled":{{(order.IsOpen ? "false" : "true")}}{{optional}}}
            """);
    }

    public static string Fill(VenueTrade trade) => Text($$"""
        {"trade_id":{{trade.Id}},"product_id":"{{trade.Order.Product}}","order_id":"{{trade.Order.Id}}",
         "liquidity":"{{(trade.IsMaker ? "M" : "T")}}","price":"{{trade.Price}}","size":"{{trade.Size}}",
         "fee":"{{trade.Fee}}","side":"{{(trade.Order.IsBuy ? "buy" : "sell")}}","settled":true,
         "created_at":"{{Time(trade.At)}}","user_id":"u","profile_id":"p"}
        """);

    /// <summary>The side of a match is the maker's; fees are told by their rate.</summary>
    public static string Feed(VenueChange change)
    {
        var order = change.Order;
        var head = $"\"type\":\"{change.Type}\",\"product_id\":\"{order.Product}\",\"user_id\":\"u\",\"sequence\":1";
        var side = order.IsBuy ? "buy" : "sell";
        return change switch
        {
            { Trade: { } trade } => Text($$"""
                {{{head}},"trade_id":{{trade.Id}},"price":"{{trade.Price}}","size":"{{trade.Size}}",
                 "{{(trade.IsMaker ? "maker" : "taker")}}_order_id":"{{order.Id}}",
                 "{{(trade.IsMaker ? "taker" : "maker")}}_order_id":"11111111-1111-4111-8111-111111111111",
                 "{{(trade.IsMaker ? "maker" : "taker")}}_user_id":"u",
                 "{{(trade.IsMaker ? "maker" : "taker")}}_fee_rate":"{{trade.FeeRate}}",
                 "side":"{{(trade.IsMaker == order.IsBuy ? "buy" : "sell")}}","time":"{{Time(trade.At)}}"}
                """),
            { Type: "received" } => Text($$"""
                {{{head}},"order_id":"{{order.Id}}","order_type":"limit","side":"{{side}}","client_oid":"{{order.ClientId}}",
                 "time":"{{Time(order.CreatedAt)}}"}
                """),
            // It names no id but the exchange's own, until its price comes.
            { Type: "activate" } => Text($$"""
                {{{head}},"order_id":"{{order.Id}}","stop_type":"{{(order.StopsUpward ? "entry" : "loss")}}",
                 "side":"{{side}}","stop_price":"{{order.StopPrice}}","size":"{{order.Size}}","private":true,
                 "timestamp":"1767868200.000000"}
                """),
            _ => Text($$"""
                {{{head}},"order_id":"{{order.Id}}","side":"{{side}}","time":"{{Time(order.CreatedAt)}}",
                 "reason":"{{(order.IsCancelled ? "canceled" : "filled")}}"}
                """),
        };
    }

    private static string Optional(string name, decimal? value) =>
        value is { } number ? Text($",\"{name}\":\"{number}\"") : "";

    private static string Time(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
