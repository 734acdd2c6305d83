using System.Globalization;
using System.Text.Json;
using TradingPlatform.Contract.Venues;

namespace TradingPlatform.Contract.Coinbase;

/// <summary>How Advanced Trade writes what it says.</summary>
internal static class AdvancedShapes
{
    public const string Products = """
        {"products":[
          {"product_id":"BTC-USDT","price":"30000","base_increment":"0.00000001","quote_increment":"0.01",
           "price_increment":"0.01","quote_min_size":"1","quote_max_size":"150000000","base_min_size":"0.00000001",
           "base_max_size":"3400","is_disabled":false,"status":"online","cancel_only":false,"limit_only":false,
           "post_only":false,"trading_disabled":false,"auction_mode":false,"product_type":"SPOT",
           "quote_currency_id":"USDT","base_currency_id":"BTC","view_only":false,"new_thing":[1,{}]},
          {"product_id":"BIP-20DEC30-CDE","product_type":"FUTURE","quote_currency_id":"USD","base_currency_id":""}],
         "num_products":2}
        """;

    public const string Accounts = """
        {"accounts":[
          {"uuid":"1","currency":"BTC","available_balance":{"value":"1.0","currency":"BTC"},
           "hold":{"value":"0.5","currency":"BTC"},"active":true,"deleted_at":null},
          {"uuid":"2","currency":"USDT","available_balance":{"value":"10000","currency":"USDT"},
           "hold":{"value":"0","currency":"USDT"}}],"has_next":true,"cursor":"more","size":2}
        """;

    public const string MoreAccounts = """
        {"accounts":[
          {"uuid":"3","currency":"USDT","available_balance":{"value":"5","currency":"USDT"},
           "hold":{"value":"0","currency":"USDT"}}],"has_next":false,"cursor":"","size":1}
        """;

    public static string Book(VenueBooks books) => Text($$"""
        {"pricebook":{"product_id":"BTC-USDT","bids":[{"price":"{{books.Market - 1}}","size":"1"}],
         "asks":[{"price":"{{books.Market + 1}}","size":"1"}],"time":"2026-01-08T10:30:00.123456Z"} }
        """);

    public static VenueOrder Read(JsonElement asked, string id, DateTimeOffset now)
    {
        var configuration = asked.GetProperty("order_configuration").EnumerateObject().Single();
        var terms = configuration.Value;
        decimal? Number(string name) => terms.TryGetProperty(name, out var value)
            ? decimal.Parse(value.GetString()!, CultureInfo.InvariantCulture)
            : null;
        return new VenueOrder
        {
            Id = id,
            ClientId = asked.GetProperty("client_order_id").GetString(),
            Product = asked.GetProperty("product_id").GetString()!,
            IsBuy = asked.GetProperty("side").GetString() == "BUY",
            Kind = configuration.Name.Split('_')[0],
            Size = Number("base_size"),
            Funds = Number("quote_size"),
            Price = Number("limit_price"),
            StopPrice = Number("stop_price"),
            StopsUpward = terms.TryGetProperty("stop_direction", out var direction)
                && direction.GetString() == "STOP_DIRECTION_STOP_UP",
            PostOnly = terms.TryGetProperty("post_only", out var postOnly) && postOnly.GetBoolean(),
            TimeInForce = configuration.Name.Split('_')[^1].ToUpperInvariant(),
            CreatedAt = now,
        };
    }

    public static string Placed(VenueOrder order) => $$"""
        {"success":true,"failure_reason":"UNKNOWN_FAILURE_REASON","order_id":"{{order.Id}}",
         "success_response":{"order_id":"{{order.Id}}","product_id":"{{order.Product}}","side":"{{Side(order)}}",
          "client_order_id":"{{order.ClientId}}"},"order_configuration":{{Configuration(order)}} }
        """;

    public static string Order(VenueOrder order) => Text($$"""
        {"order_id":"{{order.Id}}","client_order_id":"{{order.ClientId}}","product_id":"{{order.Product}}",
         "order_configuration":{{Configuration(order)}},"side":"{{Side(order)}}","status":"{{Status(order)}}",
         "time_in_force":"{{Force(order)}}","created_time":"{{Time(order.CreatedAt)}}","filled_size":"{{order.Filled}}",
         "average_filled_price":"0","filled_value":"{{order.Quote}}","total_fees":"{{order.Fees}}",
         "reject_reason":"REJECT_REASON_UNSPECIFIED","product_type":"SPOT"}
        """);

    public static string FeedOrder(VenueOrder order) => Text($$"""
        {"order_id":"{{order.Id}}","client_order_id":"{{order.ClientId}}","product_id":"{{order.Product}}",
         "cumulative_quantity":"{{order.Filled}}","filled_value":"{{order.Quote}}",
         "leaves_quantity":"{{(order.Size ?? order.Filled) - order.Filled}}","order_side":"{{Side(order)}}",
         "order_type":"{{(order.Kind == "stop" ? "Stop Limit" : order.Kind == "market" ? "Market" : "Limit")}}",
         "status":"{{Status(order)}}","time_in_force":"{{Force(order)}}","total_fees":"{{order.Fees}}",
         "limit_price":"{{order.Price}}","post_only":"{{order.PostOnly}}",
         "creation_time":"{{Time(order.CreatedAt)}}"}
        """);

    public static string Fill(VenueTrade trade) => Text($$"""
        {"entry_id":"e-{{trade.Id}}","trade_id":"t-{{trade.Id}}","order_id":"{{trade.Order.Id}}",
         "trade_time":"{{Time(trade.At)}}","trade_type":"FILL","price":"{{trade.Price}}","size":"{{trade.Size}}",
         "commission":"{{trade.Fee}}","product_id":"{{trade.Order.Product}}","size_in_quote":false,
         "liquidity_indicator":"{{(trade.IsMaker ? "MAKER" : "TAKER")}}","side":"{{Side(trade.Order)}}"}
        """);

    public static string Message(FeedPeer peer, string channel, string one) => Text($$"""
        {"channel":"{{channel}}","client_id":"","timestamp":"2026-01-08T10:30:00.123456789Z",
         "sequence_num":{{peer.NextNumber()}},"events":[{{one}}]}
        """);

    private static string Configuration(VenueOrder order)
    {
        var name = (order.Kind, order.TimeInForce) switch
        {
            ("market", _) => "market_market_ioc",
            ("stop", _) => "stop_limit_stop_limit_gtc",
            (_, "IOC") => "sor_limit_ioc",
            (_, "FOK") => "limit_limit_fok",
            _ => "limit_limit_gtc",
        };
        string?[] terms =
        [
            Term("base_size", order.Size), Term("quote_size", order.Funds), Term("limit_price", order.Price),
            Term("stop_price", order.StopPrice),
            order.Kind == "stop" ? $"\"stop_direction\":\"STOP_DIRECTION_STOP_{(order.StopsUpward ? "UP" : "DOWN")}\"" : null,
            order.PostOnly ? "\"post_only\":true" : null,
        ];
        return $"{{\"{name}\":{{{string.Join(',', terms.Where(term => term is not null))}}}}}";
    }

    private static string? Term(string name, decimal? value) =>
        value is { } number ? Text($"\"{name}\":\"{number}\"") : null;

    private static string Side(VenueOrder order) => order.IsBuy ? "BUY" : "SELL";

    private static string Force(VenueOrder order) => order.TimeInForce switch
    {
        "IOC" => "IMMEDIATE_OR_CANCEL",
        "FOK" => "FILL_OR_KILL",
        _ => "GOOD_UNTIL_CANCELLED",
    };

    private static string Status(VenueOrder order) =>
        order.IsOpen ? "OPEN" : order.IsCancelled ? "CANCELLED" : "FILLED";

    private static string Time(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
